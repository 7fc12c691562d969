"""Health's files: whom ambulances were sent to, and who was seen at the hospital."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from stronghold.intake.mapping import SourceTerms
from stronghold.town.agencies.cells import as_text, clock, compact, number, said, title, upper, written_date
from stronghold.town.agencies.directory import Directory, taken
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.lines import happenings, name_in_order, place_columns, surname_first
from stronghold.town.agencies.sayings import narrative
from stronghold.town.agencies.sheet import Column, Record, Sheet, Slot, System
from stronghold.town.agencies.spans import ints
from stronghold.vocabulary import terms

__all__ = ["AMBULANCE", "HOSPITAL"]

_BASIS = "Children Act 2004, section 11; Care Act 2014, section 45; UK GDPR, article 9(2)(g)"
_DRUGS = {term.name: term.label for term in terms("drugs").terms.values()}


def _treated(role: str, heading: str, nth: int = 1, *, known: float = 1.0) -> Slot:
    columns = (
        Column(heading, name_in_order(), "full_name"),
        Column(f"{heading} DOB", written_date("born", "."), "date_of_birth"),
        Column(f"{heading} NHS", as_text("nhs_number"), "nhs_number"),
    )
    return Slot(role, "person", columns, nth, known)


_CALL_OUT = Record(
    kind="ambulance_attendance",
    rows=happenings("ambulance_attendance"),
    key=Column("Incident", number("event", "AMB{:07d}")),
    columns=(
        Column("Call time", clock("time", "%Y-%m-%d %H:%M:%S"), "occurred"),
        Column("Clear time", clock("until", "%Y-%m-%d %H:%M:%S"), "occurred_to"),
        Column("Chief complaint", as_text("nature"), "nature"),
        Column("Suspected drug", said("drug", _DRUGS), "drug"),
        Column("Outcome", as_text("outcome"), "outcome"),
        Column("Notes", narrative("ambulance_attendance"), "narrative"),
    ),
    slots=(
        _treated("patient", "Patient", known=0.9),
        *(_treated("present", f"On scene {n}", n, known=0.35) for n in (1, 2)),
        Slot("place", "place", place_columns("Scene ", line=True)),
    ),
    recorded=0.95,
)
AMBULANCE = System(
    terms=SourceTerms(
        agency="health",
        system="ambulance",
        purpose="Protecting people from harm by drugs and exploitation",
        lawful_basis=_BASIS,
        sensitivity="sensitive",
        source_grade="1",
        information_grade="A",
    ),
    habits=Habits(
        afresh=0.7, nhs_number=0.4, born_missing=0.2, first_january=0.04, forename_slip=0.07, surname_slip=0.07, middle=0.1
    ),
    sheets=(Sheet("health_ambulance.csv", "csv", (_CALL_OUT,), signed="Crew"),),
)


def _registered(role: str, heading: str, nth: int = 1, *, known: float = 1.0) -> Slot:
    columns = (
        Column(f"{heading} MRN", number("card", "M{:07d}"), "local_id"),
        Column(f"{heading} name", surname_first(), "full_name"),
        Column(f"{heading} born", written_date("born", "/"), "date_of_birth"),
        Column(f"{heading} NHS number", as_text("nhs_number"), "nhs_number"),
        Column(f"{heading} house", as_text("house"), "house"),
        Column(f"{heading} road", title("street"), "street"),
        Column(f"{heading} postcode", compact(upper("postcode")), "postcode"),
        Column(f"{heading} tel", as_text("number"), "phone"),
    )
    return Slot(role, "person", columns, nth, known)


def _attendances(town: Directory) -> pa.Table:
    """The hospital is named; as a place of injury it says nothing."""
    table = town.world.hospital_attendance
    inside = table["organisation"].is_valid()
    named = table.append_column("hospital", taken(town.world.organisation["name"], ints(table["organisation"])))
    for name in ("home", "organisation", "street", "lat", "lon"):
        cells = pc.if_else(inside, pa.scalar(None, table[name].type), table[name])
        named = named.set_column(named.column_names.index(name), name, cells)
    return named


_ATTENDANCE = Record(
    kind="hospital_attendance",
    rows=_attendances,
    key=Column("Attendance", number("event", "ED{:07d}")),
    columns=(
        Column("Arrived", clock("time", "%d/%m/%Y %H:%M"), "occurred"),
        Column("Left", clock("until", "%d/%m/%Y %H:%M"), "occurred_to"),
        Column("Site", as_text("hospital"), "hospital"),
        Column("Department", as_text("department"), "department"),
        Column("Presenting complaint", as_text("nature"), "nature"),
        Column("Substance", said("drug", _DRUGS), "drug"),
        Column("Outcome", as_text("outcome"), "outcome"),
        Column("Triage note", narrative("hospital_attendance"), "narrative"),
    ),
    slots=(
        _registered("patient", "Patient", known=0.98),
        _registered("brought_by", "Brought by", known=0.5),
        Slot("incident_place", "place", place_columns("Injured at ", line=True), known=0.6),
    ),
    recorded=0.97,
)
HOSPITAL = System(
    terms=SourceTerms(
        agency="health",
        system="hospital",
        purpose="Protecting people from harm by drugs and exploitation",
        lawful_basis=_BASIS,
        sensitivity="sensitive",
        source_grade="1",
        information_grade="A",
    ),
    habits=Habits(afresh=0.2, nhs_number=0.85, born_missing=0.02, first_january=0.01, accents=True, phone=0.6, duplicate=0.1),
    sheets=(Sheet("health_hospital.csv", "csv", (_ATTENDANCE,), signed="Clerk"),),
)
