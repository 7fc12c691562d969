"""Ordinary relationships: what explains being seen together, by what people have at one time, a surname or an occupation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.network.natures import NATURES
from stronghold.network.reading import COUNTED, Asked, Association, associations
from stronghold.vocabulary import terms
from tests.network.groups.handmade import entities
from tests.network.handmade import Town

PAIR = ("P-A", "P-B")


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    made.record("sighting", [("seen", who) for who in PAIR], at="2024-03-01")
    yield made
    made.con.close()


def person(town: Town, who: str, **columns: object) -> int:
    (mention,) = town.record("person", [("subject", who)], at="2024-01-01")
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    town.con.execute(f"INSERT INTO person (mention_id, {names}) VALUES (?, {marks})", [mention, *columns.values()])
    return mention


def seen_together(town: Town) -> Association:
    entities(town)
    (way,) = (way for way in associations(town.con, Asked(PAIR)) if way.layer == "sighting")
    return way


def test_where_nothing_explains_it_it_is_an_association_and_counted(town: Town) -> None:
    person(town, "P-A", surname="Khan", occupation="plumber")
    person(town, "P-B", surname="Khan", occupation="cook")
    way = seen_together(town)
    assert (way.nature, way.counted, way.reasons) == ("association", True, ())


def test_one_surname_alone_makes_no_family(town: Town) -> None:
    person(town, "P-A", surname="Khan")
    person(town, "P-B", surname="Khan")
    assert seen_together(town).nature == "association"


def test_whose_work_it_is_to_be_with_people_is_seen_with_them_for_that(town: Town) -> None:
    profession = next(iter(terms("professions").terms.values())).label
    person(town, "P-B", surname="Hall", occupation=profession.upper())
    way = seen_together(town)
    assert (way.nature, way.counted) == ("work", False)
    assert way.reasons == (f"P-B is recorded as {profession.lower()}",)


def test_pupils_of_one_school_at_one_time_are_school_and_years_apart_they_are_not(town: Town) -> None:
    for who, year in (("P-A", "2024"), ("P-B", "2024")):
        town.record("school_absence", [("pupil", who), ("school", "O-1")], at=f"{year}-01-01")
    assert (seen_together(town).nature, seen_together(town).counted) == ("school", False)
    apart = Town()
    apart.record("sighting", [("seen", who) for who in PAIR], at="2024-03-01")
    for who, year in (("P-A", "2018"), ("P-B", "2024")):
        apart.record("school_absence", [("pupil", who), ("school", "O-1")], at=f"{year}-01-01")
    assert seen_together(apart).nature == "association"
    apart.con.close()


def test_of_several_the_closest_is_named_and_every_reason_is_given(town: Town) -> None:
    for who in PAIR:
        mention = person(town, who, surname="Khan")
        town.mention("home", "A-1", belongs_to=mention, part="home")
        town.record("school_absence", [("pupil", who), ("school", "O-1")], at="2024-01-01")
    way = seen_together(town)
    assert way.nature == "family" and len(way.reasons) == 3 and "both were at O-1" in way.reasons


def test_every_nature_of_the_vocabulary_has_its_meaning() -> None:
    named = {
        t.extra["nature"]
        for t in (*terms("tie_layers").terms.values(), *terms("shared_things").terms.values())
        if "nature" in t.extra
    }
    assert named <= NATURES.keys() and NATURES.keys() >= COUNTED
