"""The name that was meant is found if it is near, and none if not."""

from __future__ import annotations

import pytest

from stronghold.intake.mapping.nearest import nearest


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Surname", "surname "), ("DATE OF BIRTH", "Date_of_Birth"), ("agncy", "agency"), ("postcod", "postcode")],
)
def test_a_slip_of_the_pen_is_seen_through(written: str, meant: str) -> None:
    assert nearest(written, ["colour", meant, "weight"]) == meant


def test_nothing_near_is_nothing() -> None:
    assert nearest("Surname", ["colour", "qty"]) is None
    assert nearest("Surname", []) is None
