"""A housing association's files, from a system bought elsewhere: other names of columns, other order of names, Windows text."""

from __future__ import annotations

from stronghold.intake.mapping import SourceTerms
from stronghold.town.agencies.cells import as_text, clock, compact, number, title, upper, written_date
from stronghold.town.agencies.council import at_homes_of
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.sayings import narrative
from stronghold.town.agencies.sheet import Column, Record, Sheet, Slot, System

__all__ = ["LANDLORD"]

_DAY = "%d-%m-%Y"


def _customer(role: str, heading: str, nth: int = 1, *, known: float = 1.0) -> Slot:
    columns = (
        Column(f"{heading}_CUST_ID", number("card", "HA{:06d}"), "local_id"),
        Column(f"{heading}_LAST", title("surname"), "surname"),
        Column(f"{heading}_FIRST", title("forename"), "forename"),
        Column(f"{heading}_BIRTH", written_date("born", "-"), "date_of_birth"),
        Column(f"{heading}_MOB", compact(as_text("number")), "phone"),
    )
    return Slot(role, "person", columns, nth, known)


_HOME = Slot(
    "home",
    "home",
    (
        Column("UNIT_FLAT", as_text("flat"), "flat"),
        Column("UNIT_NO", as_text("house"), "house"),
        Column("UNIT_STREET", title("street"), "street"),
        Column("UNIT_PCODE", compact(upper("postcode")), "postcode"),
    ),
)
_TENANCY = Record(
    kind="tenancy",
    rows=at_homes_of("tenancy", "housing association"),
    key=Column("AGREEMENT", number("event", "AG{:06d}")),
    columns=(
        Column("BEGAN", clock("time", _DAY), "occurred"),
        Column("ENDED", clock("until", _DAY), "occurred_to"),
        Column("STATUS", as_text("status"), "status"),
        Column("LANDLORD", as_text("landlord"), "landlord"),
    ),
    slots=(
        *(_customer("tenant", f"TEN{n}", n) for n in (1, 2)),
        *(_customer("household_member", f"OCC{n}", n, known=0.7) for n in (1, 2, 3, 4)),
        _HOME,
    ),
)
_COMPLAINT = Record(
    kind="housing_complaint",
    rows=at_homes_of("housing_complaint", "housing association"),
    key=Column("CASE_ID", number("event", "ASB{:06d}")),
    columns=(
        Column("OPENED", clock("time", "%d-%m-%Y %H:%M"), "occurred"),
        Column("CATEGORY", upper("nature"), "nature"),
        Column("RESULT", as_text("outcome"), "outcome"),
        Column("NOTES", narrative("housing_complaint"), "narrative"),
    ),
    slots=(
        _customer("complainant", "BY"),
        *(_customer("about", f"AGAINST{n}", n, known=0.8) for n in (1, 2)),
        _HOME,
        Slot("vehicle", "vehicle", (Column("VEHICLE", as_text("registration"), "registration"),), known=0.6),
    ),
    recorded=0.85,
)
LANDLORD = System(
    terms=SourceTerms(
        agency="housing association",
        system="lettings",
        purpose="Managing homes, and keeping tenants safe in them",
        lawful_basis="Crime and Disorder Act 1998, section 115; UK GDPR, article 6(1)(f)",
        source_grade="1",
        information_grade="B",
    ),
    habits=Habits(afresh=0.2, duplicate=0.25, accents=True, middle=0.0, born_missing=0.15, phone=0.65),
    sheets=(
        Sheet("homes_tenancies.csv", "csv", (_TENANCY,), signed="USER_ID", delimiter=";", encoding="cp1252", line_end="\r\n"),
        Sheet("homes_complaints.csv", "csv", (_COMPLAINT,), signed="USER_ID", delimiter=";", encoding="cp1252", line_end="\r\n"),
    ),
)
