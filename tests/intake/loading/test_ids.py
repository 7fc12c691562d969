"""Numbers of records and mentions."""

from __future__ import annotations

import pyarrow as pa

from stronghold.intake.loading.ids import Ids


def test_numbers_go_on() -> None:
    ids = Ids()
    assert ids.records(2).to_pylist() == [1, 2]
    assert ids.records(0).to_pylist() == []
    assert ids.records(1).to_pylist() == [3]


def test_only_those_present_get_one() -> None:
    ids = Ids()
    assert ids.mentions(pa.array([True, False, True])).to_pylist() == [1, None, 2]
    assert ids.mentions(pa.array([False])).to_pylist() == [None]
    assert ids.mentions(pa.array([True])).to_pylist() == [3]
