"""Every column of a file finds its place in a record, or a reason why it has none."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.mapping import Mapping, SourceTerms
from stronghold.intake.proposal.assignment import Assignment, assign, is_usable
from stronghold.intake.proposal.candidates import candidate_for
from stronghold.intake.proposal.profile import Profile
from stronghold.intake.proposal.words import rules
from stronghold.vocabulary import kinds

CELLS = {
    "Date": ["01/02/2024", "13/05/2024", "25/12/2025"],
    "Birth": ["01/02/1970", "13/05/1981", "25/12/1992"],
    "Phone": ["07700 900123", "07700 900456", "07700 900789"],
    "Reg": ["AB12 CDE", "KX63 ABC", "OX05 XYZ"],
    "Postcode": ["OX4 1AA", "OX3 7AA", "OX1 2JD"],
    "Time": ["23:15", "02:05", "11:00"],
    "Text": ["one", "two", "three"],
    "Code": ["4011", "4814", "2603"],
}


def assigned(kind: str, **columns: str) -> Assignment:
    """Columns by name (underscores are blanks), each with the kind of cells it has."""
    profiles = [Profile(name.replace("_", " "), CELLS[of], "day first", date(2026, 6, 1)) for name, of in columns.items()]
    return assign(kind, [candidate_for(profile, kind) for profile in profiles])


def involved(found: Assignment) -> dict[tuple[str, str], list[dict[str, tuple[str, ...]]]]:
    slots: dict[tuple[str, str], list[dict[str, tuple[str, ...]]]] = {}
    for one in found.record.involved:
        slots.setdefault((one.kind, one.role), []).append(dict(one.columns))
    return slots


def test_a_person_has_the_rest_of_the_row_as_columns_of_its_own() -> None:
    found = assigned("person", Surname="Text", DOB="Birth", Postcode="Postcode", Mobile="Phone", Reg="Reg", Employer="Text")
    assert found.record.columns == {
        "surname": ("Surname",),
        "date_of_birth": ("DOB",),
        "postcode": ("Postcode",),
        "phone": ("Mobile",),
        "vehicle_registration": ("Reg",),
        "organisation": ("Employer",),
    }
    assert found.unmapped == {}
    assert set(found.reasons) == {f"record.1.columns.{name}" for name in found.record.columns}


def test_codes_where_postcodes_should_be_make_the_file_one_from_abroad_unless_something_in_it_is_british() -> None:
    assert assigned("person", Surname="Text", Suburb="Text", Postcode="Code").abroad
    assert not assigned("person", Surname="Text", Suburb="Text", Postcode="Code", Mobile="Phone").abroad
    assert not assigned("person", Surname="Text", Suburb="Text", Postcode="Postcode").abroad


def test_an_arrest_has_its_people_and_places_in_their_roles() -> None:
    found = assigned(
        "arrest",
        Arrest_date="Date",
        Time="Time",
        Surname="Text",
        DOB="Birth",
        Address="Text",
        Postcode="Postcode",
        Victim_surname="Text",
        Bail_address="Text",
        Bail_postcode="Postcode",
        Location="Text",
        VRM="Reg",
        Mobile="Phone",
    )
    assert found.record.columns == {"occurred": ("Arrest date", "Time")}
    assert involved(found) == {
        ("person", "arrested"): [
            {
                "surname": ("Surname",),
                "date_of_birth": ("DOB",),
                "address": ("Address",),
                "postcode": ("Postcode",),
                "phone": ("Mobile",),
            }
        ],
        ("person", "victim"): [{"surname": ("Victim surname",)}],
        ("address", "bail_address"): [{"address": ("Bail address",), "postcode": ("Bail postcode",)}],
        ("address", "place"): [{"location": ("Location",)}],
        ("vehicle", "vehicle"): [{"registration": ("VRM",)}],
    }
    assert found.unmapped == {}


def test_a_crime_is_at_its_address_not_at_its_suspects() -> None:
    found = assigned(
        "recorded_crime", Date="Date", Address="Text", Suspect_name="Text", Suspect_address="Text", Victim_postcode="Postcode"
    )
    assert involved(found) == {
        ("address", "place"): [{"address": ("Address",), "location": ("Address",)}],
        ("person", "suspect"): [{"full_name": ("Suspect name",), "address": ("Suspect address",)}],
    }
    assert found.unmapped == {"Victim postcode": "nothing tells which person it belongs to"}


def test_several_in_one_role_are_kept_apart() -> None:
    found = assigned("tenancy", Tenant_1_name="Text", Tenant_2_name="Text", Tenant_2_DOB="Birth", Start="Date")
    assert involved(found) == {
        ("person", "tenant"): [
            {"full_name": ("Tenant 1 name",)},
            {"full_name": ("Tenant 2 name",), "date_of_birth": ("Tenant 2 DOB",)},
        ]
    }


def test_a_role_that_only_one_can_play_is_not_doubled() -> None:
    found = assigned("missing_episode", Missing_person_1="Text", Missing_person_2="Text", Last_seen="Date")
    assert len(involved(found)["person", "missing_person"]) == 1
    assert "is taken from" in found.unmapped["Missing person 2"]


def test_an_address_without_anybody_is_the_place_of_the_event() -> None:
    found = assigned("arrest", Arrest_date="Date", Address="Text", Postcode="Postcode")
    assert involved(found) == {("address", "place"): [{"address": ("Address",), "postcode": ("Postcode",)}]}


def test_callers_are_phones() -> None:
    found = assigned("call", Start="Date", Caller="Phone", Called="Phone")
    assert involved(found) == {
        ("phone", "caller"): [{"number": ("Caller",)}],
        ("phone", "recipient"): [{"number": ("Called",)}],
    }


def test_a_pupil_has_a_school() -> None:
    found = assigned("school_exclusion", Pupil_name="Text", School="Text", From="Date")
    assert involved(found) == {
        ("person", "pupil"): [{"full_name": ("Pupil name",)}],
        ("organisation", "school"): [{"name": ("School",)}],
    }


def test_what_has_no_place_has_a_reason() -> None:
    found = assigned("needle_find", Date="Date", Surname="Text", Location="Text", Xyz="Text", Time="Time")
    assert found.record.columns == {"occurred": ("Date", "Time")}
    assert set(found.unmapped) == {"Surname", "Xyz"}
    assert all(found.unmapped.values())


def test_a_time_without_a_date_has_a_reason() -> None:
    assert "no date" in assigned("arrest", Surname="Text", Time="Time").unmapped["Time"]


def _flat(found: MappingOf[str, Iterable[str]] | Iterable[str]) -> Iterable[str]:
    return (phrase for many in found.values() for phrase in many) if isinstance(found, dict) else found


PHRASES = sorted(
    {phrase for section in ("mentions", "events") for found in rules()[section].values() for phrase in _flat(found)}
    | {phrase for found in rules()["roles"].values() for phrase in found}
    | {phrase for found in rules()["kinds"].values() for phrase in found["cues"]}
)
headers = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=3).map(" ".join)
tables = st.dictionaries(headers, st.sampled_from(sorted(CELLS)), min_size=1, max_size=12)


@given(st.sampled_from(sorted(kinds())), tables)
@settings(max_examples=100, deadline=None)
def test_whatever_the_columns_the_mapping_is_valid_and_every_column_is_accounted_for(kind: str, columns: dict[str, str]) -> None:
    profiles = [Profile(name, CELLS[of], "day first", date(2026, 6, 1)) for name, of in columns.items()]
    found = assign(kind, [candidate_for(profile, kind) for profile in profiles])
    mapping = Mapping(SourceTerms("a", "s", "p", "l"), (found.record,))
    read = [name for slot in (found.record, *found.record.involved) for names in slot.columns.values() for name in names]
    assert {*read, *found.unmapped} == set(columns)
    assert not set(read) & set(found.unmapped)
    if is_usable(found.record):
        assert Mapping.from_toml(mapping.to_toml(found.reasons), file="m") == mapping
