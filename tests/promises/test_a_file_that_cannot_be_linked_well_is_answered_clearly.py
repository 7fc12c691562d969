"""Promise: a file with nothing to link by, with rows all alike, or with the wrong thing in a column, gets a clear answer."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.intake.mapping import Mapping, RecordMapping, SourceTerms
from stronghold.intake.proposal import propose
from stronghold.linking.files import FileLinking, link_files

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
