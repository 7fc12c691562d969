"""Corrected cells take the place of those read."""

from __future__ import annotations

from stronghold.intake.corrections import Correction
from stronghold.intake.loading.corrected import correct_batch
from stronghold.intake.readers import RawBatch, RejectedRow


def correction(line: int, sheet: str | None = None, **raw: str | None) -> Correction:
    return Correction("0" * 64, sheet, line, raw, "1" * 64)


def test_read_and_rejected_rows_are_corrected_in_their_place() -> None:
    batch = RawBatch([2, 4], {"a": ["x", "y"], "b": [None, "2"]}, [RejectedRow(3, None, "too few", {"a": "z"})])
    corrections: dict[tuple[str | None, int], Correction] = {
        (None, 2): correction(2, a="x", b="1"),
        (None, 3): correction(3, a="z", b="9"),
    }
    corrected, told = correct_batch(batch, corrections)
    assert (corrected.lines, corrected.rejected) == ([2, 3, 4], [])
    assert corrected.columns == {"a": ["x", "z", "y"], "b": ["1", "9", "2"]}
    assert told.cells == [(2, "b", None), (3, "b", None)]


def test_other_lines_and_sheets_stay_as_read() -> None:
    batch = RawBatch([2], {"a": ["x"]}, [RejectedRow(3, None, "too few", {})], "Sheet1")
    corrected, told = correct_batch(batch, {("Sheet2", 2): correction(2, "Sheet2", a="y"), (None, 3): correction(3, a="y")})
    assert corrected == batch
    assert told.cells == []


def test_a_correction_that_changes_no_cell_is_told_of_the_row() -> None:
    batch = RawBatch([], {"a": []}, [RejectedRow(2, None, "too many cells", {"a": "x"})])
    corrected, told = correct_batch(batch, {(None, 2): correction(2, a="x")})
    assert corrected.columns == {"a": ["x"]}
    assert told.cells == [(2, None, None)]
