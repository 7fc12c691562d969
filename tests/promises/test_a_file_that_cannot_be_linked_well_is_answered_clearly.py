"""Promise: a file with nothing to link by, with rows all alike, or with the wrong thing in a column, gets a clear answer."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stronghold.cli.app import app
from stronghold.errors import BadInput
from stronghold.intake.mapping import Mapping, RecordMapping, SourceTerms
from stronghold.intake.proposal import propose
from stronghold.linking.files import FileLinking, link_files

PHONES = [(f"0{7_700_900_000 + number}", f"0{7_700_900_500 + number % 20}") for number in range(200)]
BORN = [str(date(1960, 1, 1) + timedelta(days=53 * number)) for number in range(200)]
TERMS = SourceTerms(agency="housing", system="rents", purpose="A test", lawful_basis="None needed")


def written(folder: Path, rows: Iterable[Sequence[object]]) -> Path:
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def linked(path: Path, mapping: Mapping | None = None) -> FileLinking:
    return link_files([(path, mapping or propose(path).mapping)], path.with_name("linked.csv"))


def test_a_file_without_a_usable_column_is_refused_with_its_columns(tmp_path: Path) -> None:
    path = written(tmp_path, [("colour", "weight"), *(("red", number) for number in range(20))])
    with pytest.raises(BadInput, match=r"no column says who or what its rows are about") as refused:
        linked(path)
    assert "colour, weight" in str(refused.value)


def test_rows_that_are_all_alike_are_one_person_however_many(tmp_path: Path) -> None:
    same = ("John", "Smith", "1990-02-03", "LS1 4AB")
    path = written(tmp_path, [("forename", "surname", "date_of_birth", "postcode"), *([same] * 20_000)])
    found = linked(path)
    assert (found.records, found.entities) == (20_000, 1)


def test_rows_that_say_only_a_first_name_are_nobody_in_particular_and_joined_to_nobody(tmp_path: Path) -> None:
    path = written(tmp_path, [("id", "forename", "surname"), *((number, "John", "") for number in range(5_000))])
    found = linked(path)
    assert (found.records, found.entities) == (5_000, 5_000)


def test_names_full_of_phone_numbers_are_told_and_join_nobody(tmp_path: Path) -> None:
    rows = [(f"0{7_700_900_000 + number}", f"0{7_700_900_500 + number}", f"19{60 + number % 30}-03-11") for number in range(200)]
    path = written(tmp_path, [("First", "Last", "Born"), *rows])
    columns = {"forename": ("First",), "surname": ("Last",), "date_of_birth": ("Born",), "local_id": ("First",)}
    found = linked(path, Mapping(TERMS, (RecordMapping("person", columns=columns),)))
    assert found.entities == 200
    assert [note.partition(":")[0] for note in found.notes] == ["list.csv", "list.csv"]
    assert "column First: 200 of 200 cells cannot be read as first name (most often: a number, not a name)" in found.notes[0]


def told(path: Path) -> dict[str, object]:
    """What `stronghold link` says where nobody wrote a mapping."""
    answer = CliRunner().invoke(app, ["link", str(path), "--out", str(path.with_name("linked.csv")), "--json"])
    assert answer.exit_code == 0, answer.output
    found: dict[str, object] = json.loads(answer.stdout)
    return found


def test_without_a_mapping_names_full_of_phone_numbers_are_told_and_join_nobody(tmp_path: Path) -> None:
    rows = [(first, last, born, f"{n} High Street") for n, ((first, last), born) in enumerate(zip(PHONES, BORN, strict=True))]
    people = [(f"{n}@example.org", *row) for n, row in enumerate(rows)]
    found = told(written(tmp_path, [("e-mail", "First", "Last", "Born", "Address"), *people]))
    assert found["entities"] == 200
    notes = found["notes"]
    assert isinstance(notes, list)
    for column, note in zip(("First", "Last"), notes, strict=True):
        assert note.startswith(
            f"list.csv, column {column}: its name says {column.lower()}, but 200 of 200 cells seem to hold phone"
        )
        assert "unless a mapping says what it is" in note
        assert "stronghold map FILE" in note


def test_without_a_mapping_a_file_that_has_only_such_names_is_refused_with_what_they_hold(tmp_path: Path) -> None:
    path = written(tmp_path, [("First", "Last", "Born"), *((*both, born) for both, born in zip(PHONES, BORN, strict=True))])
    with pytest.raises(BadInput, match="no column that can be used says who or what its rows are about") as refused:
        linked(path)
    assert str(refused.value).startswith("list.csv: no mapping can be proposed: ")
    assert "Column 'Last': its name says last, but 200 of 200 cells seem to hold phone numbers" in str(refused.value)


def test_names_stay_names_where_half_of_the_cells_hold_phone_numbers(tmp_path: Path) -> None:
    firsts = [first if n % 2 else "Amina" for n, (first, _) in enumerate(PHONES)]
    rows = [("First", "Last", "Born"), *((first, "Ahmed", born) for first, born in zip(firsts, BORN, strict=True))]
    found = told(written(tmp_path, rows))
    assert found["kept"] == 200
    (note,) = found["notes"] if isinstance(found["notes"], list) else []
    assert (
        "column First: 100 of 200 cells cannot be read as first name (most often: a number, not a name) and are not used" in note
    )
    with (tmp_path / "linked.csv").open(encoding="utf-8") as file:
        assert {row["forename"] for row in csv.DictReader(file)} == {"amina", ""}


@pytest.mark.parametrize("mapped", [False, True])
def test_a_file_of_column_names_alone_is_told_to_have_no_rows(tmp_path: Path, mapped: bool) -> None:
    path = written(tmp_path, [("forename", "surname")])
    columns = {"forename": ("forename",), "surname": ("surname",)}
    mapping = Mapping(TERMS, (RecordMapping("person", columns=columns),)) if mapped else None
    with pytest.raises(BadInput, match=r"^list\.csv: the file has no rows, only the names of its columns\."):
        linked(path, mapping)
