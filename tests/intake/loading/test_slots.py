"""Cells of a slot put together: own columns, composites, fixed values."""

from __future__ import annotations

from datetime import date

from stronghold.intake.cleaning import CleaningContext
from stronghold.intake.loading.cells import Cells, Cleaners
from stronghold.intake.loading.plan import plan_record
from stronghold.intake.loading.slots import FilledSlot, fill_slot
from stronghold.intake.mapping import RecordMapping

CLEANERS = Cleaners(CleaningContext(today=date(2026, 6, 15)))


def fill(mapping: RecordMapping, columns: dict[str, list[str | None]]) -> FilledSlot:
    slot = plan_record(mapping, CLEANERS, "a.csv").own
    cells = {name: Cells.of(column) for name, column in columns.items()}
    return fill_slot(slot, cells, len(next(iter(columns.values()))), CLEANERS)


def test_a_column_of_its_own_goes_before_a_composite_and_a_difference_is_noted() -> None:
    mapping = RecordMapping("person", {"full_name": ("N",), "surname": ("S",)})
    filled = fill(mapping, {"N": ["Ann Smith", "Ann Smith", "Ann Smith"], "S": ["Smith", "Jones", None]})
    assert filled.values["surname"].to_pylist() == ["smith", "jones", "smith"]
    (note,) = filled.notes
    assert (note.target.file_columns, note.rows.tolist()) == ("N", [1])
    assert "another surname" in note.reasons[0]


def test_lists_are_joined() -> None:
    mapping = RecordMapping("person", {"full_name": ("N",), "alias": ("A",)})
    filled = fill(mapping, {"N": ['Ann Smith aka "Shorty"', "Ann Smith"], "A": ["Red; Shorty", "Red"]})
    assert filled.values["alias"].to_pylist() == [["red", "shorty"], ["red"]]
    assert filled.notes == []


def test_a_fixed_value_fills_gaps() -> None:
    mapping = RecordMapping("address", {"address": ("A",)}, constants={"town": "Oxford"})
    filled = fill(mapping, {"A": ["1 High Street", "1 High Street, Abingdon, OX14 3AA"]})
    assert filled.values["town"].to_pylist() == ["oxford", "abingdon"]


def test_present_asks_for_something_that_tells_one_from_another() -> None:
    mapping = RecordMapping("vehicle", {"registration": ("R",), "colour": ("C",)})
    filled = fill(mapping, {"R": ["AB12 CDE", None, None], "C": [None, "red", None]})
    assert filled.present().to_pylist() == [True, False, False]
    assert filled.given().to_pylist() == [True, True, False]
