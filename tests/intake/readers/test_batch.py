"""What is common to all readers: blank rows, too long cells, notes counted once."""

from __future__ import annotations

from stronghold.intake.readers.batch import Tally, assemble, shortened
from stronghold.intake.readers.limits import Limits


def test_a_tally_says_each_thing_once_with_count_and_first_line() -> None:
    tally = Tally()
    tally.add("{n} odd rows", 7)
    tally.add("{n} odd rows", 9)
    tally.add("{n} other rows", 8)
    assert tally.notes() == ["2 odd rows (first: line 7)", "1 other rows (first: line 8)"]


def test_rows_without_any_value_are_dropped_and_counted() -> None:
    tally = Tally()
    lines, columns, rejected = assemble([2, 3, 4], ["a", "b"], [["x", None, None], [None, None, "y"]], Limits(), tally)
    assert (lines, columns, rejected) == ([2, 4], {"a": ["x", None], "b": [None, "y"]}, [])
    assert tally.notes() == ["1 rows without any value were skipped (first: line 3)"]


def test_a_too_long_cell_costs_its_row_and_no_other() -> None:
    limits = Limits(max_cell_chars=5)
    lines, columns, rejected = assemble([2, 3], ["a", "b"], [["123456", "12345"], ["x", "y"]], limits, Tally())
    assert (lines, columns) == ([3], {"a": ["12345"], "b": ["y"]})
    (row,) = rejected
    assert (row.line, row.column) == (2, "a")
    assert "6 characters" in row.reason
    assert row.raw["b"] == "x"


def test_a_row_with_two_too_long_cells_is_rejected_once() -> None:
    lines, _columns, rejected = assemble([2], ["a", "b"], [["123456"], ["123456"]], Limits(max_cell_chars=5), Tally())
    assert (lines, len(rejected)) == ([], 1)


def test_a_long_value_is_shown_by_its_beginning() -> None:
    shown = shortened("x" * 5_000, Limits(max_cell_chars=2_000))
    assert shown == "x" * 1_000 + "... (5,000 characters)"
    assert shortened("short", Limits()) == "short"
    assert shortened(None, Limits()) is None
