from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from stronghold.town.agencies.spans import NONE, Spans, day_numbers, ints


def arrays(*lists):
    return (np.array(values, np.int64) for values in lists)


SPANS = Spans(*arrays([1, 0, 0], [7, 5, 6], [0, 10, 20], [99, 20, 1_000]))


def test_what_each_had_on_a_day():
    who, day = arrays([0, 0, 0, 0, 1, 1, 2], [9, 10, 20, 1_000, 50, 99, 50])
    assert SPANS.at(who, day).tolist() == [NONE, 5, 6, NONE, 7, NONE, NONE]


def test_what_each_had_before():
    who, day = arrays([0, 0, 1], [25, 15, 50])
    assert SPANS.before(who, day).tolist() == [5, NONE, NONE]


def test_without_spans_nobody_has_anything():
    empty = Spans(*arrays([], [], [], []))
    who, day = arrays([0, 5], [1, 1])
    assert empty.at(who, day).tolist() == empty.before(who, day).tolist() == [NONE, NONE]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-30_000, 30_000), st.integers(1, 5_000)), max_size=12), st.data())
def test_any_spans_that_do_not_overlap(found, data):
    taken, kept = {}, []
    for number, (who, start, length) in enumerate(found):
        if all(start + length <= s or e <= start for s, e in taken.get(who, [])):
            taken.setdefault(who, []).append((start, start + length))
            kept.append((who, number, start, start + length))
    spans = Spans(*arrays(*zip(*kept, strict=True))) if kept else Spans(*arrays([], [], [], []))
    who, day = data.draw(st.integers(0, 4)), data.draw(st.integers(-31_000, 36_000))
    right = next((what for w, what, start, end in kept if w == who and start <= day < end), NONE)
    assert spans.at(*arrays([who], [day])).tolist() == [right]


def test_columns_with_nothing_in_them():
    assert ints(pa.chunked_array([pa.array([3, None], pa.int32())])).tolist() == [3, NONE]
    days = pa.chunked_array([pa.array([date(1970, 1, 3), None], pa.date32())])
    assert day_numbers(days, 99).tolist() == [2, 99]
