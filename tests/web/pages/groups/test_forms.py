"""The forms of declared groups: nobody is taken to belong unsaid, and what is wrong is told at its field."""

from __future__ import annotations

from stronghold.casework.groups import Naming
from stronghold.web.pages.groups.forms import DeclareForm, JoinForm, NamePeopleForm, TakeBackForm, WithdrawForm

OFFERED = [("P-A", "Ann", "97 in 100"), ("P-B", "Bob", "at its edge")]


def test_everyone_is_left_to_the_evidence_until_somebody_says_otherwise() -> None:
    form = NamePeopleForm(offered=OFFERED)
    assert [(who, field.value(), field.label, field.help_text) for field, who in form.rows()] == [
        ("P-A", None, "Ann", "97 in 100"),
        ("P-B", None, "Bob", "at its edge"),
    ]
    said = NamePeopleForm({"reason": "Why"}, offered=OFFERED)
    assert said.is_valid() and said.named() == []


def test_ids_are_taken_however_they_are_set_apart() -> None:
    form = NamePeopleForm({"reason": "Why", "said_P-A": "yes", "said_P-B": "no", "people": "p-x, P-Y;P-Z\nP-W"}, offered=OFFERED)
    assert form.is_valid()
    assert form.named() == [Naming("P-A", True), Naming("P-B", False), *(Naming(f"P-{end}", True) for end in "XYZW")]


def test_a_choice_that_was_not_offered_is_refused() -> None:
    form = NamePeopleForm({"reason": "Why", "said_P-A": "perhaps"}, offered=OFFERED)
    assert form.errors == {"said_P-A": ["Choose from the list"]}


def test_what_is_missing_is_said_at_each_field() -> None:
    assert DeclareForm({}).errors == {"name": ["Give the group a name"], "reason": ["Say why, for whoever reads this later"]}
    assert DeclareForm({"name": "x" * 101, "reason": "Why"}).errors == {"name": ["The name must be 100 characters or fewer"]}
    join = JoinForm({}, groups=[("1", "Ours")])
    assert join.errors["group"] == ["Choose a group"] and join.errors["belongs"] == ["Choose whether they belong"]
    assert set(WithdrawForm({}).errors) == {"reason"} and set(TakeBackForm({"person": "1"}).errors) == {"reason"}
