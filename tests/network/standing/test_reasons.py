"""Reasons are the vocabulary's."""

from __future__ import annotations

import pytest

from stronghold.network.standing.reasons import least, order, reason


def test_parts_near_the_source_come_first() -> None:
    assert order("supplies") < order("holds_line") < order("sells") < order("used")


def test_a_counted_reason_says_from_how_much_on() -> None:
    assert least("several_numbers") == 3
    with pytest.raises(KeyError):
        least("supplies")
    with pytest.raises(KeyError):
        reason("boss")
