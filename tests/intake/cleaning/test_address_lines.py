"""A whole address in one cell."""

from __future__ import annotations

import pytest

from stronghold.intake.cleaning.address_lines import clean_address_line


@pytest.mark.parametrize(
    ("text", "flat", "house", "street", "town", "postcode"),
    [
        ("Flat 3, 12 High St, Sometown, OX1 1AA", "3", "12", "high street", "sometown", "OX1 1AA"),
        ("Flat 3 12 High St, Sometown, ox11aa", "3", "12", "high street", "sometown", "OX1 1AA"),
        ("12A High Street Oxford OX1 1AA", "", "12a", "high street", "oxford", "OX1 1AA"),
        ("12 A High St", "", "12a", "high street", "", ""),
        ("12, High Street, Oxford", "", "12", "high street", "oxford", ""),
        ("12-14 St Giles, Oxford OX1 3JS", "", "12-14", "st giles", "oxford", "OX1 3JS"),
        ("OX1 1AA, 12 High Street, Oxford", "", "12", "high street", "oxford", "OX1 1AA"),
        ("Flat 3 Willow Court, High Street, Oxford", "3", "willow court", "high street", "oxford", ""),
        ("Rose Cottage, Church Lane, Oxford", "", "rose cottage", "church lane", "oxford", ""),
        ("Ground Floor Flat, 5 Cowley Rd, Oxford", "ground floor", "5", "cowley road", "oxford", ""),
        ("3/1, 12 Hope St, Glasgow G2 6AA", "3/1", "12", "hope street", "glasgow", "G2 6AA"),
        ("Unit 4, Cowley Business Park, Oxford", "unit 4", "cowley business park", "", "oxford", ""),
        ("12 Bury St Edmunds Road, Ipswich", "", "12", "bury st edmunds road", "ipswich", ""),
        ("5 High St North, Oxford", "", "5", "high street north", "oxford", ""),
        ("7 Green Lane Close Oxford", "", "7", "green lane close", "oxford", ""),
        ("12 High Street\nOxford\nOxfordshire\nUnited Kingdom", "", "12", "high street", "oxford", ""),
        ("7 Ash Grove, Oxford, 0X4 IAA", "", "7", "ash grove", "oxford", "OX4 1AA"),
        ("High Street", "", "", "high street", "", ""),
        ("Oxford", "", "", "", "oxford", ""),
        ("OX1 1AA", "", "", "", "", "OX1 1AA"),
        ("10 Queen's Rd.", "", "10", "queens road", "", ""),
    ],
)
def test_the_parts_of_an_address(text: str, flat: str, house: str, street: str, town: str, postcode: str) -> None:
    expected = {"flat": flat, "house": house, "street": street, "town": town, "postcode": postcode}
    assert clean_address_line(text).value == {column: part for column, part in expected.items() if part}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("12 High Street, Headington, Oxford, Oxfordshire", "left out: headington"),
        ("Willow Court, 12 High St, Oxford", "left out: willow court"),
        ("7 Ash Grove, Oxford, 0X4 IAA", "'0X4IAA' read as 'OX41AA'"),
        ("NFA, Oxford", "no fixed abode"),
    ],
)
def test_what_fits_no_part_is_noted(text: str, note: str) -> None:
    assert clean_address_line(text).note == note


@pytest.mark.parametrize("text", ["NFA", "no fixed abode", "Homeless"])
def test_no_fixed_abode_is_no_value_and_noted(text: str) -> None:
    assert clean_address_line(text) == (None, "no fixed abode", False)


@pytest.mark.parametrize(
    "text", ["Flat 3, 12 High St, Sometown, OX1 1AA", "12 high street oxford ox1 1aa", "rose cottage, church lane, oxford"]
)
def test_case_marks_and_blanks_make_no_difference(text: str) -> None:
    expected = clean_address_line(text).value
    assert clean_address_line(text.upper()).value == expected
    assert clean_address_line(text.replace(" ", "   ")).value == expected
    assert clean_address_line(text.replace(", ", " ,\n")).value == expected
