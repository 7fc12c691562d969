"""One household: spouses, parents and children, twins; and dates of birth that stand in for an unknown one."""

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
        "spouses",
        _called("martin", "eastwick", "1972-05-15", phone="+441632700301", **_at(1)),
        _called("helen", "eastwick", "1974-08-03", phone="+441632700301", **_at(1)),
        False,
    ),
    (
        "twins",
        _called("jacob", "thornbury", "2010-03-09", **_at(2)),
        _called("lucas", "thornbury", "2010-03-09", **_at(2)),
        False,
    ),
    (
        "twins whose names sound alike",
        _called("jayden", "oakshott", "2011-06-24", **_at(3)),
        _called("hayden", "oakshott", "2011-06-24", **_at(3)),
        False,
    ),
    (
        "a boy and a girl, twins, whose names begin alike",
        _called("oliver", "greenhalgh", "2012-10-05", **_at(4)),
        _called("olivia", "greenhalgh", "2012-10-05", **_at(4)),
        False,
    ),
    (
        "a father and a son of one name",
        _called("george", "pemberton", "1958-01-22", **_at(5)),
        _called("george", "pemberton", "1985-12-08", **_at(5)),
        False,
    ),
    (
        "a mother and a daughter of one name, one phone",
        _called("maria", "castellano", "1963-04-30", phone="+441632700302", **_at(6)),
        _called("maria", "castellano", "1989-11-14", phone="+441632700302", **_at(6)),
        False,
    ),
    (
        "brothers a year apart",
        _called("ethan", "winterburn", "2006-02-11", **_at(7)),
        _called("aidan", "winterburn", "2007-02-11", **_at(7)),
        False,
    ),
    (
        "two of one surname in one flat, no dates of birth",
        _called("paul", "harbottle", **_at(8)),
        _called("janet", "harbottle", **_at(8)),
        False,
    ),
    (
        "day and month exchanged",
        _called("stephanie", "quigley", "1987-04-11"),
        _called("stephanie", "quigley", "1987-11-04"),
        True,
    ),
    (
        "one digit of the date of birth",
        _called("leonard", "cruikshank", "1969-09-27"),
        _called("leonard", "cruikshank", "1969-09-21"),
        True,
    ),
    (
        "1 January for an unknown day, one home",
        _called("rebecca", "dunstable", "1991-01-01", **_at(9)),
        _called("rebecca", "dunstable", "1991-08-19", **_at(9)),
        True,
    ),
    (
        "1 January for both, common names, two homes",
        _called("mary", "wilson", "1980-01-01", **_at(10)),
        _called("mary", "wilson", "1980-01-01", **_at(11)),
        False,
    ),
    (
        "no date of birth on one, one home",
        _called("gwendoline", "featherstone", "1944-07-12", **_at(12)),
        _called("gwendoline", "featherstone", **_at(12)),
        True,
    ),
    (
        "a father and a son of one name, National Insurance numbers next to each other",
        _called("alan", "micklethwait", "1964-05-06", nino="JE213703A", **_at(13)),
        _called("alan", "micklethwait", "1992-09-17", nino="JE213704A", **_at(13)),
        False,
    ),
    (
        "a couple registered together, National Insurance numbers next to each other",
        _called("george", "satterthwaite", "1958-04-24", nino="JE221573A", **_at(14)),
        _called("mary", "satterthwaite", "1961-11-03", nino="JE221574A", **_at(14)),
        False,
    ),
    (
        "one person, a slip in the National Insurance number",
        _called("leopold", "haythornthwaite", "1951-02-17", nino="JE331573A", **_at(15)),
        _called("leopold", "haythornthwaite", "1951-02-17", nino="JE331578A"),
        True,
    ),
    (
        "two of one common name, two homes, landlines next to each other",
        _called("john", "smith", "1961-02-03", phone="+441632701313", **_at(16)),
        _called("john", "smith", "1984-11-27", phone="+441632701314", **_at(17)),
        False,
    ),
    (
        "one surname, two homes, landlines next to each other, no dates of birth",
        _called("peter", "jellicoe", phone="+441632701713", **_at(18)),
        _called("graham", "jellicoe", phone="+441632701714", **_at(19)),
        False,
    ),
]

# Twins of two given names that look and sound alike, many of them a boy's and a girl's; the last three with insurance numbers in a row.
TWINS = {
    "daniel/danielle": "gathercole",
    "paul/paula": "illingworth",
    "carl/carla": "kirkbride",
    "robert/roberta": "lamplugh",
    "simon/simone": "netherwood",
    "gabriel/gabrielle": "oldroyd",
    "michael/michelle": "postlethwaite",
    "adrian/adriana": "quennell",
    "jack/jake": "rowbotham",
    "joan/joanne": "tattersall",
    "amir/amira": "uttley",
    "karim/karima": "verrinder",
    "patrick/patricia": "winstanley",
    "alexander/alexandra": "yelland",
    "christian/christina": "arkley",
    "eric/erica": "bosworth",
    "jacob/lucas": "crowther",
    "emma/oliver": "dewhirst",
    "thomas/harriet": "earnshaw",
}


def _twins(number: int, names: str, surname: str) -> tuple[str, dict[str, str], dict[str, str], bool]:
    born, row = f"2003-{number % 11 + 2:02d}-{number % 15 + 13}", 10 * number
    numbers = ({"nino": f"JE21{row:03d}3A"}, {"nino": f"JE21{row:03d}4A"}) if number >= len(TWINS) - 3 else ({}, {})
    one, other = (
        _called(name, surname, born, **_at(20 + number), **own) for name, own in zip(names.split("/"), numbers, strict=True)
    )
    return f"twins: {names}", one, other, False


CASES += [_twins(number, *named) for number, named in enumerate(TWINS.items())]


@pytest.fixture(scope="module")
def said(link_cases):
    return link_cases(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_what_links_and_what_does_not(said, case) -> None:
    one, weight = said[case[0]]
    assert one is case[3], f"{case[0]}: weight {weight}"
