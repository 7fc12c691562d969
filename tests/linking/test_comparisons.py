"""Each level of each comparison, by an example."""

from __future__ import annotations

import pytest

from stronghold.linking.blocking import find_candidates
from stronghold.linking.collapse import collapse_people
from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.fields import prepare_fields
from stronghold.linking.model import PersonModel
from stronghold.linking.scoring import level_sql, score_sql

ANN = {"forename": "ann", "surname": "smith", "date_of_birth": "1990-03-02"}
HOME = {"house": "12", "street": "high street", "postcode": "OX1 1AA"}


def level(fill, comparison: str, left: dict[str, object], right: dict[str, object]) -> str:
    """The name of the level that two people fall in, ``unknown`` where they say nothing."""
    con = fill([{"occupation": "baker", **left}, {"occupation": "smith", **right}])  # else two alike would share a node
    collapse_people(con)
    prepare_fields(con)
    (shape,) = [c for c in COMPARISONS if c.name == comparison]
    con.execute("CREATE TEMP TABLE pair AS SELECT 0::BIGINT AS node_l, 1::BIGINT AS node_r UNION ALL SELECT 1, 0")
    sql = score_sql([shape], PersonModel.by_reason(), pairs="pair", least=-1000.0)
    found = {row[0] for row in con.execute(f"SELECT gamma_{comparison} FROM ({sql})").fetchall()}
    assert len(found) == 1, "the level depends on which side is which"
    number = found.pop()
    return "unknown" if number < 0 else shape.levels[number].name


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("ann", "smith"), ("ann", "jones"), "exact"),
        (("ann", "smith"), ("smith", "ann"), "swapped"),
        (("robert", "turner"), ("turner", "robrt"), "swapped"),
        (("catherine", "smith"), ("catherin", "smith"), "close"),
        (("robert", "smith"), ("bob", "smith"), "nickname"),
        (("a", "smith"), ("ann", "smith"), "initial"),
        (("smith", None), ("ann", "smith"), "elsewhere"),
        (("ann", "smith"), ("derek", "smith"), "different"),
        ((None, "smith"), ("derek", "smith"), "unknown"),
    ],
)
def test_forenames(fill, left, right, expected: str) -> None:
    named = [dict(zip(("forename", "surname"), name, strict=True), date_of_birth="1990-03-02") for name in (left, right)]
    assert level(fill, "forename", *named) == expected


def test_a_swap_is_scored_once_not_twice(fill) -> None:
    assert level(fill, "surname", ANN, {**ANN, "forename": "smith", "surname": "ann"}) == "unknown"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("1990-03-02", "1990-03-02", "exact"),
        ("1990-01-01", "1990-01-01", "placeholder"),
        ("1990-03-02", "1990-02-03", "swapped"),
        ("1990-03-02", "1990-03-12", "one_edit"),
        ("1990-03-12", "1990-03-21", "one_edit"),
        ("1990-01-01", "1990-07-25", "year_placeholder"),
        ("1990-03-02", "1990-11-17", "year"),
        ("1990-03-02", "1991-03-12", "two_edits"),
        ("1990-03-02", "1964-11-17", "different"),
        ("1990-03-02", None, "unknown"),
    ],
)
def test_dates_of_birth(fill, left, right, expected: str) -> None:
    assert level(fill, "date_of_birth", {**ANN, "date_of_birth": left}, {**ANN, "date_of_birth": right}) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (HOME, HOME, "home"),
        (HOME, {**HOME, "street": "hihg street", "postcode": "OX1 1AB"}, "home"),
        (HOME, {"house": "12", "postcode": "OX1 1AA"}, "part_home"),
        (HOME, {"house": "12", "street": "high street"}, "part_home"),
        ({**HOME, "flat": "1"}, {**HOME, "flat": "2"}, "street"),
        (HOME, {**HOME, "house": "14"}, "street"),
        (HOME, {"postcode": "OX1 1AA"}, "postcode"),
        (HOME, {"postcode": "OX1 1AB"}, "near"),
        (HOME, {"postcode": "OX1 9ZZ"}, "district"),
        (HOME, {"postcode": "LS1 9ZZ"}, "different"),
        (HOME, {}, "unknown"),
    ],
)
def test_places(fill, left, right, expected: str) -> None:
    assert level(fill, "place", {**ANN, **left}, {**ANN, **right, "surname": "smyth"}) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("AB123456C", "AB123456C", "exact"),
        ("AB123456C", "AB123465C", "one_edit"),
        ("AB123456C", "AB123457C", "one_edit"),
        ("AB123456C", "ZZ999999D", "different"),
        ("AB123456C", "AB12345", "different"),
        ("AB123456C", None, "unknown"),
    ],
)
def test_numbers(fill, left, right, expected: str) -> None:
    assert level(fill, "nino", {**ANN, "nino": left}, {**ANN, "surname": "smyth", "nino": right}) == expected


def test_numbers_of_two_systems_say_nothing_about_each_other(fill) -> None:
    other = {"agency": "council", "system": "housing"}
    assert level(fill, "local_id", {**ANN, "local_id": "7"}, {**ANN, **other, "local_id": "7"}) == "unknown"
    assert level(fill, "local_id", {**ANN, "local_id": "7"}, {**ANN, "surname": "smyth", "local_id": "7"}) == "exact"


def test_a_phone_that_many_people_give_says_little(fill) -> None:
    names = [
        "ann",
        "bob",
        "carl",
        "dawn",
        "erik",
        "fay",
        "gus",
        "hal",
        "ivy",
        "jan",
        "kim",
        "leo",
        "mel",
        "ned",
        "oz",
        "pam",
        "ty",
    ]
    con = fill([{"forename": name, "surname": "poe", "phone": "+441632960000"} for name in names])
    collapse_people(con)
    prepare_fields(con)
    assert con.execute("SELECT column_name, names >= 16 FROM linking_crowd").fetchall() == [("phone", True)]
    (shape,) = [c for c in COMPARISONS if c.name == "phone"]
    assert find_candidates(con) > 0
    sql = score_sql([shape], PersonModel.by_reason(), least=-1000.0)
    assert {row[0] for row in con.execute(f"SELECT gamma_phone FROM ({sql})").fetchall()} == {0}
    assert shape.levels[0].name == "crowded"


def test_levels_are_tried_in_order_and_the_last_is_the_rest() -> None:
    for comparison in COMPARISONS:
        assert [level.sql == "ELSE" for level in comparison.levels].index(True) == len(comparison.levels) - 1
        assert level_sql(comparison).startswith(f"CASE WHEN {comparison.unknown} THEN -1")
