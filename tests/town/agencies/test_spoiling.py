from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from stronghold.intake.mapping import QuarantineRule
from stronghold.town.agencies.cells import as_text
from stronghold.town.agencies.sheet import Column, Record
from stronghold.town.agencies.spoiling import KEPT, spoil

RULE = QuarantineRule("note", "a record made in training", contains="TEST RECORD")
RECORD = Record(
    "needle_find",
    Column("key", as_text("key")),
    lambda town: pa.table({}),
    (Column("when", as_text("when"), "occurred"), Column("note", as_text("note"), "narrative")),
    quarantine_when=(RULE,),
)


def batch(rows):
    return pa.table({"key": [str(n) for n in range(rows)], "when": ["31/05/2025 14:05"] * rows, "note": ["found"] * rows})


@pytest.mark.parametrize("seed", range(5))
def test_a_file_that_is_not_small_has_some_of_each_and_each_row_one_fate(seed):
    cells = batch(5_000)
    spoilt = spoil(np.random.default_rng(seed), RECORD, cells, first=True)
    fate = np.array(spoilt.fate.to_pylist())
    dates, notes = (np.array(spoilt.cells[name].to_pylist()) for name in ("when", "note"))
    assert set(fate) == {KEPT, "a date that is none", "a record made in training", "cells out of place"}
    assert ((dates != "31/05/2025 14:05") == (fate == "a date that is none")).all()
    assert ((notes == "TEST RECORD") == (fate == "a record made in training")).all()
    assert (spoilt.broken == (fate == "cells out of place")).all()
    assert spoilt.twice.any()
    assert not (spoilt.twice & (fate != KEPT)).any()
    assert (fate != KEPT).sum() < 30


def test_a_small_file_need_not_have_any():
    spoilt = spoil(np.random.default_rng(1), RECORD, batch(3), first=True)
    assert spoilt.fate.to_pylist() == [KEPT] * 3


def test_rows_without_a_needed_date_get_no_bad_one():
    without = Record("person", RECORD.key, RECORD.rows, RECORD.columns, required=())
    spoilt = spoil(np.random.default_rng(1), without, batch(5_000), first=True)
    assert spoilt.cells["when"].to_pylist() == ["31/05/2025 14:05"] * 5_000
