"""One part of an address."""

from __future__ import annotations

import pytest

from stronghold.intake.cleaning.addresses import clean_flat, clean_house, clean_street


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("12", "12"),
        ("012", "12"),
        ("12.0", "12"),
        ("12 A", "12a"),
        ("12A", "12a"),
        ("No. 12", "12"),
        ("#12", "12"),
        ("12 - 14", "12-14"),
        ("12 to 14", "12-14"),
        ("12a-14b", "12a-14b"),
        ("12/14", "12/14"),
        ("Rose Cottage", "rose cottage"),
        ("St. Aldate's House", "st aldates house"),
        ("unknown", None),
    ],
)
def test_house_numbers_and_names(text: str, house: str | None) -> None:
    assert clean_house(text).value == house


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("3", "3"),
        ("Flat 3", "3"),
        ("FLAT NO. 3", "3"),
        ("Apt 3b", "3b"),
        ("Flat A", "a"),
        ("3/1", "3/1"),
        ("Unit 3", "unit 3"),
        ("Room 12b", "room 12b"),
        ("GFF", "ground floor"),
        ("Ground Floor Flat", "ground floor"),
        ("2nd floor", "second floor"),
        ("Basement flat", "basement"),
    ],
)
def test_flats(text: str, flat: str) -> None:
    assert clean_flat(text) == (flat, None, False)


def test_a_flat_without_a_number_is_no_value() -> None:
    assert clean_flat("Flat") == (None, "a flat without a number", False)


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("High St", "high street"),
        ("High St.", "high street"),
        ("HIGH STREET", "high street"),
        ("St Giles", "st giles"),
        ("St. Giles' St", "st giles street"),
        ("Queen's Rd", "queens road"),
        ("Iffley Rd.", "iffley road"),
        ("Oak Ave", "oak avenue"),
        ("Elm Cl", "elm close"),
        ("Mill Ln", "mill lane"),
        ("Park Cres", "park crescent"),
        ("Rose Gdns", "rose gardens"),
        ("Bath Sq", "bath square"),
        ("Ship Terr", "ship terrace"),
        ("High St North", "high street north"),
        ("Broadway", "broadway"),
        ("12 High St", "12 high street"),
        ("St", "st"),
    ],
)
def test_streets(text: str, street: str) -> None:
    assert clean_street(text).value == street


@pytest.mark.parametrize("clean", [clean_house, clean_street])
@pytest.mark.parametrize("text", ["NFA", "No fixed abode", "homeless"])
def test_no_fixed_abode_is_no_value_and_noted(clean: object, text: str) -> None:
    assert callable(clean)
    assert clean(text) == (None, "no fixed abode", False)
