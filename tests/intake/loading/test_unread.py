"""A column that holds something else than it is mapped to is told of; a cell here and there is not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from stronghold import engine
from stronghold.intake.load import SourceInput, load
from stronghold.intake.loading.unread import FEWEST
from stronghold.intake.mapping import Mapping, RecordMapping, SourceTerms

TERMS = SourceTerms(agency="housing", system="rents", purpose="A test", lawful_basis="None needed")
PEOPLE = Mapping(TERMS, (RecordMapping("person", columns={"forename": ("First",), "surname": ("Last",)}),))


def notes_of(folder: Path, firsts: list[str]) -> list[str]:
    path = folder / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("First", "Last"), *((first, "Ahmed") for first in firsts)])
    with engine.connect() as con:
        load(con, [SourceInput(path, path.name, PEOPLE)])
        notes: list[str] = con.execute("SELECT notes FROM source").fetchall()[0][0]
        return notes


def test_a_column_of_names_that_is_full_of_phone_numbers_is_told_with_the_reason(tmp_path: Path) -> None:
    firsts = [f"07700 900{number:03d}" for number in range(30)] + ["Amina"] * 10 + [""] * 60
    assert notes_of(tmp_path, firsts) == [
        "column First: 30 of 40 cells cannot be read as first name (most often: a number, not a name) and are not used. "
        "Look at the column, and at what it is mapped to"
    ]


@pytest.mark.parametrize(
    "firsts",
    [["07700 900001"] * (FEWEST - 1), ["07700 900001"] * FEWEST + ["Amina"] * 9 * FEWEST + ["Bo"], ["Amina"] * 40, [""] * 40],
)
def test_a_cell_here_and_there_is_not(tmp_path: Path, firsts: list[str]) -> None:
    assert notes_of(tmp_path, firsts) == []


def test_of_a_column_of_names_a_tenth_is_told(tmp_path: Path) -> None:
    (note,) = notes_of(tmp_path, ["a@example.org"] * FEWEST + ["Amina"] * 9 * FEWEST)
    assert note.startswith(
        "column First: 10 of 100 cells cannot be read as first name (most often: an e-mail address, not a name)"
    )
