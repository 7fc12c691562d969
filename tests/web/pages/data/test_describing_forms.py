"""The forms that say how a file is to be read."""

from __future__ import annotations

from typing import Any

from stronghold.casework.descriptions import TERMS, Description
from stronghold.governance import accounts
from stronghold.governance.models import Account
from stronghold.web.pages.data.describing_forms import DescriptionForm, TextForm

COLUMNS = ["Surname", "Number"]
SAID = Description("person", {"Surname": "record.surname"}, ("Number",), {"system": "list", "handling": "P"})


def account() -> Account:
    return accounts.add("ann", "police", ["analyst"], operations=["ash"])


def filled(**changes: Any) -> dict[str, Any]:
    terms = {"system": "list", "purpose": "crime", "lawful_basis": "task", "handling": "P", "sensitivity": "standard"}
    return {**terms, "date_order": "day first", "kind": "person", "column_0": "record.surname", "key_1": "on", **changes}


def test_it_begins_with_what_is_known(db: None) -> None:
    form = DescriptionForm(SAID, COLUMNS, account())
    assert (form["column_0"].value(), form["key_1"].value(), form["system"].value()) == ("record.surname", True, "list")
    assert [label for label, _ in form.fields["operation"].choices] == ["", "ash"]


def test_a_file_from_abroad_says_so_and_another_country_than_is_offered_stays(db: None) -> None:
    said = Description(SAID.kind, SAID.targets, SAID.keys, {**SAID.terms, "country": "IE"})
    who = account()
    form = DescriptionForm(said, COLUMNS, who, filled(country="IE"))
    assert form.is_valid(), form.errors
    assert form.said.terms["country"] == "IE"
    assert [code for code, _ in form.fields["country"].choices] == ["GB", "ZZ", "IE"]
    assert not DescriptionForm(SAID, COLUMNS, who, filled(country="IE")).is_valid()


def test_what_is_said_is_what_was_filled_in(db: None) -> None:
    form = DescriptionForm(SAID, COLUMNS, account(), filled(operation="ash", source_grade="2"))
    assert form.is_valid(), form.errors
    assert form.said == Description(
        "person",
        {"Surname": "record.surname"},
        ("Number",),
        {
            **dict.fromkeys(TERMS, ""),
            **{name: filled()[name] for name in TERMS if name in filled()},
            "operation": "ash",
            "source_grade": "2",
        },
    )
    assert form.typed == form.said


def test_what_is_typed_is_kept_faults_and_all(db: None) -> None:
    form = DescriptionForm(SAID, COLUMNS, account(), filled(system="", column_0="record.nothing", handling="Z"))
    assert not form.is_valid()
    assert set(form.errors) == {"system", "column_0", "handling"}
    assert (form.typed.targets, form.typed.terms["system"]) == ({"Surname": "record.nothing"}, "")


def test_another_operation_is_not_offered(db: None) -> None:
    assert "operation" in DescriptionForm(SAID, COLUMNS, account(), filled(operation="oak")).errors


def test_a_reason_stands_beside_what_was_proposed_alone(db: None) -> None:
    proposed = {"targets": {"Surname": "record.surname"}, "reasons": {"Surname": "its name says surname", "Number": "nothing"}}
    form = DescriptionForm(SAID, COLUMNS, account(), filled(column_1="record.local_id"))
    rows = form.rows({"Surname": ["Patel"]}, proposed)
    assert [(row.name, list(row.examples), row.reason) for row in rows] == [
        ("Surname", ["Patel"], "its name says surname"),
        ("Number", [], "you chose this"),
    ]


def test_the_text_has_the_line_breaks_of_a_file() -> None:
    form = TextForm({"text": "a = 1\r\nb = 2\r\n"})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "a = 1\nb = 2\n"
    assert not TextForm({"text": ""}).is_valid()
