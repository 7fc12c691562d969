"""The police's intelligence reports, sightings and missing people: three systems that write people down in three ways."""

from __future__ import annotations

from stronghold.intake.mapping import SourceTerms
from stronghold.town.agencies.cells import as_text, clock, joined, number, said, title, upper, written_date
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.lines import address_line, happenings, name_in_order, place_columns, position, surname_first
from stronghold.town.agencies.police import LAW_ENFORCEMENT, POLICE_PURPOSE, minute
from stronghold.town.agencies.sayings import narrative
from stronghold.town.agencies.sheet import Column, Record, Sheet, Slot, System

__all__ = ["INTELLIGENCE", "MISSING", "SIGHTINGS"]

_CONDITIONS = {"P": "", "C": "Speak to the originator before any action is taken on this report"}


def _reported(role: str, heading: str, nth: int = 1) -> Slot:
    """A person as a report names one: what is known of the name, and a street name."""
    columns = (
        Column(heading, joined(" ", title("forename"), title("middle"), upper("surname")), "full_name"),
        Column(f"{heading} AKA", title("street_name"), "alias"),
        Column(f"{heading} DOB", written_date("born", "/"), "date_of_birth"),
        Column(f"{heading} address", address_line(postcode=False), "address"),
    )
    return Slot(role, "person", columns, nth)


_REPORT = Record(
    kind="intelligence_report",
    rows=happenings("intelligence_report"),
    key=Column("IR", number("event", "IR{:06d}")),
    columns=(
        Column("Date of information", minute(), "occurred"),
        Column("Submitted", minute("submitted"), "submitted"),
        Column("Source", as_text("source_grade"), "source_grade"),
        Column("Information", as_text("information_grade"), "information_grade"),
        Column("Handling", as_text("handling"), "handling"),
        Column("Conditions", said("handling", _CONDITIONS), "conditions"),
        Column("Report", narrative("intelligence_report"), "narrative"),
    ),
    slots=(
        *(_reported("subject", f"Subject {n}", n) for n in (1, 2, 3)),
        *(_reported("associate", f"Associate {n}", n) for n in (1, 2)),
        *(_reported("at_risk", f"At risk {n}", n) for n in (1, 2)),
        Slot("place", "place", place_columns("Place ", line=True)),
        Slot("place", "premises", (Column("Premises", as_text("name"), "name"),)),
        *(Slot("vehicle", "vehicle", (Column(f"VRM {n}", as_text("registration"), "registration"),), n) for n in (1, 2)),
        *(Slot("phone", "phone", (Column(f"Telephone {n}", as_text("number"), "number"),), n) for n in (1, 2)),
        Slot("organisation", "organisation", (Column("Group or firm", as_text("name"), "name"),)),
    ),
    recorded=0.95,
)
INTELLIGENCE = System(
    terms=SourceTerms(
        agency="police",
        system="intelligence",
        purpose=POLICE_PURPOSE,
        lawful_basis=LAW_ENFORCEMENT,
        handling="C",
        source_grade="2",
        information_grade="D",
    ),
    habits=Habits(
        afresh=0.6,
        other_form=0.15,
        nickname=0.2,
        surname_missing=0.12,
        forename_missing=0.03,
        street_name_alone=0.15,
        middle=0.1,
        born_missing=0.55,
        first_january=0.04,
        home_missing=0.5,
        old_home=0.15,
    ),
    sheets=(
        Sheet(
            "police_intelligence.xlsx", "xlsx", (_REPORT,), signed="Entered by", title="Intelligence reports, official sensitive"
        ),
    ),
)


def _seen(nth: int) -> Slot:
    columns = (
        Column(f"person{nth}.name", name_in_order(), "full_name"),
        Column(f"person{nth}.born", written_date("born", "-", year_first=True), "date_of_birth"),
    )
    return Slot("seen", "person", columns, nth)


_SIGHTING = Record(
    kind="sighting",
    rows=happenings("sighting"),
    key=Column("ref", number("event", "S{:07d}")),
    columns=(
        Column("seen_at", clock("time", "%Y-%m-%d %H:%M:%S"), "occurred"),
        Column("seen_by", as_text("seen_by"), "seen_by"),
        Column("note", narrative("sighting"), "narrative"),
    ),
    slots=(
        *(_seen(n) for n in (1, 2, 3)),
        *(Slot("vehicle", "vehicle", (Column(f"vehicle{n}.mark", as_text("registration"), "registration"),), n) for n in (1, 2)),
        Slot(
            "place",
            "place",
            (
                Column("place.house", as_text("house"), "house"),
                Column("place.street", title("street"), "street"),
                Column("place.lat", position("lat"), "latitude"),
                Column("place.lon", position("lon"), "longitude"),
            ),
        ),
    ),
    recorded=0.9,
)
SIGHTINGS = System(
    terms=SourceTerms(
        agency="police",
        system="sightings",
        purpose=POLICE_PURPOSE,
        lawful_basis=LAW_ENFORCEMENT,
        source_grade="1",
        information_grade="A",
    ),
    habits=Habits(afresh=0.8, nickname=0.1, middle=0.1, born_missing=0.3, accents=True),
    sheets=(Sheet("police_sightings.jsonl", "jsonl", (_SIGHTING,), signed="unit"),),
)


def _in_full(role: str, heading: str, nth: int = 1, *, known: float = 1.0) -> Slot:
    columns = (
        Column(heading, surname_first(), "full_name"),
        Column(f"{heading} born", written_date("born", "/"), "date_of_birth"),
        Column(f"{heading} of", address_line(), "address"),
        Column(f"{heading} tel", as_text("number"), "phone"),
    )
    return Slot(role, "person", columns, nth, known)


_MISSING = Record(
    kind="missing_episode",
    rows=happenings("missing_episode"),
    key=Column("Misper ref", number("event", "MP{:06d}")),
    columns=(
        Column("Last seen", minute(), "occurred"),
        Column("Found", minute("until"), "occurred_to"),
        Column("Reported", minute("reported"), "reported"),
        Column("Risk", as_text("risk"), "risk"),
        Column("Circumstances", narrative("missing_episode"), "narrative"),
        Column("How found", as_text("nature"), "found_narrative"),
    ),
    slots=(
        _in_full("missing_person", "Misper"),
        _in_full("reporter", "Informant", known=0.9),
        Slot("reporter", "organisation", (Column("Informant body", as_text("name"), "name"),)),
        Slot("missing_from", "home", (Column("Missing from", address_line(), "address"),)),
        Slot("missing_from", "organisation", (Column("Missing from body", as_text("name"), "name"),)),
        Slot("found_place", "place", place_columns("Found ", line=True), known=0.8),
        *(_in_full("found_with", f"Found with {n}", n, known=0.7) for n in (1, 2)),
        Slot("vehicle", "vehicle", (Column("VRM", as_text("registration"), "registration"),), known=0.8),
        Slot("phone", "phone", (Column("Misper phone", as_text("number"), "number"),)),
    ),
    recorded=0.92,
)
MISSING = System(
    terms=SourceTerms(
        agency="police",
        system="missing people",
        purpose="Finding missing people, and protecting those who go missing again",
        lawful_basis=LAW_ENFORCEMENT,
        sensitivity="sensitive",
        source_grade="1",
        information_grade="B",
    ),
    habits=Habits(afresh=0.4, phone=0.7, born_missing=0.03, home_missing=0.03),
    sheets=(Sheet("police_missing.csv", "csv", (_MISSING,), signed="Officer"),),
)
