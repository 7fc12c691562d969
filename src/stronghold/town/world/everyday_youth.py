"""Ordinary school trouble and going missing: absences, exclusions, teenagers out late, old people who lost their way."""

from __future__ import annotations

from typing import Any

import numpy as np

from stronghold.town.world.columns import Days, Flags, Ints, Reals, Words, picked, stream
from stronghold.town.world.happenings import EVENING, SCHOOL, Happenings, moments
from stronghold.town.world.setting import Setting

__all__ = ["add_absences", "add_exclusions", "add_missing", "ordinary_missing", "ordinary_school"]

_ABSENCE = np.array(
    ["illness", "medical appointment", "family holiday", "no reason given", "truancy", "exclusion", "bereavement"]
)
_EXCLUSION = np.array(
    ["persistent disruptive behaviour", "assault on a pupil", "verbal abuse", "damage", "theft", "drugs", "vape or alcohol"]
)


def _school_day(day: Days) -> Flags:
    """Whether it is one: no weekend, and not August."""
    weekday = (day.astype(np.int64) + 3) % 7
    month = day.astype("datetime64[M]").astype(np.int64) % 12
    return np.asarray((weekday < 5) & (month != 7))


def add_absences(
    rng: np.random.Generator, town: Setting, found: Happenings, day: Days, pupil: Ints, reason: Words, **why: Any
) -> None:
    """Absences of those pupils from those days on; days without school and pupils without one are passed over."""
    school = town.attendance.of("pupil").at(pupil, day)
    kept = np.flatnonzero(_school_day(day) & (school >= 0) & town.in_town(town.where.home(pupil, day)))
    sessions = 1 + rng.geometric(0.3, len(kept))
    time = moments(rng, day[kept], SCHOOL)
    reasons = {name: np.broadcast_to(np.asarray(v), (len(day),))[kept] for name, v in why.items()}
    events = found.add(
        "school_absence",
        time,
        until=time + (sessions + 1) // 2 * 86_400,
        organisation=school[kept],
        nature="absence",
        reason=reason[kept],
        sessions_missed=sessions,
        sessions_possible=np.maximum(sessions, 10 * ((sessions + 9) // 10)),
        authorised=~np.isin(reason[kept], ["no reason given", "truancy"]),
        **reasons,
    )
    found.involve("school_absence", events, "pupil", "person", pupil[kept])


def add_exclusions(
    rng: np.random.Generator, town: Setting, found: Happenings, day: Days, pupil: Ints, reason: Words, **why: Any
) -> None:
    """Suspensions, and now and then a permanent exclusion, of those pupils on those days."""
    school = town.attendance.of("pupil").at(pupil, day)
    kept = np.flatnonzero(_school_day(day) & (school >= 0) & town.in_town(town.where.home(pupil, day)))
    permanent = rng.random(len(kept)) < 0.03
    sessions = np.where(permanent, 0, 2 * (1 + rng.geometric(0.45, len(kept))))
    time = moments(rng, day[kept], SCHOOL)
    reasons = {name: np.broadcast_to(np.asarray(v), (len(day),))[kept] for name, v in why.items()}
    events = found.add(
        "school_exclusion",
        time,
        until=np.where(permanent, np.datetime64("NaT", "s"), time + sessions // 2 * 86_400),
        organisation=school[kept],
        nature="exclusion",
        type=np.where(permanent, "permanent exclusion", "suspension"),
        sessions=np.where(permanent, -1, sessions),
        reason=reason[kept],
        **reasons,
    )
    found.involve("school_exclusion", events, "pupil", "person", pupil[kept])


def ordinary_school(town: Setting, found: Happenings) -> None:
    """About 5,900 absences and 580 exclusions a year among 100,000 people, heavily of a few pupils."""
    rng = stream(town.size, "everyday school")
    age = town.society.age(town.size.first)
    pupils = ((age > 1) & (age < 16) & (town.society.city < 0)) * rng.lognormal(0, 1.1, len(age))
    # Two days in five are no school days, and some drawn have not started or have left: draw more.
    day = town.days(rng, town.yearly(5_900 * 2.05))
    pupil = picked(rng, pupils, len(day))
    shares = np.array([0.5, 0.12, 0.06, 0.16, 0.1, 0.03, 0.03])
    add_absences(rng, town, found, day, pupil, _ABSENCE[picked(rng, shares, len(day))])
    trouble = town.propensity * ((age > 2) & (age < 16)) * (town.society.city < 0)
    day = town.days(rng, town.yearly(580 * 2.15))
    add_exclusions(rng, town, found, day, picked(rng, trouble, len(day)), _EXCLUSION[rng.integers(0, len(_EXCLUSION), len(day))])


def add_missing(
    rng: np.random.Generator,
    town: Setting,
    found: Happenings,
    day: Days,
    person: Ints,
    hours: Reals,
    nature: Words,
    place: dict[str, Ints],
    risk: Words,
    **why: Any,
) -> Ints:
    """Missing episodes of those people: last seen on those days, gone for ``hours``; gives the episodes, shape (days,)."""
    time = moments(rng, day, EVENING)
    body = town.where.home(person, day)
    events = found.add(
        "missing_episode",
        time,
        until=time + (hours * 3_600).astype(np.int64),
        reported=time + np.minimum(rng.integers(1_800, 6 * 3_600, len(day)), (hours * 2_400).astype(np.int64)),
        nature=nature,
        risk=risk,
        **place,
        **why,
    )
    found.involve("missing_episode", events, "missing_person", "person", person)
    found.involve("missing_episode", events, "missing_from", "home", body)
    own = (town.age(person, day) < 18) & (rng.random(len(day)) < 0.6)
    found.involve("missing_episode", events, "reporter", "person", np.where(own, town.parent(rng, person), -1))
    return events


def _ordinary_places(rng: np.random.Generator, town: Setting, person: Ints, day: Days) -> tuple[Words, dict[str, Ints], Ints]:
    """Why each was gone and where they were found: back home, at a friend's, at the other parent's, in the street, in a city."""
    own = town.where.home(person, day)
    friend = town.friend(rng, person, day)
    parents = np.where(rng.random(len(day)) < 0.5, town.society.father[person], town.society.mother[person])
    elsewhere = town.where.home(np.maximum(parents, 0), day)
    at_friends = town.where.home(np.maximum(friend, 0), day)
    draw = rng.random(len(day))
    to_family = (draw < 0.22) & (parents >= 0) & (elsewhere >= 0) & (elsewhere != own)
    to_friend = ~to_family & (draw < 0.5) & (friend >= 0)
    out, away = ~to_family & ~to_friend & (draw > 0.8), ~to_family & ~to_friend & (draw < 0.53) & (draw > 0.44)
    cases = [to_family, to_friend, out, away]
    said = np.where(rng.random(len(day)) < 0.3, "found at an address", "with friends")
    nature = np.select(
        cases, [np.array("with family"), said, np.array("found in the street"), np.array("found in another city")], "came back"
    )
    cities = rng.choice(np.flatnonzero(town.homes.city >= 0), len(day))
    home = np.select(cases, [elsewhere, at_friends, np.full(len(day), -1), cities], own)
    place = {
        "home": home,
        "street": np.where(out, town.streets(rng, len(day)), -1),
        "found_city": np.where(away, town.homes.city[cities], -1),
    }
    return nature, place, np.where(to_friend, friend, -1)


def ordinary_missing(town: Setting, found: Happenings) -> None:
    """About 1,080 episodes a year among 100,000 people: two thirds children, a few of them over and over, most in care."""
    rng = stream(town.size, "everyday missing")
    age = town.society.age(town.size.first + (town.size.end - town.size.first) // 2)
    child = ((age > 10) & (age < 17.5)) * rng.lognormal(0, 1.5, len(age)) * np.where(town.vulnerable["in care"], 14.0, 1.0)
    grown = (age >= 18) * rng.lognormal(0, 1.2, len(age)) * np.where(town.vulnerable["mental health"], 10.0, 1.0)
    grown *= np.where(age > 78, 4.0, 1.0)
    for weight, count in ((child, 720), (grown, 360)):
        day = town.days(rng, town.yearly(count))
        at, person, _ = town.someone(rng, weight * (town.society.city < 0), day)
        day = day[at]
        nature, place, friend = _ordinary_places(rng, town, person, day)
        hours = np.clip(rng.lognormal(1.9, 1.0, len(day)), 1, 200)
        risk = np.array(["no-apparent-risk", "low", "medium", "high"])[picked(rng, np.array([0.1, 0.25, 0.5, 0.15]), len(day))]
        events = add_missing(rng, town, found, day, person, hours, nature, place, risk)
        phone = np.where(rng.random(len(day)) < 0.2, town.phones.of(person, day), -1)
        found.involve("missing_episode", events, "phone", "phone", phone)
        found.involve("missing_episode", events, "found_with", "person", np.where(rng.random(len(day)) < 0.5, friend, -1))
