"""What things are known by, whichever way a record writes it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from stronghold.engine import connect
from stronghold.linking.things.written import KINDS, SAID, cleaned_sql


def cleaned(kind: str, row: Mapping[str, object]) -> dict[str, object]:
    """One row, cleaned; the columns that say something."""
    shown = ", ".join(f"${name} AS {name}" for name in SAID[kind])
    with connect() as con:
        con.execute(f"CREATE TABLE said AS SELECT 1 AS own, {shown}", {name: row.get(name) for name in SAID[kind]})
        found = con.execute(cleaned_sql(kind, "said", key="own"))
        values = dict(zip((column[0] for column in found.description or ()), found.fetchall()[0], strict=True))
    return {name: value for name, value in values.items() if value is not None and name != "own"}


@pytest.mark.parametrize(
    ("flat", "house", "number", "unit"),
    [
        (None, "14", "14", None),
        ("2", "14", "14", "2"),
        (None, "2/14", "14", "2"),
        (None, "14 flat 2", "14", "2"),
        (None, "Flat 2 14", "14", "2"),
        (None, "14B", "14", "b"),
        ("B", "14b", "14", "b"),
        ("2", "14b", "14b", "2"),
        (None, "Rose Cottage", "rose cottage", None),
        (None, " ", None, None),
    ],
)
def test_house_and_flat(flat: str | None, house: str, number: str | None, unit: str | None) -> None:
    found = cleaned("address", {"flat": flat, "house": house})
    assert (found.get("number"), found.get("unit")) == (number, unit)


def test_an_address_is_compared_in_lower_case() -> None:
    assert cleaned("address", {"street": " High Street", "postcode": "OX1 1AA", "town": ""}) == {
        "street": "high street",
        "postcode": "ox1 1aa",
    }


def test_marks_that_look_alike_have_one_shape() -> None:
    assert cleaned("vehicle", {"registration": "AB1OIDE", "make": "Ford"}) == {
        "registration": "AB1OIDE",
        "shape": "AB101DE",
        "make": "ford",
    }


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("The Hand Wash Ltd", "hand wash"),
        ("HAND & WASH LIMITED", "hand and wash"),
        ("Hand-Wash Co. Ltd.", "hand wash"),
        ("The Company", "company"),
        ("Ltd", "ltd"),
    ],
)
def test_a_firm_is_its_name_without_what_firms_are_called(written: str, name: str) -> None:
    assert cleaned("organisation", {"name": written}) == {"name": name}


@pytest.mark.parametrize("kind", KINDS)
def test_what_says_nothing_is_known_by_nothing(kind: str) -> None:
    assert cleaned(kind, {}) == {}
    texts = {name: "" for name in SAID[kind] if name not in ("latitude", "longitude")}
    assert cleaned(kind, texts) == {}
