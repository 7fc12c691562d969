"""What is a number, a date, a postcode or an e-mail address is not taken for a name."""

from __future__ import annotations

import pytest

from stronghold.intake.cleaning.full_names import clean_full_name
from stronghold.intake.cleaning.names import clean_forename, clean_surname
from stronghold.intake.cleaning.not_names import is_number, other_than_a_name

NUMBER, DATE, POSTCODE, EMAIL = (f"{what}, not a name" for what in ("a number", "a date", "a postcode", "an e-mail address"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("07700 900123", NUMBER),
        ("+44 7700 900123", NUMBER),
        ("07700-900123", NUMBER),
        ("12345", NUMBER),
        ("1971-04-09", DATE),
        ("31/12/1990", DATE),
        ("12/31/1990", DATE),
        ("9 April 1971", DATE),
        ("LS1 4AB", POSTCODE),
        ("ox11aa", POSTCODE),
        ("j.smith2@example.org", EMAIL),
    ],
)
def test_it_fails_with_what_it_is(text: str, reason: str) -> None:
    for clean in (clean_forename, clean_surname, clean_full_name):
        assert clean(text) == (None, reason, True)


@pytest.mark.parametrize("text", ["John", "J0hn", "April", "May 21", "John 2", "P00123", "B12", "at @home", "Smith 3rd", ""])
def test_what_may_be_a_name_is_left_alone(text: str) -> None:
    assert other_than_a_name(text) is None


def test_a_number_beside_a_name_is_left_out_of_it() -> None:
    assert clean_full_name("John Smith 07700-900123").value == {"forename": "john", "surname": "smith"}
    assert clean_forename("John 07700-900123") == ("john", "left out: 07700-900123", False)
    assert [is_number(word) for word in ("07700", "07700-900123", "b12", "-")] == [True, True, False, False]
