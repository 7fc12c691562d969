"""Ranges of weight in words."""

from __future__ import annotations

import math

from stronghold.web.pages.quality.figures import range_words


def test_ranges_are_read_with_a_true_minus() -> None:
    assert range_words(-math.inf, -3.0) == "under \N{MINUS SIGN}3"
    assert (range_words(-1.0, 0.5), range_words(7.0, math.inf)) == ("\N{MINUS SIGN}1 to 0.5", "7 or more")
