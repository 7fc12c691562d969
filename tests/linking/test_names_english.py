"""First names as people in the United Kingdom shorten, misspell and exchange them."""

from __future__ import annotations

import pytest


# Each case lives at a home of its own; day and month of birth are each case's too.
def _at(number: int) -> dict[str, str]:
    return {
        "house": str(number),
        "street": "quarry bank",
        "postcode": f"AC1 9{'ABDEFGH'[number % 7]}{'JLNPQRS'[number // 7 % 7]}",
    }


def _called(
    forename: str | None, surname: str | None, born: str | None = None, middle: str | None = None, **more: str
) -> dict[str, str]:
    given = {"forename": forename, "surname": surname, "date_of_birth": born, "middle_names": middle, **more}
    return {name: value for name, value in given.items() if value}


CASES = [
    (
        "Bob and Robert, one date of birth",
        _called("bob", "tranter", "1971-04-09"),
        _called("robert", "tranter", "1971-04-09"),
        True,
    ),
    (
        "Liz and Elizabeth, one home",
        _called("liz", "osgood", "1957-10-25", **_at(1)),
        _called("elizabeth", "osgood", "1957-10-25", **_at(1)),
        True,
    ),
    ("Peggy and Margaret", _called("peggy", "hallam", "1948-02-17"), _called("margaret", "hallam", "1948-02-17"), True),
    ("Catherine and Kathryn", _called("catherine", "pryor", "1984-08-23"), _called("kathryn", "pryor", "1984-08-23"), True),
    ("Sean and Shaun", _called("sean", "molloy", "1990-10-12"), _called("shaun", "molloy", "1990-10-12"), True),
    (
        "known by the second name",
        _called("william", "fawcett", "1966-07-03", "james", **_at(2)),
        _called("james", "fawcett", "1966-07-03", **_at(2)),
        True,
    ),
    ("an initial alone", _called("j", "thackray", "1979-05-28"), _called("joanne", "thackray", "1979-05-28"), True),
    (
        "a slip of the key",
        _called("micheal", "brocklehurst", "1985-01-19"),
        _called("michael", "brocklehurst", "1985-01-19"),
        True,
    ),
    (
        "first name and surname exchanged",
        _called("gareth", "llewellyn", "1977-03-14"),
        _called("llewellyn", "gareth", "1977-03-14"),
        True,
    ),
    (
        "exchanged and misspelt",
        _called("gareth", "penhaligon", "1978-03-14"),
        _called("penhaligan", "gareth", "1978-03-14"),
        True,
    ),
    (
        "the first name in the surname's place",
        _called("rosalind", "whitcombe", "1993-11-30", **_at(3)),
        _called(None, "rosalind", "1993-11-30", **_at(3)),
        True,
    ),
    (
        "two of one surname and one day of birth in two towns",
        _called("oliver", "smith", "1988-06-11"),
        _called("olivia", "smith", "1988-06-11"),
        False,
    ),
    (
        "one common name, two dates of birth",
        _called("david", "jones", "1961-02-08"),
        _called("david", "jones", "1974-09-25"),
        False,
    ),
    (
        "Ian and Sean are two names",
        _called("ian", "docherty", "1982-12-01", **_at(4)),
        _called("sean", "docherty", "1980-04-18", **_at(4)),
        False,
    ),
]


@pytest.fixture(scope="module")
def said(link_cases):
    return link_cases(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_what_links_and_what_does_not(said, case) -> None:
    one, weight = said[case[0]]
    assert one is case[3], f"{case[0]}: weight {weight}"
