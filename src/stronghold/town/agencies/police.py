"""The police's own files: crimes, custody, exhibits and missing people from the records system; stops from handheld devices."""

from __future__ import annotations

from stronghold.intake.mapping import QuarantineRule, SourceTerms
from stronghold.town.agencies.cells import Make, as_text, clock, fixed, number, said, title, upper, written_date
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.lines import (
    address_in_capitals,
    happenings,
    place_columns,
    position,
    surname_first,
    vehicle_slot,
)
from stronghold.town.agencies.sayings import narrative
from stronghold.town.agencies.sheet import Column, Record, Sheet, Slot, System
from stronghold.vocabulary import terms

__all__ = ["LAW_ENFORCEMENT", "POLICE_PURPOSE", "RECORDS", "STOPS", "minute"]

POLICE_PURPOSE = "Preventing and disrupting the supply of drugs, and protecting those whom suppliers exploit"
LAW_ENFORCEMENT = "Data Protection Act 2018, part 3; Crime and Disorder Act 1998, section 115"

_FORCE = "Ravenmouth Police"
_TEST = QuarantineRule("CIRCUMSTANCES", "a record made in training", contains="TEST RECORD DO NOT USE")


def minute(name: str = "time") -> Make:
    """``31/05/2024 14:05``."""
    return clock(name, "%d/%m/%Y %H:%M")


def _label(column: str, listed: str) -> Make:
    return said(column, {term.name: term.label for term in terms(listed).terms.values()})


def _nominal(role: str, heading: str, nth: int = 1, *, known: float = 1.0) -> Slot:
    """A person as the records system prints one: a number of their own, capitals, the address in one cell."""
    columns = (
        Column(f"{heading} NOMINAL", number("card", "N{:07d}"), "local_id"),
        Column(f"{heading} SURNAME", upper("surname"), "surname"),
        Column(f"{heading} FORENAME 1", upper("forename"), "forename"),
        Column(f"{heading} FORENAME 2", upper("middle"), "middle_names"),
        Column(f"{heading} DOB", written_date("born", "/"), "date_of_birth"),
        Column(f"{heading} ADDRESS", address_in_capitals(), "address"),
        Column(f"{heading} TEL", as_text("number"), "phone"),
    )
    return Slot(role, "person", columns, nth, known)


def _premises(heading: str, role: str = "place") -> Slot:
    return Slot(role, "premises", (Column(heading, upper("name"), "name"),))


def _phone(heading: str, nth: int = 1, *, imei: bool = False) -> Slot:
    columns = (Column(heading, as_text("number"), "number"),)
    return Slot("phone", "phone", (*columns, Column(f"{heading} IMEI", as_text("imei"), "imei")) if imei else columns, nth)


_CRIME = Record(
    kind="recorded_crime",
    rows=happenings("recorded_crime"),
    key=Column("CRIME NO", number("event", "RM{:07d}")),
    columns=(
        Column("DATE FROM", clock("time", "%d/%m/%Y"), "occurred"),
        Column("TIME FROM", clock("time", "%H:%M"), "occurred"),
        Column("CATEGORY", _label("category", "crime_categories"), "category"),
        Column("OUTCOME", as_text("outcome"), "outcome"),
        Column("FORCE", fixed(_FORCE), "force"),
        Column("CIRCUMSTANCES", narrative("recorded_crime"), "narrative"),
    ),
    slots=(
        *(_nominal("suspect", f"SUSPECT {n}", n, known=0.85) for n in (1, 2, 3)),
        *(_nominal("victim", f"VICTIM {n}", n, known=0.95) for n in (1, 2)),
        _nominal("witness", "WITNESS 1", known=0.8),
        Slot("place", "place", place_columns("LOC ")),
        _premises("LOC NAME"),
        vehicle_slot("VRM", known=0.8),
        _phone("PHONE"),
    ),
    recorded=0.97,
    quarantine_when=(_TEST,),
)
_TIMES = "%d-%b-%Y %H:%M"
_ARREST = Record(
    kind="arrest",
    rows=happenings("arrest"),
    key=Column("Record No", number("event", "AR{:06d}")),
    only={"Record type": ("ARREST",)},
    columns=(
        Column("Record type", fixed("ARREST")),
        Column("Date and time", clock("time", _TIMES), "occurred"),
        Column("Offence", as_text("offence"), "offence"),
        Column("Outcome", as_text("outcome"), "outcome"),
        Column("Notes", narrative("arrest"), "narrative"),
    ),
    slots=(
        *(_nominal("arrested", f"PERSON {n}", n) for n in (1, 2, 3)),
        _nominal("victim", "VICTIM", known=0.8),
        Slot("place", "place", place_columns("Place ")),
        _premises("Premises"),
        Slot("bail_address", "home", (Column("Bail address", address_in_capitals(), "address"),), known=0.95),
        vehicle_slot("Vehicle", known=0.9),
        *(_phone(f"Phone {n}", n) for n in (1, 2, 3)),
    ),
)
_CUSTODY = Record(
    kind="custody",
    rows=happenings("custody"),
    key=Column("Record No", number("event", "CU{:06d}")),
    only={"Record type": ("CUSTODY",)},
    columns=(
        Column("Record type", fixed("CUSTODY")),
        Column("Date and time", clock("time", _TIMES), "occurred"),
        Column("Released", clock("until", _TIMES), "occurred_to"),
        Column("Offence", as_text("offence"), "offence"),
        Column("Disposal", as_text("disposal"), "disposal"),
        Column("Station", as_text("station"), "station"),
        Column("Notes", narrative("custody"), "narrative"),
    ),
    slots=(
        _nominal("detained", "PERSON 1"),
        *(_nominal("co_accused", f"PERSON {n}", n - 1, known=0.9) for n in (2, 3)),
        _nominal("appropriate_adult", "APPROPRIATE ADULT", known=0.9),
        Slot("bail_address", "home", (Column("Bail address", address_in_capitals(), "address"),)),
        *(_phone(f"Phone {n}", n) for n in (1, 2, 3)),
    ),
)
_SEIZURE = Record(
    kind="seizure",
    rows=happenings("seizure"),
    key=Column("Exhibit", number("event", "EX-{:06d}")),
    columns=(
        Column("Seized on", minute(), "occurred"),
        Column("Item", as_text("what"), "what"),
        Column("Drug", _label("drug", "drugs"), "drug"),
        Column("Class", said("drug", {t.name: f"Class {t.extra['class']}" for t in terms("drugs").terms.values()}), "drug_class"),
        Column("Quantity", number("quantity", "{:g}"), "quantity"),
        Column("Unit", as_text("unit"), "unit"),
        Column("Cash", number("cash", "£{:,.2f}"), "cash"),
        Column("Remarks", narrative("seizure"), "narrative"),
    ),
    slots=(
        *(_nominal("seized_from", f"FROM {n}", n, known=0.95) for n in (1, 2)),
        Slot("place", "place", place_columns("Found ", line=True)),
        *(_phone(f"Handset {n}", n, imei=True) for n in (1, 2, 3)),
        vehicle_slot("In vehicle"),
    ),
)
RECORDS = System(
    terms=SourceTerms(
        agency="police",
        system="records",
        purpose=POLICE_PURPOSE,
        lawful_basis=LAW_ENFORCEMENT,
        source_grade="1",
        information_grade="B",
    ),
    habits=Habits(afresh=0.25, duplicate=0.2, phone=0.45),
    sheets=(
        Sheet("police_crimes.csv", "csv", (_CRIME,), signed="ENTERED BY"),
        Sheet("police_custody.csv", "csv", (_ARREST, _CUSTODY), signed="Officer", delimiter=";"),
        Sheet("police_exhibits.csv", "csv", (_SEIZURE,), signed="Booked in by", delimiter="\t"),
    ),
)


def _searched(nth: int) -> Slot:
    """A person as an officer types them on a handheld device: the whole name in one box, seldom a telephone number."""
    columns = (
        Column(f"Person {nth}", surname_first(), "full_name"),
        Column(f"Born {nth}", written_date("born", "-", month_names=True), "date_of_birth"),
        Column(f"House {nth}", as_text("house"), "house"),
        Column(f"Street {nth}", title("street"), "street"),
    )
    return Slot("searched", "person", columns, nth)


_STOP = Record(
    kind="stop_and_search",
    rows=happenings("stop_and_search"),
    key=Column("Ref", number("event", "SS{:06d}")),
    columns=(
        Column("When", clock("time", "%Y-%m-%dT%H:%M"), "occurred"),
        Column("Searched", as_text("type"), "type"),
        Column("Power", as_text("legislation"), "legislation"),
        Column("Object", as_text("object"), "object"),
        Column("Outcome", as_text("outcome"), "outcome"),
        Column("Grounds", narrative("stop_and_search"), "narrative"),
    ),
    slots=(
        *(_searched(n) for n in (1, 2, 3)),
        Slot(
            "place",
            "place",
            (
                Column("Road", title("street"), "street"),
                Column("Lat", position("lat"), "latitude"),
                Column("Lon", position("lon"), "longitude"),
            ),
        ),
        vehicle_slot("VRM"),
    ),
)
STOPS = System(
    terms=SourceTerms(
        agency="police",
        system="stops",
        purpose=POLICE_PURPOSE,
        lawful_basis=LAW_ENFORCEMENT,
        source_grade="1",
        information_grade="A",
    ),
    habits=Habits(
        afresh=0.9,
        forename_slip=0.07,
        surname_slip=0.08,
        middle=0.15,
        born_missing=0.1,
        first_january=0.03,
        home_missing=0.3,
        nickname=0.05,
    ),
    sheets=(
        Sheet("police_stops_2024_to_2025.csv.gz", "csv.gz", (_STOP,), signed="Device", later_file="police_stops_2026.csv.gz"),
    ),
)
