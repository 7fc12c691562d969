"""The first rows of a file, by which it is judged."""

from __future__ import annotations

import pytest

from stronghold.intake.proposal import sampling
from stronghold.intake.proposal.sampling import sample
from stronghold.intake.readers import RawBatch, RejectedRow


def batches(*lengths: int) -> list[RawBatch]:
    made, line = [], 1
    for length in lengths:
        lines = list(range(line, line + length))
        made.append(RawBatch(lines, {"a": [str(n) for n in lines]}, [RejectedRow(line, None, "bad", {})]))
        line += length
    return made


def test_all_of_a_short_file() -> None:
    found, is_whole = sample(iter(batches(2, 1)), ["a"])
    assert (found.lines, found.columns, is_whole) == ([1, 2, 3], {"a": ["1", "2", "3"]}, True)
    assert [row.line for row in found.rejected] == [1, 3]
    assert sample(iter([]), ["a"]) == (RawBatch([], {"a": []}, []), True)


def test_the_beginning_of_a_long_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "SAMPLE_ROWS", 3)
    found, is_whole = sample(iter(batches(2, 2, 2)), ["a"])
    assert (found.lines, is_whole) == ([1, 2, 3, 4], False)
    assert sample(iter(batches(2, 2)), ["a"])[1] is True
