"""East European names: one name written from two scripts, forms of a surname for men and women, fathers' names."""

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
        "Oleksandr and Aleksander",
        _called("oleksandr", "bondarenko", "1985-06-14"),
        _called("aleksander", "bondarenko", "1985-06-14"),
        True,
    ),
    (
        "Volodymyr and Vladimir",
        _called("volodymyr", "tkachenko", "1970-01-27"),
        _called("vladimir", "tkachenko", "1970-01-27"),
        True,
    ),
    ("Yuliia and Julia", _called("yuliia", "kravchuk", "1994-12-05"), _called("julia", "kravchuk", "1994-12-05"), True),
    ("Piotr goes by Peter", _called("piotr", "zielinski", "1981-03-19"), _called("peter", "zielinski", "1981-03-19"), True),
    ("Kasia is Katarzyna", _called("kasia", "wojcik", "1989-07-22"), _called("katarzyna", "wojcik", "1989-07-22"), True),
    (
        "Kowalska and Kowalski for one woman",
        _called("agnieszka", "kowalska", "1983-09-01"),
        _called("agnieszka", "kowalski", "1983-09-01"),
        True,
    ),
    (
        "Ivanova and Ivanov for one woman",
        _called("tatiana", "ivanova", "1978-04-04"),
        _called("tatyana", "ivanov", "1978-04-04"),
        True,
    ),
    (
        "a father's name in the middle",
        _called("sergei", "morozov", "1966-11-09", "petrovich"),
        _called("sergey", "morozov", "1966-11-09"),
        True,
    ),
    (
        "surname first, the father's name last",
        _called("sidorenko", "petrovich", "1974-08-18", "ivan", **_at(1)),
        _called("ivan", "sidorenko", "1974-08-18", "petrovich", **_at(1)),
        True,
    ),
    (
        "Shevchenko and Schevchenko",
        _called("dmytro", "shevchenko", "1991-05-30"),
        _called("dmitry", "schevchenko", "1991-05-30"),
        True,
    ),
    (
        "Gheorghe and Georghe, one home",
        _called("gheorghe", "popescu", "1959-10-10", **_at(2)),
        _called("georghe", "popescu", "1959-10-10", **_at(2)),
        True,
    ),
    (
        "a husband and a wife, -ski and -ska",
        _called("marek", "nowicki", "1980-02-20", **_at(3)),
        _called("marta", "nowicka", "1982-06-17", **_at(3)),
        False,
    ),
    (
        "Anna and Hanna who are sisters",
        _called("anna", "lysenko", "1998-03-03", **_at(4)),
        _called("hanna", "lysenko", "2001-09-12", **_at(4)),
        False,
    ),
    (
        "Alexander and Alexandra who are twins",
        _called("alexander", "petrov", "2004-07-26", **_at(5)),
        _called("alexandra", "petrova", "2004-07-26", **_at(5)),
        False,
    ),
    (
        "a brother and a sister with one father's name",
        _called("igor", "smirnov", "1987-12-31", "pavlovich", **_at(6)),
        _called("irina", "smirnova", "1990-04-08", "pavlovna", **_at(6)),
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
