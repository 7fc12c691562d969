from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.town.world.columns import as_column, as_table, picked, spans, stream
from stronghold.town.world.tables import TownSize


@given(st.lists(st.integers(0, 6), max_size=20))
def test_spans_count_up_within_each_length(lengths):
    expected = [k for n in lengths for k in range(n)]
    assert spans(np.array(lengths, np.int64)).tolist() == expected


@given(st.lists(st.floats(0, 5), min_size=1, max_size=30).filter(lambda w: sum(w) > 0.01), st.integers(0, 99))
def test_nothing_without_weight_is_picked(weights, seed):
    places = picked(np.random.default_rng(seed), np.array(weights), 50)
    assert all(weights[p] > 0 for p in places.tolist())


def test_what_stands_for_nothing_becomes_null():
    assert as_column(np.array([3, -1]), pa.int32()).to_pylist() == [3, None]
    assert as_column(np.array(["a", ""]), pa.string()).to_pylist() == ["a", None]
    assert as_column(np.array([1.5, np.nan]), pa.float64()).to_pylist() == [1.5, None]
    assert as_column(np.array(["NaT"], "datetime64[D]"), pa.date32()).to_pylist() == [None]


def test_table_with_a_column_too_many_or_too_few_is_refused():
    with pytest.raises(ValueError, match="no column"):
        as_table("vulnerability", {"person": np.array([1]), "sort": np.array(["x"]), "age": np.array([3])})
    with pytest.raises(KeyError):
        as_table("vulnerability", {"person": np.array([1])})


def test_parts_draw_apart_from_each_other():
    size = TownSize(2_000, 1)
    assert stream(size, "homes").random() == stream(size, "homes").random()
    assert stream(size, "homes").random() != stream(size, "streets").random()
