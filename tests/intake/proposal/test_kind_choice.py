"""The kind of a file's rows is seen in its name and its columns."""

from __future__ import annotations

from datetime import date

import pytest

from stronghold.errors import BadInput
from stronghold.intake.proposal.kind_choice import choose_kind, mention_kind
from stronghold.intake.proposal.profile import Profile

VALUES = {
    "date": ["01/02/2020", "13/05/2021", "25/12/2022"],
    "birth": ["01/02/1970", "13/05/1981", "25/12/1992"],
    "text": ["one", "two", "three"],
    "name": ["John Smith", "Sarah Brown", "David Jones"],
}


def profiles(**columns: str) -> list[Profile]:
    return [Profile(name.replace("_", " "), VALUES[of], "day first", date(2026, 6, 1)) for name, of in columns.items()]


@pytest.mark.parametrize(
    ("stem", "columns", "kind"),
    [
        ("arrests 2024", {"Surname": "text", "DOB": "birth", "Arrest_date": "date", "Offence": "text"}, "arrest"),
        ("export", {"Surname": "text", "DOB": "birth", "Arrest_date": "date", "Arresting_officer": "text"}, "arrest"),
        ("rents", {"Tenant_Name": "text", "DOB": "birth", "Tenancy_Start": "date"}, "tenancy"),
        ("misper", {"Name": "name", "Last_seen": "date", "Risk": "text"}, "missing_episode"),
        ("sharps log", {"Date": "date", "Location": "text", "Needles": "text"}, "needle_find"),
        ("list", {"Surname": "text", "DOB": "birth", "Postcode": "text"}, "person"),
        ("arrests", {"Surname": "text", "DOB": "birth"}, "person"),
        ("fleet", {"VRM": "text", "Make": "text"}, "vehicle"),
        ("numbers", {"Mobile": "text", "IMEI": "text"}, "phone"),
        ("homes", {"Flat": "text", "Street": "text"}, "address"),
        ("firms", {"Company_name": "text"}, "organisation"),
        ("list", {"Nominal": "name"}, "person"),
    ],
)
def test_a_kind_is_chosen_with_its_reason(stem: str, columns: dict[str, str], kind: str) -> None:
    choice = choose_kind(stem, profiles(**columns))
    assert choice.kind == kind
    assert choice.reason


def test_where_nothing_is_recognised_the_columns_are_named() -> None:
    with pytest.raises(BadInput) as caught:
        mention_kind("list", profiles(Foo="text", Bar="text"))
    assert "Foo, Bar" in (caught.value.remedy or "")
