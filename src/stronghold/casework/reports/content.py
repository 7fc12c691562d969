"""What one version of a report says, as it was typed, and the shape it is kept in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar

__all__ = ["GROUPS", "KINDS", "ROLES", "Content", "Organisation", "Person", "Phone", "Place", "Row", "Vehicle"]

KINDS = ("intelligence_report", "community_report")
"""The event kinds of the vocabulary that can be entered by hand."""

ROLES: Mapping[str, tuple[str, ...]] = {
    "intelligence_report": ("subject", "associate", "at_risk"),
    "community_report": ("about", "at_risk"),
}
"""The roles that a person can have in a report of each kind, as the vocabulary names them."""


@dataclass(frozen=True)
class Person:
    """Someone the report names. All as typed; ``role`` is one of :data:`ROLES`."""

    name: str = ""
    date_of_birth: str = ""
    phone: str = ""
    address: str = ""
    role: str = ""


@dataclass(frozen=True)
class Place:
    """Where it happened: an address on one line, and the place in words."""

    address: str = ""
    description: str = ""


@dataclass(frozen=True)
class Vehicle:
    registration: str = ""
    make: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Phone:
    number: str = ""


@dataclass(frozen=True)
class Organisation:
    name: str = ""


Row = Person | Place | Vehicle | Phone | Organisation
_RowType = TypeVar("_RowType", Person, Place, Vehicle, Phone, Organisation)

GROUPS: Mapping[str, type[Row]] = {
    "places": Place,
    "people": Person,
    "vehicles": Vehicle,
    "phones": Phone,
    "organisations": Organisation,
}
"""The lists of a report, in the order of the form, and what each is a list of."""


@dataclass(frozen=True)
class Content:
    """One version of a report.

    ``when`` is the time as it was typed ("today 14:30"), ``occurred`` the same as a date that stays what it is
    ("24/11/2026 14:30"). Codes are names of the vocabulary's lists. ``channel`` and ``nature`` are of community reports,
    ``sanitised`` of intelligence reports. There is no place for the identity of a source.
    """

    narrative: str = ""
    when: str = ""
    occurred: str = ""
    places: tuple[Place, ...] = ()
    people: tuple[Person, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    phones: tuple[Phone, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    source_grade: str = ""
    information_grade: str = ""
    handling: str = ""
    conditions: str = ""
    sensitivity: str = "standard"
    protective_marking: str = ""
    operation: str = ""
    channel: str = ""
    nature: str = ""
    sanitised: bool = field(default=False)

    def to_json(self) -> dict[str, Any]:
        """As the database keeps it: what is empty is left out."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Content:
        """The content that :meth:`to_json` gave."""
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in kept.items() if name in known and name not in GROUPS}
        # A plain standard is the default of the form, not of what is kept.
        values.setdefault("sensitivity", "")
        return cls(
            **values,
            places=_rows(Place, kept.get("places")),
            people=_rows(Person, kept.get("people")),
            vehicles=_rows(Vehicle, kept.get("vehicles")),
            phones=_rows(Phone, kept.get("phones")),
            organisations=_rows(Organisation, kept.get("organisations")),
        )


def _rows(row: type[_RowType], kept: list[Mapping[str, str]] | None) -> tuple[_RowType, ...]:
    known = {f.name for f in fields(row)}
    return tuple(row(**{name: value for name, value in one.items() if name in known}) for one in kept or ())
