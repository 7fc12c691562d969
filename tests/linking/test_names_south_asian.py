"""South Asian names: one given name to all brothers, a second name in the surname's place, and spellings of one sound."""

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
    ("Mohammed and Muhammad", _called("mohammed", "rafiq", "1979-04-11"), _called("muhammad", "rafiq", "1979-04-11"), True),
    ("Md for Mohammed", _called("md", "shafiq", "1983-06-21"), _called("mohammed", "shafiq", "1983-06-21"), True),
    (
        "Mohammed Imran is called Imran",
        _called("mohammed", "sadiq", "1991-09-15", "imran", **_at(1)),
        _called("imran", "sadiq", "1991-09-15", **_at(1)),
        True,
    ),
    (
        "Kaur in the surname's place",
        _called("harpreet", "gill", "1987-03-12", "kaur", **_at(2)),
        _called("harpreet", "kaur", "1987-03-12", **_at(2)),
        True,
    ),
    (
        "Singh in the surname's place",
        _called("gurdeep", "sandhu", "1975-12-02", "singh", **_at(3)),
        _called("gurdeep", "singh", "1975-12-02", **_at(3)),
        True,
    ),
    (
        "Kaur on one, the family's name on the other, one phone",
        _called("manjit", "kaur", "1969-08-27", phone="+441632700101"),
        _called("manjit", "dhaliwal", "1969-08-27", phone="+441632700101"),
        True,
    ),
    ("Begum and Begom", _called("shahana", "begum", "1981-05-05"), _called("shahana", "begom", "1981-05-05"), True),
    ("Chowdhury and Chaudhry", _called("nazrul", "chowdhury", "1964-02-29"), _called("nazrul", "chaudhry", "1964-02-29"), True),
    (
        "Hussain and Hossain as surnames",
        _called("tanvir", "hussain", "1995-07-19"),
        _called("tanvir", "hossain", "1995-07-19"),
        True,
    ),
    (
        "the family's name first",
        _called("sivakumar", "rajendran", "1972-10-08"),
        _called("rajendran", "sivakumar", "1972-10-08"),
        True,
    ),
    ("Lakshmi and Laxmi", _called("lakshmi", "venkatesan", "1958-01-23"), _called("laxmi", "venkatesan", "1958-01-23"), True),
    (
        "twins who are both Mohammed",
        _called("mohammed", "akram", "2008-04-17", "hassan", **_at(4)),
        _called("mohammed", "akram", "2008-04-17", "hussain", **_at(4)),
        False,
    ),
    (
        "twins Hassan and Hussain",
        _called("hassan", "mirza", "2009-11-06", **_at(5)),
        _called("hussain", "mirza", "2009-11-06", **_at(5)),
        False,
    ),
    (
        "two women called Fatima Begum",
        _called("fatima", "begum", "1970-03-30", **_at(6)),
        _called("fatima", "begum", "1996-08-14", **_at(7)),
        False,
    ),
    (
        "a man and a woman of one household, Singh and Kaur",
        _called("jaswinder", "singh", "1968-06-16", **_at(8)),
        _called("jaswinder", "kaur", "1971-01-28", **_at(8)),
        False,
    ),
    ("two men called Mohammed Khan", _called("mohammed", "khan", "1985-09-09"), _called("mohammed", "khan", "1990-12-24"), False),
]


@pytest.fixture(scope="module")
def said(link_cases):
    return link_cases(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_what_links_and_what_does_not(said, case) -> None:
    one, weight = said[case[0]]
    assert one is case[3], f"{case[0]}: weight {weight}"
