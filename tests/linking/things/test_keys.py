"""Phones, vehicles and organisations are one where their canonical key is, filled in only where it is plain."""

from __future__ import annotations

import pytest

ONE, OTHER = "+441632960001", "+441632960002"
CAR = {"registration": "AB1O", "make": "ford", "colour": "red"}


@pytest.mark.parametrize(
    ("kind", "rows", "expected"),
    [
        ("phone", [{"number": ONE}, {"number": ONE}, {"number": OTHER}], [0, 0, 2]),
        ("phone", [{"imei": "35"}, {"imei": "35"}, {"imei": "36"}], [0, 0, 2]),
        ("phone", [{"number": ONE, "imei": "35"}, {"imei": "35"}], [0, 0]),
        # A handset that has held two numbers belongs to neither.
        ("phone", [{"number": ONE, "imei": "35"}, {"number": OTHER, "imei": "35"}, {"imei": "35"}], [0, 1, 2]),
        ("vehicle", [{"registration": "AB12CDE", "colour": "red"}, {"registration": "AB12CDE", "colour": "blue"}], [0, 0]),
        ("vehicle", [{"registration": "AB12CDE"}, {"registration": "AB12CDF"}], [0, 1]),
        ("vehicle", [CAR, {**CAR, "registration": "AB10"}, {"registration": "ABI0"}], [0, 0, 0]),
        ("vehicle", [CAR, {**CAR, "registration": "AB10", "make": "fiat"}], [0, 1]),
        ("vehicle", [CAR, {**CAR, "registration": "AB10", "colour": "blue"}], [0, 1]),
        (
            "organisation",
            [{"name": "Mill School"}, {"name": "MILL SCHOOL"}, {"name": "Mill School", "postcode": "OX1 1AA"}],
            [0, 0, 2],
        ),
        (
            "organisation",
            [{"name": "A & B Ltd"}, {"name": "A and B Limited"}, {"name": "The A and B"}, {"name": "A B"}],
            [0, 0, 0, 3],
        ),
        # Branches are told apart by where they are, a slip in the postcode aside.
        ("organisation", [{"name": "Shop", "postcode": p} for p in ("OX1 1AA", "OX1 1AA", "SW1 2BB", "OX1 1AB")], [0, 0, 2, 0]),
        (
            "organisation",
            [{"name": "A Ltd", "company_number": "1"}, {"name": "B Ltd", "company_number": "1"}, {"name": "A Ltd"}],
            [0, 0, 0],
        ),
        (
            "organisation",
            [{"name": "A Ltd", "company_number": "1"}, {"name": "A Ltd", "company_number": "2"}, {"name": "A Ltd"}],
            [0, 1, 2],
        ),
        ("organisation", [{"name": "Ltd"}, {"name": "Limited"}], [0, 1]),
    ],
)
def test_one_thing(resolved, kind: str, rows, expected: list[int]) -> None:
    assert resolved(kind, rows) == expected
