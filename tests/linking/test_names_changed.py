"""Names that change: marriage and its end, two surnames in one, a new first name, a death."""

from __future__ import annotations

import pytest

from stronghold.linking import link_people
from stronghold.linking.collapse import linking_columns
from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.decisions import Decision, Judgement


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


NINO = {"nino": "QQ123456C"}
CASES = [
    (
        "a married name, one home and date of birth",
        _called("joanna", "ridsdale", "1986-04-21", **_at(1)),
        _called("joanna", "overbury", "1986-04-21", **_at(1)),
        True,
    ),
    (
        "a married name and a move, one phone",
        _called("felicity", "amberley", "1990-02-13", phone="+441632700201", **_at(2)),
        _called("felicity", "stannard", "1990-02-13", phone="+441632700201", **_at(3)),
        True,
    ),
    (
        "Smith-Jones and Smith Jones",
        _called("imogen", "smith-jones", "1995-08-16"),
        _called("imogen", "smith jones", "1995-08-16"),
        True,
    ),
    (
        "both surnames, then the first alone",
        _called("beatrix", "harding-coyle", "1982-05-07"),
        _called("beatrix", "harding", "1982-05-07"),
        True,
    ),
    (
        "both surnames, then the second alone",
        _called("cordelia", "marsh-ellison", "1984-10-29"),
        _called("cordelia", "ellison", "1984-10-29"),
        True,
    ),
    (
        "both surnames the other way round",
        _called("rowan", "pike-lomax", "1999-01-31"),
        _called("rowan", "lomax-pike", "1999-01-31"),
        True,
    ),
    (
        "a new first name, one National Insurance number",
        _called("thomas", "arkwright", "1992-06-09", **NINO),
        _called("emily", "arkwright", "1992-06-09", **NINO),
        True,
    ),
    (
        "both names new, one National Insurance number",
        _called("peter", "holloway", "1975-03-26", nino="QQ123457C"),
        _called("grace", "stirling", "1975-03-26", nino="QQ123457C"),
        True,
    ),
    (
        "a new first name, nothing but home and date of birth",
        _called("daniel", "wetherby", "1988-11-18", **_at(4)),
        _called("sophie", "wetherby", "1988-11-18", **_at(4)),
        False,
    ),
    (
        "a new first name and a new NHS number",
        _called("mark", "inglewood", "1979-07-02", nhs_number="9434765919", **_at(5)),
        _called("laura", "inglewood", "1979-07-02", nhs_number="9434765870", **_at(5)),
        False,
    ),
    (
        "all alike but the NHS number",
        _called("robin", "kettlewell", "1983-05-14", nhs_number="9434765919", **_at(9)),
        _called("robin", "kettlewell", "1983-05-14", nhs_number="9434765870", **_at(9)),
        False,
    ),
    (
        "a father who died and the son of his name",
        _called("albert", "ramsbottom", "1931-02-04", **_at(6)),
        _called("albert", "ramsbottom", "1962-09-13", **_at(6)),
        False,
    ),
    (
        "one first name, dates of birth a digit apart, two surnames, two homes",
        _called("sarah", "coverdale", "1980-12-20", **_at(7)),
        _called("sarah", "fenwick", "1980-12-21", **_at(8)),
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


def test_sex_and_title_are_never_compared() -> None:
    assert not {"sex", "title", "ethnicity"} & set(linking_columns())
    assert not {"sex", "title", "ethnicity"} & {column for comparison in COMPARISONS for column in comparison.shows}


def test_a_persons_decision_joins_what_a_new_number_keeps_apart(fill) -> None:
    old = {"forename": "mark", "surname": "inglewood", "date_of_birth": "1979-07-02", "nhs_number": "9434765919", "key": "old"}
    new = {**old, "forename": "laura", "nhs_number": "9434765870", "key": "new"}
    con = fill([old, new, {"forename": "amos", "surname": "perry"}])
    clusters = "SELECT cluster FROM person_cluster WHERE mention_id < 2 ORDER BY mention_id"
    link_people(con, train="never")
    assert len({row[0] for row in con.execute(clusters).fetchall()}) == 2
    link_people(con, train="never", decisions=[Decision(1, Judgement.SAME, "old", "new")])
    assert len({row[0] for row in con.execute(clusters).fetchall()}) == 1
