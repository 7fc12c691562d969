"""One part of a name."""

from __future__ import annotations

import pytest

from stronghold.intake.cleaning.names import clean_alias, clean_forename, clean_surname, clean_title


@pytest.mark.parametrize(
    "text", ["O'Neill", "ONEILL", "O Neill", "o' neill", "O\u2019Neill", "O-Neill", "o`neill", "Mr O'Neill", "O'Neill Jr"]
)
def test_one_surname_has_one_form_however_it_is_written(text: str) -> None:
    assert clean_surname(text).value == "oneill"


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("Smith", "smith"),
        ("McDonald", "mcdonald"),
        ("Mc Donald", "mcdonald"),
        ("Mac Donald", "macdonald"),
        ("Smith - Jones", "smith-jones"),
        ("Smith\u2013Jones", "smith-jones"),
        ("Garcia Lopez", "garcia lopez"),
        ("Al-Hassan", "al hassan"),
        ("al hassan", "al hassan"),
        ("VAN DER BERG", "van der berg"),
        ("D'Souza", "dsouza"),
        ("Müller", "muller"),
        ("Nguyễn", "nguyen"),
        ("St. John", "st john"),
        ("Na", "na"),
    ],
)
def test_surnames(text: str, surname: str) -> None:
    assert clean_surname(text) == (surname, None, False)


@pytest.mark.parametrize(
    ("text", "forename", "note"),
    [
        ("Anne-Marie", "anne-marie", None),
        ("John Paul", "john paul", None),
        ("J.", "j", None),
        ("José", "jose", None),
        ("Mr John", "john", "left out: mr"),
        ("William (Bill)", "william", "left out: Bill"),
        ("J0hn", "j0hn", "a digit in a name"),
        ("John 2", "john", "left out: 2"),
        ("Hon.", None, "a title, not a name: hon"),
        ("Unknown", None, None),
        ("???", None, None),
        ("NA", None, None),
    ],
)
def test_forenames_and_what_is_left_out_of_them(text: str, forename: str | None, note: str | None) -> None:
    assert clean_forename(text) == (forename, note, False)


def test_a_former_surname_is_left_out_and_noted() -> None:
    assert clean_surname("Smith (née Jones)") == ("smith", "left out: nee Jones", False)
    assert clean_surname("Smith nee Jones").value == "smith"


@pytest.mark.parametrize("clean", [clean_forename, clean_surname])
def test_a_number_is_no_name(clean: object) -> None:
    assert callable(clean)
    assert clean("12345") == (None, "a number, not a name", True)


@pytest.mark.parametrize(
    ("text", "title"), [("Mr.", "mr"), ("DOCTOR", "dr"), ("Reverend", "rev"), ("Rev Dr", "rev dr"), ("Czar", "czar"), ("-", None)]
)
def test_titles_take_their_short_form(text: str, title: str | None) -> None:
    assert clean_title(text).value == title


@pytest.mark.parametrize(
    ("text", "aliases"),
    [
        ("Big Mo; T-Bone/K9", ["big mo", "t-bone", "k9"]),
        ('aka "Mo"', ["mo"]),
        ("Mo, mo and MO", ["mo"]),
        ("Tall Paul | Nee Jones", ["tall paul", "jones"]),
        ("47", ["47"]),
        ("none", None),
        ("unknown; Dee", ["dee"]),
    ],
)
def test_other_names_become_a_list(text: str, aliases: list[str] | None) -> None:
    assert clean_alias(text).value == aliases
