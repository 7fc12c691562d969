"""Files about children: children's services' missing episodes and contacts, and the schools' exclusions and absences."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stronghold.intake.mapping import SourceTerms
from stronghold.town.agencies.cells import Make, as_text, clock, number, replaced, title, upper, written_date
from stronghold.town.agencies.directory import Directory
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.lines import address_line, happenings, name_in_order, place_columns
from stronghold.town.agencies.sayings import narrative
from stronghold.town.agencies.sheet import Column, Record, Sheet, Slot, System
from stronghold.town.agencies.spans import Ints, day_numbers, ints

__all__ = ["CHILDRENS_SERVICES", "SCHOOLS"]

_TIMES = "%d %b %Y %H:%M"
_ADULT = 18
_HOURS = (20, 44, 70, 95)  # until a return interview is offered: mostly within three days
_FAMILIES_MET = 0.04  # of ordinary children, over all the years


def _after(column: str) -> Make:
    """When a return interview was offered: some hours after the child was found; to one in five never."""

    def make(table: pa.Table) -> pa.Array:
        event = ints(table["event"])
        found = table[column].to_numpy().astype("datetime64[s]")
        hours = np.array(_HOURS)[event % len(_HOURS)].astype("timedelta64[h]")
        offered = np.where(event % 5 == 0, np.datetime64("NaT", "s"), found + hours)
        return clock("offered", _TIMES)(pa.table({"offered": pa.array(offered, mask=np.isnat(offered))}))

    return make


def _child(role: str, heading: str, nth: int = 1, *, known: float = 1.0, school: bool = False) -> Slot:
    columns: tuple[Column, ...] = (
        Column(f"{heading}ID", number("card", "C{:06d}"), "local_id"),
        Column(f"{heading}First name", title("forename"), "forename"),
        Column(f"{heading}Middle name(s)", title("middle"), "middle_names"),
        Column(f"{heading}Last name", title("surname"), "surname"),
        Column(f"{heading}D.O.B.", written_date("born", "-", month_names=True), "date_of_birth"),
        Column(f"{heading}Address", address_line(), "address"),
        Column(f"{heading}Phone", replaced(as_text("number"), "01632 ", "+44 1632 "), "phone"),
    )
    if school:
        columns = (*columns, Column(f"{heading}School", as_text("school_name"), "organisation"))
    return Slot(role, "person", columns, nth, known)


def _ages(town: Directory, table: pa.Table, person: Ints) -> np.ndarray:
    return town.age(np.maximum(person, 0), day_numbers(table["time"], 0))


def _childrens_episodes(town: Directory) -> pa.Table:
    table = town.world.missing_episode
    who = town.involved("missing_episode", "missing_person", "person", 1, ints(table["event"]))
    return table.filter(pa.array((who >= 0) & (_ages(town, table, who) < _ADULT)))


_EPISODE = Record(
    kind="missing_episode",
    rows=_childrens_episodes,
    key=Column("Episode", number("event", "ME-{:05d}")),
    columns=(
        Column("Missing from (time)", clock("time", _TIMES), "occurred"),
        Column("Returned (time)", clock("until", _TIMES), "occurred_to"),
        Column("Risk level", title("risk"), "risk"),
        Column("Return interview offered", _after("until"), "interview_offered"),
        Column("Summary", narrative("missing_episode"), "narrative"),
        Column("On return", as_text("nature"), "found_narrative"),
    ),
    slots=(
        _child("missing_person", "Child "),
        Slot("missing_from", "home", (Column("Placement or home", address_line(), "address"),)),
        Slot("missing_from", "organisation", (Column("Placement", as_text("name"), "name"),)),
        Slot("found_place", "place", place_columns("Found ", line=True), known=0.7),
        *(_child("found_with", f"With {n} ", n, known=0.6) for n in (1, 2)),
    ),
    recorded=0.88,
)


def _met_children(town: Directory) -> pa.Table:
    """When children's services met a child: those in need and those exploited mostly, missing and excluded ones, some others."""
    world = town.world
    rng = np.random.default_rng([world.size.seed, world.size.people, 7])
    end = np.int64(world.size.end.astype(np.int64))
    first = np.int64(world.size.first.astype(np.int64))
    everyone = np.arange(world.person.num_rows)
    living_here = town.homes.at(everyone, np.full(len(everyone), end - 1)) >= 0
    share = np.where(living_here & (town.age(everyone, np.full(len(everyone), end)) < _ADULT), _FAMILIES_MET, 0.0)
    in_need = world.vulnerability.filter(pc.is_in(world.vulnerability["sort"], pa.array(["in care", "learning disability"])))
    share[ints(in_need["person"])] *= 15
    exploited = world.exploitation.filter(pc.equal(world.exploitation["sort"], "child"))
    share[ints(exploited["person"])] = 0.6
    met = np.flatnonzero(rng.random(len(everyone)) < share)
    met = np.repeat(met, 1 + rng.poisson(0.6, len(met)))
    day = rng.integers(first, end, len(met))
    young = town.age(met, day) < _ADULT
    met, day = met[young], day[young]
    order = np.lexsort((met, day))
    return pa.table(
        {
            "event": pa.array(np.arange(len(met))),
            "subject": pa.array(met[order]),
            "time": pa.array((day[order] * 86_400 + 36_000).astype("datetime64[s]")),
        }
    )


_CONTACT = Record(
    kind="person",
    rows=_met_children,
    key=Column("Contact", number("event", "CON-{:06d}")),
    columns=(Column("Contact date", clock("time", "%d %b %Y")),),
    slots=(_child("subject", "Child ", school=True),),
)
CHILDRENS_SERVICES = System(
    terms=SourceTerms(
        agency="children",
        system="case records",
        purpose="Safeguarding children",
        lawful_basis="Children Act 1989, section 47; Children Act 2004, section 11; UK GDPR, article 9(2)(g)",
        sensitivity="sensitive",
        source_grade="1",
        information_grade="B",
    ),
    habits=Habits(afresh=0.25, accents=True, born_missing=0.02, first_january=0.01, home_missing=0.04, phone=0.6, nickname=0.04),
    sheets=(
        Sheet("children_missing_episodes.csv", "csv", (_EPISODE,), signed="Worker"),
        Sheet("children_contacts.csv", "csv", (_CONTACT,), signed="Worker"),
    ),
)

_SCHOOL = Slot("school", "premises", (Column("school", as_text("name"), "name"),))


def _pupil() -> Slot:
    columns = (
        Column("upn", number("card", "U{:07d}"), "local_id"),
        Column("pupil", name_in_order(), "full_name"),
        Column("birthdate", written_date("born", "-", year_first=True), "date_of_birth"),
        Column("home_postcode", upper("postcode"), "postcode"),
        Column("home_street", title("street"), "street"),
        Column("home_number", as_text("house"), "house"),
        Column("parent_phone", as_text("number"), "phone"),
    )
    return Slot("pupil", "person", columns)


_EXCLUSION = Record(
    kind="school_exclusion",
    rows=happenings("school_exclusion"),
    key=Column("exclusion_id", number("event", "X{:05d}")),
    columns=(
        Column("first_day", clock("time", "%Y-%m-%d"), "occurred"),
        Column("last_day", clock("until", "%Y-%m-%d"), "occurred_to"),
        Column("category", as_text("type"), "type"),
        Column("sessions", number("sessions"), "sessions"),
        Column("reason", as_text("reason"), "reason"),
        Column("comment", narrative("school_exclusion"), "narrative"),
    ),
    slots=(_pupil(), _SCHOOL),
    recorded=0.98,
)
_ABSENCE = Record(
    kind="school_absence",
    rows=happenings("school_absence"),
    key=Column("absence_id", number("event", "A{:07d}")),
    columns=(
        Column("from", clock("time", "%Y-%m-%d"), "occurred"),
        Column("to", clock("until", "%Y-%m-%d"), "occurred_to"),
        Column("missed", number("sessions_missed"), "sessions_missed"),
        Column("possible", number("sessions_possible"), "sessions_possible"),
        Column("authorised", number("authorised"), "authorised"),
        Column("reason", as_text("reason"), "reason"),
    ),
    slots=(_pupil(), _SCHOOL),
    recorded=0.95,
)
SCHOOLS = System(
    terms=SourceTerms(
        agency="schools",
        system="attendance",
        purpose="Keeping children in school, and safe",
        lawful_basis="Education Act 2002, section 175; Children Act 2004, section 11; UK GDPR, article 6(1)(e)",
        sensitivity="sensitive",
        source_grade="1",
        information_grade="A",
        date_order="year first",
    ),
    habits=Habits(afresh=0.08, duplicate=0.4, accents=True, born_missing=0.01, day_month_swapped=0.01, phone=0.8, old_phone=0.15),
    sheets=(
        Sheet("schools_exclusions.csv", "csv", (_EXCLUSION,), signed="entered_by"),
        Sheet("schools_absences.csv", "csv", (_ABSENCE,), signed="entered_by"),
    ),
)
