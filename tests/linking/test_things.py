"""Things are one where their canonical key is, filled in only where it is plain."""

from __future__ import annotations

import pytest

from stronghold.linking.things import resolve_things

WHOLE = {"house": "12", "street": "high street", "postcode": "OX1 1AA"}
NO_STREET = {"house": "12", "postcode": "OX1 1AA"}
NO_POSTCODE = {"house": "12", "street": "high street", "town": "oxford"}


def clusters(fill, kind: str, rows) -> list[int]:
    con = fill(rows, kind)
    resolve_things(con)
    return [
        row[0] for row in con.execute("SELECT cluster FROM thing_cluster WHERE kind = ? ORDER BY mention_id", [kind]).fetchall()
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([WHOLE, WHOLE, {**WHOLE, "house": "14"}], [0, 0, 2]),
        ([{**WHOLE, "flat": "1"}, {**WHOLE, "flat": "2"}, WHOLE], [0, 1, 2]),
        ([WHOLE, NO_STREET, NO_POSTCODE], [0, 0, 0]),
        # Two streets share the house and postcode: which one is meant cannot be told.
        ([WHOLE, {**WHOLE, "street": "low street"}, NO_STREET, NO_STREET], [0, 1, 2, 2]),
        ([WHOLE, {**WHOLE, "postcode": "OX2 2BB"}, NO_POSTCODE], [0, 1, 2]),
        # ... unless the gazetteer has one of them alone: the other is a slip of the pen, and stands for itself.
        ([{"uprn": "100", **WHOLE}, {**WHOLE, "postcode": "OX1 1AB"}, NO_POSTCODE], [0, 1, 0]),
        ([{"uprn": "100", **WHOLE}, {**WHOLE, "street": "hihg street"}, NO_STREET], [0, 1, 0]),
        ([{"uprn": "100", **WHOLE}, WHOLE, {"uprn": "100"}, {"uprn": "200"}], [0, 0, 0, 3]),
        ([{"uprn": "100", **WHOLE}, {"uprn": "200", **WHOLE}, WHOLE], [0, 1, 2]),
        ([{"postcode": "OX1 1AA"}, {"postcode": "OX1 1AA"}, WHOLE], [0, 0, 2]),
        (
            [{"location": "On or near Mill Lane", "area_code": "E1"}, {"location": "on or near mill lane", "area_code": "E1"}],
            [0, 0],
        ),
        ([{"location": "Mill Lane", "area_code": "E1"}, {"location": "Mill Lane", "area_code": "E2"}], [0, 1]),
        ([{"latitude": 51.5, "longitude": -1.2}, {"latitude": 51.5, "longitude": -1.2}, {"latitude": 51.6}], [0, 0, 2]),
        ([{"area_code": "E1"}, {"area_code": "E1"}, {"town": "oxford"}, {"town": "oxford"}], [0, 0, 2, 3]),
    ],
)
def test_addresses(fill, rows, expected: list[int]) -> None:
    assert clusters(fill, "address", rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"number": "+441632960001"}, {"number": "+441632960001"}, {"number": "+441632960002"}], [0, 0, 2]),
        ([{"imei": "35"}, {"imei": "35"}, {"imei": "36"}], [0, 0, 2]),
        ([{"number": "+441632960001", "imei": "35"}, {"imei": "35"}], [0, 0]),
        # A handset that has held two numbers belongs to neither.
        ([{"number": "+441632960001", "imei": "35"}, {"number": "+441632960002", "imei": "35"}, {"imei": "35"}], [0, 1, 2]),
    ],
)
def test_phones(fill, rows, expected: list[int]) -> None:
    assert clusters(fill, "phone", rows) == expected


def test_vehicles(fill) -> None:
    rows = [
        {"registration": "AB12CDE", "colour": "red"},
        {"registration": "AB12CDE", "colour": "blue"},
        {"registration": "XY99ZZZ"},
    ]
    assert clusters(fill, "vehicle", rows) == [0, 0, 2]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"name": "Mill School"}, {"name": "MILL SCHOOL"}, {"name": "Mill School", "postcode": "OX1 1AA"}], [0, 0, 2]),
        ([{"name": "A Ltd", "company_number": "1"}, {"name": "B Ltd", "company_number": "1"}, {"name": "A Ltd"}], [0, 0, 0]),
        ([{"name": "A Ltd", "company_number": "1"}, {"name": "A Ltd", "company_number": "2"}, {"name": "A Ltd"}], [0, 1, 2]),
    ],
)
def test_organisations(fill, rows, expected: list[int]) -> None:
    assert clusters(fill, "organisation", rows) == expected
