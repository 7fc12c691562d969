"""The council's files: its gazetteer of addresses, its tenants, complaints about homes, reports from the public, needles found."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stronghold.intake.mapping import SourceTerms
from stronghold.town.agencies.cells import as_text, clock, compact, joined, number, prefixed, title, upper, written_date
from stronghold.town.agencies.directory import Directory
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.lines import address_line, happenings, name_in_order, place_columns, position
from stronghold.town.agencies.sayings import narrative
from stronghold.town.agencies.sheet import Column, Record, Sheet, Slot, System
from stronghold.town.agencies.spans import ints

__all__ = ["CLEANSING", "CONTACT_CENTRE", "GAZETTEER", "HOUSING", "at_homes_of"]

_PURPOSE = "Preventing crime and disorder, and keeping tenants safe in their homes"
_BASIS = "Crime and Disorder Act 1998, section 115; UK GDPR, article 6(1)(e)"
_EXACT = Habits(
    street_short=0, street_slip=0, house_slip=0, flat_missing=0, postcode_slip=0, postcode_missing=0, home_missing=0, old_home=0
)


def at_homes_of(kind: str, *tenures: str) -> Callable[[Directory], pa.Table]:
    """What happened of that kind at homes of those tenures."""

    def rows(town: Directory) -> pa.Table:
        table = getattr(town.world, kind)
        fits = pc.is_in(town.world.home["tenure"], pa.array(tenures)).to_numpy()
        home = ints(table["home"])
        return table.filter(pa.array((home >= 0) & fits[np.maximum(home, 0)]))

    return rows


def _addresses(town: Directory) -> pa.Table:
    homes = town.world.home.filter(town.world.home["ward"].is_valid())
    return pa.table({"event": homes["home"].cast(pa.int64()), "subject": homes["home"], "sort": homes["sort"]})


_ADDRESS = Record(
    kind="address",
    rows=_addresses,
    key=Column("REF", number("event", "G{:07d}")),
    columns=(Column("CLASS", upper("sort")),),
    slots=(
        Slot(
            "subject",
            "home",
            (
                Column("UPRN", as_text("uprn"), "uprn"),
                Column("SAO", as_text("flat"), "flat"),
                Column("PAO", as_text("house"), "house"),
                Column("STREET_DESCRIPTOR", upper("street"), "street"),
                Column("POST_TOWN", upper("locality"), "town"),
                Column("POSTCODE", upper("postcode"), "postcode"),
                Column("LATITUDE", position("lat"), "latitude"),
                Column("LONGITUDE", position("lon"), "longitude"),
            ),
        ),
    ),
    recorded=0.995,
)
GAZETTEER = System(
    terms=SourceTerms(
        agency="council",
        system="gazetteer",
        purpose="Knowing which addresses there are, and where",
        lawful_basis="UK GDPR, article 6(1)(e); it names nobody",
    ),
    habits=_EXACT,
    sheets=(Sheet("council_gazetteer.csv", "csv", (_ADDRESS,), signed="CUSTODIAN"),),
)


def _tenant(role: str, heading: str, nth: int) -> Slot:
    columns = (
        Column(f"{heading} no.", number("card", "P{:06d}"), "local_id"),
        Column(heading, name_in_order(with_title=True), "full_name"),
        Column(f"{heading} born", written_date("born", "."), "date_of_birth"),
        Column(f"{heading} NI no.", as_text("nino"), "nino"),
        Column(f"{heading} contact", compact(as_text("number")), "phone"),
        Column(f"{heading} e-mail", as_text("email"), "email"),
    )
    return Slot(role, "person", columns, nth)


def _member(nth: int) -> Slot:
    columns = (
        Column(f"Occupant {nth}", name_in_order(), "full_name"),
        Column(f"Occupant {nth} born", written_date("born", "."), "date_of_birth"),
    )
    return Slot("household_member", "person", columns, nth, known=0.85)


_HOME = (Column("UPRN", as_text("uprn"), "uprn"), Column("Address", address_line(), "address"))
_TENANCY = Record(
    kind="tenancy",
    rows=at_homes_of("tenancy", "council"),
    key=Column("Tenancy", number("event", "T{:06d}")),
    columns=(
        Column("Start", clock("time", "%d.%m.%Y"), "occurred"),
        Column("End", clock("until", "%d.%m.%Y"), "occurred_to"),
        Column("Tenure", as_text("tenure"), "tenure"),
        Column("Status", as_text("status"), "status"),
        Column("Landlord", as_text("landlord"), "landlord"),
        Column("Notes", narrative("tenancy"), "narrative"),
    ),
    slots=(
        *(_tenant("tenant", heading, n) for n, heading in ((1, "Tenant"), (2, "Joint tenant"))),
        *(_member(n) for n in (1, 2, 3, 4)),
        Slot("home", "home", _HOME),
    ),
)
_DAY_IN_WORDS = "%d %B %Y %H:%M"
_COMPLAINT = Record(
    kind="housing_complaint",
    rows=at_homes_of("housing_complaint", "council", "owned", "private rent"),
    key=Column("Case", number("event", "HC{:06d}")),
    columns=(
        Column("Received", clock("time", _DAY_IN_WORDS), "occurred"),
        Column("Type", as_text("nature"), "nature"),
        Column("Outcome", as_text("outcome"), "outcome"),
        Column("Details", narrative("housing_complaint"), "narrative"),
    ),
    slots=(
        *(_tenant("complainant", f"Caller{suffix}", n) for n, suffix in ((1, ""), (2, " 2"))),
        *(_tenant("about", f"About {n}", n) for n in (1, 2)),
        Slot(
            "home", "home", (Column("UPRN", as_text("uprn"), "uprn"), Column("Address complained of", address_line(), "address"))
        ),
        Slot("vehicle", "vehicle", (Column("Vehicle", as_text("registration"), "registration"),), known=0.7),
    ),
    recorded=0.9,
)
HOUSING = System(
    terms=SourceTerms(
        agency="council", system="housing", purpose=_PURPOSE, lawful_basis=_BASIS, source_grade="1", information_grade="B"
    ),
    habits=Habits(afresh=0.2, nino=0.4, email=0.35, phone=0.6, accents=True, born_missing=0.12, old_phone=0.12),
    sheets=(
        Sheet("council_tenancies.csv", "csv", (_TENANCY,), signed="Officer"),
        Sheet("council_housing_complaints.csv", "csv", (_COMPLAINT,), signed="Taken by", encoding="utf-8-sig"),
    ),
)


def _spoken_of(role: str, heading: str, nth: int = 1) -> Slot:
    """People as the public knows them: a first name, perhaps the rest."""
    columns = (
        Column(f"{heading} {nth}", joined(" ", title("forename"), title("surname")), "full_name"),
        Column(f"{heading} {nth} known as", title("street_name"), "alias"),
    )
    return Slot(role, "person", columns, nth, known=0.6)


_REPORT = Record(
    kind="community_report",
    rows=happenings("community_report"),
    key=Column("Contact no", number("event", "CC{:06d}")),
    columns=(
        Column("Date", clock("time", "%d/%m/%Y"), "occurred"),
        Column("Time", clock("time", "%H.%M"), "occurred"),
        Column("Channel", as_text("channel"), "channel"),
        Column("Subject", as_text("nature"), "nature"),
        Column("What was said", narrative("community_report"), "narrative"),
    ),
    slots=(
        *(_spoken_of("about", "Named", n) for n in (1, 2)),
        _spoken_of("at_risk", "Worried about"),
        Slot("place", "place", place_columns("", line=True)),
        *(
            Slot("vehicle", "vehicle", (Column(f"Reg {n}", as_text("registration"), "registration"),), n, known=0.5)
            for n in (1, 2)
        ),
        Slot("phone", "phone", (Column("Number given", as_text("number"), "number"),)),
    ),
    recorded=0.85,
)
CONTACT_CENTRE = System(
    terms=SourceTerms(
        agency="council",
        system="contact centre",
        purpose=_PURPOSE,
        lawful_basis=_BASIS,
        source_grade="2",
        information_grade="C",
    ),
    habits=Habits(afresh=1.0, nickname=0.35, surname_missing=0.5, other_form=0.2, street_name_alone=0.2, house_slip=0.04),
    sheets=(Sheet("council_community_reports.csv", "csv", (_REPORT,), signed="Agent", delimiter=";"),),
)

_NEEDLES = Record(
    kind="needle_find",
    rows=happenings("needle_find"),
    key=Column("Job", number("event", "NF{:05d}")),
    columns=(
        Column("Date", clock("time", "%d/%m/%Y %H:%M"), "occurred"),
        Column("How many", number("number"), "number"),
        Column("Crew", as_text("cleared_by"), "cleared_by"),
        Column("Remarks", narrative("needle_find"), "narrative"),
    ),
    slots=(
        Slot(
            "place", "place", (*place_columns("", line=True), Column("near", prefixed("near ", as_text("location")), "location"))
        ),
    ),
    recorded=0.8,
)
CLEANSING = System(
    terms=SourceTerms(
        agency="council",
        system="street cleansing",
        purpose="Keeping streets clean and safe",
        lawful_basis="Environmental Protection Act 1990; it names nobody",
        source_grade="1",
        information_grade="A",
    ),
    habits=Habits(),
    sheets=(Sheet("council_needle_finds.csv", "csv", (_NEEDLES,), signed="Depot"),),
)
