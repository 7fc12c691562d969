"""Why one thing, in a sentence."""

from __future__ import annotations

import pytest

from stronghold.linking.things.explaining import why_one_thing

HOME = {
    "uprn": None,
    "flat": "2",
    "house": "14",
    "street": "high street",
    "town": "oxford",
    "postcode": "OX1 1AA",
    "location": None,
}


@pytest.mark.parametrize(
    ("kind", "written", "most", "words"),
    [
        ("address", {**HOME, "street": "hihg street"}, HOME, "same flat, house, town and postcode; street one letter apart"),
        ("address", {**HOME, "postcode": "OX1 1AB"}, HOME, "same flat, house, street and town; postcode one character off"),
        ("address", {**HOME, "postcode": None}, HOME, "same flat, house, street and town; no postcode here"),
        ("address", {**HOME, "uprn": "100", "flat": None}, {**HOME, "uprn": "100"},
         "same property number, house, street, town and postcode; no flat here"),
        ("address", {**HOME, "flat": "b", "house": "14"}, {**HOME, "flat": None, "house": "14b"},
         "same street, town and postcode; house written in another form; no flat there"),
        ("vehicle", {"registration": "AB1O", "make": "ford"}, {"registration": "AB10", "make": "ford"},
         "same make; registrations that look alike (O and 0, I and 1)"),
        ("organisation", {"name": "Mill School"}, {"name": "MILL SCHOOL"},
         "same name; nothing else is recorded of either: these may be two of one name"),
        ("phone", {"number": None, "imei": "35"}, {"number": "+441632960001", "imei": "35"}, "same handset number (IMEI); no number here"),
    ],
)  # fmt: skip
def test_a_sentence(kind: str, written, most, words: str) -> None:
    assert why_one_thing(kind, written, most) == words
