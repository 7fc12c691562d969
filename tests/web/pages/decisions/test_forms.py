"""The forms of decisions: what is missing is said at the field, and what was typed stays."""

from __future__ import annotations

from stronghold.casework.decisions import DecisionProblem
from stronghold.web.pages.decisions.forms import DecisionForm, FilterForm, PartingForm, UndoForm, show_problem

MENTIONS = [("a#subject.1", "Amos"), ("b#subject.1", "Amy"), ("c#subject.1", "A")]


def test_a_decision_needs_an_answer_and_a_reason() -> None:
    form = DecisionForm({}, kind_name="address")
    assert form.errors == {"judgement": ["Choose whether they are the same"], "reason": ["Say why, for whoever reads this later"]}
    assert form["judgement"].label == "Are they the same home or place?"
    assert DecisionForm({"judgement": "same", "reason": "Seen"}, kind_name="person").is_valid()
    assert "judgement" in DecisionForm({"judgement": "perhaps", "reason": "Seen"}, kind_name="person").errors


def test_records_that_are_asked_about_are_chosen_beforehand() -> None:
    form = PartingForm(mentions=MENTIONS, first="b#subject.1", second="c#subject.1")
    assert [(key, field.value()) for field, key in form.rows()] == [
        ("a#subject.1", ""),
        ("b#subject.1", "first"),
        ("c#subject.1", "second"),
    ]


def test_each_side_needs_a_record() -> None:
    form = PartingForm({"goes_0": "first", "goes_1": "", "goes_2": "first", "reason": "Two men"}, mentions=MENTIONS)
    assert form.errors == {"goes_0": ["Choose at least one record that goes with the second"]}
    form = PartingForm({"goes_0": "first", "goes_1": "second", "goes_2": "first", "reason": "Two men"}, mentions=MENTIONS)
    assert form.is_valid()
    assert (form.chosen("first"), form.chosen("second")) == (["a#subject.1", "c#subject.1"], ["b#subject.1"])
    assert "goes_1" in PartingForm({"goes_1": "third"}, mentions=MENTIONS).errors


def test_a_problem_is_said_at_its_field_or_at_the_first() -> None:
    form = UndoForm({"reason": "Mixed up"})
    show_problem(form, DecisionProblem({"reason": "It was undone"}))
    assert form.errors == {"reason": ["It was undone"]} and form["reason"].value() == "Mixed up"
    both = DecisionForm({"judgement": "same", "reason": "Why"}, kind_name="person")
    show_problem(both, DecisionProblem({"right": "Choose another"}))
    assert both.errors == {"judgement": ["Choose another"]}


def test_a_filter_that_is_not_offered_narrows_nothing() -> None:
    form = FilterForm({"state": "whatever", "mine": "on"})
    form.full_clean()
    assert form.cleaned_data == {"mine": True}
