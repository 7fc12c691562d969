"""Places without a house, and mentions with nothing to go by."""

from __future__ import annotations

import pytest

LANE = {"location": "Mill Lane", "area_code": "E1"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([LANE, {**LANE, "location": "mill lane"}, {**LANE, "area_code": "E2"}], [0, 0, 2]),
        ([{"latitude": 51.5, "longitude": -1.2}, {"latitude": 51.5, "longitude": -1.2}, {"latitude": 51.6}], [0, 0, 2]),
        ([{"area_code": "E1"}, {"area_code": "E1"}, {"town": "oxford"}, {"town": "oxford"}], [0, 0, 2, 3]),
    ],
)
def test_places(resolved, rows, expected: list[int]) -> None:
    assert resolved("address", rows) == expected
