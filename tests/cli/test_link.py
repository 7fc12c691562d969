"""``stronghold link`` and ``map`` on files that nobody has mapped: what is wrong with a column is said; and the limits that the guide states."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from stronghold.intake.cleaning.names import clean_forename
from stronghold.linking.names import known_name
from tests.processes import ended
from tests.processes import said as run


def written(folder: Path, name: str, rows: Sequence[Sequence[str]]) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def misnamed(tmp_path: Path) -> Path:
    people = [(f"07700 900{n:03d}", "Ahmed", f"197{n % 10}-0{1 + n % 9}-1{n % 7}") for n in range(30)]
    return written(tmp_path, "list.csv", [("First", "Last", "Born"), *people])


def test_a_column_called_a_name_that_holds_numbers_is_told_with_file_column_and_remedy(misnamed: Path) -> None:
    done = ended("link", misnamed, "--out", misnamed.with_name("out.csv"))
    assert done.returncode == 0
    noted = " ".join((done.stdout + done.stderr).split())
    assert "Noted. list.csv, column First: its name says first, but 30 of 30 cells seem to hold phone numbers." in noted
    assert "`stronghold map FILE`" in noted


def test_map_tells_the_same_and_leaves_the_column_out(misnamed: Path) -> None:
    told = json.loads(run("map", misnamed, "--json"))
    (warning,) = told["warnings"]
    assert warning.startswith("list.csv, column First: ") and "First" in told["unmapped"]
    assert 'surname = "Last"' in told["mapping"] and "phone" not in told["mapping"].partition("# Columns that are not")[0]
    assert "Noted. list.csv, column First" in ended("map", misnamed).stderr


@pytest.mark.parametrize("command", ["link", "map"])
def test_a_file_of_column_names_alone_has_no_rows_and_exit_code_2(tmp_path: Path, command: str) -> None:
    path = written(tmp_path, "empty.csv", [("forename", "surname")])
    done = ended(command, path, *(("--out", tmp_path / "out.csv") if command == "link" else ()))
    assert done.returncode == 2
    assert "empty.csv: the file has no rows, only the names of its columns." in " ".join(done.stderr.split())


def test_rows_that_all_say_the_same_are_one_person_and_are_told_to_be_repeats(tmp_path: Path) -> None:
    row = ("Ann", "Whitworth", "1990-03-02", "07700 900123")
    path = written(tmp_path, "same.csv", [("forename", "surname", "dob", "phone"), *[row] * 2_000])
    told = " ".join(ended("link", path, "--out", tmp_path / "out.csv").stdout.split())
    assert "2,000 mentions, 1 without exact repeats, are 1 person." in told


@pytest.mark.parametrize(
    ("one", "other", "in_lists"),
    [
        ("Dafydd", "David", True),
        ("Ieuan", "Evan", True),
        ("Huw", "Hugh", True),
        ("Pádraig", "Patrick", True),
        ("Seán", "John", False),
        ("Siân", "Jane", False),
        ("Mair", "Mary", False),
        ("Gwilym", "William", False),
        ("Séamus", "James", False),
        ("محمد", "Mohammed", False),
    ],
)
def test_the_guide_says_which_forms_of_a_name_are_in_the_lists(one: str, other: str, in_lists: bool) -> None:
    both = [set(known_name(str(clean_forename(name).value)).stands_for) for name in (one, other)]
    assert bool(both[0] & both[1]) is in_lists
