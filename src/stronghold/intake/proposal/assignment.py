"""Which column of a file fills which column of a record: every candidate finds its place, or a reason why it has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stronghold.intake.mapping import InvolvedMapping, RecordMapping
from stronghold.intake.proposal.candidates import Candidate, Refused
from stronghold.intake.proposal.slots import Slot, are_codes
from stronghold.intake.proposal.words import EVENT, FURTHER_LINE, TIME, rules
from stronghold.vocabulary import Kind, kind

__all__ = ["Assignment", "assign", "is_usable"]

# A row of a person has these of other kinds as columns of its own; the rest of an address keeps its names.
_PERSONS_OWN = {
    ("phone", "number"): "phone",
    ("vehicle", "registration"): "vehicle_registration",
    ("organisation", "name"): "organisation",
}
_PLACE_COLUMNS = {"location", "latitude", "longitude", "area_code", "area_name"}
# Checked by the rules of the United Kingdom.
_POSTCODE = ("address", "postcode")
_BRITISH = {_POSTCODE, ("phone", "number"), ("vehicle", "registration")}
# The role that takes a thing nobody in particular is named for, in the order of preference.
_ROLES_OF_KIND = {
    "address": ("place", "home", "missing_from"),
    "vehicle": ("vehicle",),
    "phone": ("phone", "caller", "sender"),
    "organisation": ("school", "organisation"),
}


@dataclass(frozen=True)
class Assignment:
    """The record mapping, its reasons by key of the mapping, and the columns that are not mapped, each with its reason; ``abroad``: its
    postal codes are those of another country; ``misnamed``: those of ``unmapped`` that are called a name and hold something else."""

    record: RecordMapping
    reasons: dict[str, str]
    unmapped: dict[str, str]
    abroad: bool = False
    misnamed: tuple[str, ...] = ()


def assign(kind_name: str, found: Sequence[Candidate | Refused]) -> Assignment:
    """Place every candidate of a file whose rows are of the kind ``kind_name``. The key is left to the caller."""
    assignment = _Assigning(kind(kind_name), abroad=_from_abroad(found)).run(found)
    return replace(assignment, misnamed=tuple(one.profile.name for one in found if isinstance(one, Refused) and one.misnamed))


def _from_abroad(found: Sequence[Candidate | Refused]) -> bool:
    """Whether what is called a postcode is the code of another country, and nothing in the file is of this one."""
    codes = any(isinstance(one, Refused) and one.target == _POSTCODE and are_codes(one.profile) for one in found)
    return codes and not any(isinstance(one, Candidate) and one.target in _BRITISH for one in found)


def is_usable(record: RecordMapping) -> bool:
    """Whether rows could be kept: the kind's needed columns are mapped, and what tells one such thing from another."""
    of = kind(record.kind)
    filled = {filled for name in record.columns for filled in (name, *of.columns[name].fills)}
    says_something = bool(filled or record.involved)
    return says_something and filled.issuperset(of.needed) and (not of.needs_any or not filled.isdisjoint(of.needs_any))


class _Assigning:
    def __init__(self, of: Kind, *, abroad: bool) -> None:
        self.kind = of
        self.abroad = abroad
        self.own = Slot(of.name, abroad=abroad)
        self.involved: dict[tuple[str, str, int], Slot] = {}
        self.times: list[Candidate] = []
        self.unmapped: dict[str, str] = {}
        hints = rules()["kinds"].get(of.name, {})
        self.main: str | None = hints.get("main")
        self.place: str | None = hints.get("place")

    def run(self, found: Sequence[Candidate | Refused]) -> Assignment:
        refused = [one for one in found if isinstance(one, Refused)]
        # The surest first; of equals, the first in the file (sorting keeps their order).
        for candidate in sorted((one for one in found if isinstance(one, Candidate)), key=lambda one: -one.score):
            self.put(candidate)
        self.reroute_nameless()
        for slot in self.slots():
            refused = slot.tidy(refused)
        self.join_times()
        for refusal in refused:
            self.unmapped[refusal.profile.name] = refusal.reason
        return self.result()

    def slots(self) -> list[Slot]:
        return [self.own, *self.involved.values()]

    def put(self, candidate: Candidate) -> None:
        if candidate.target == TIME:
            self.times.append(candidate)
        elif candidate.target[0] == EVENT:
            self.own.add(candidate.target[1], candidate)
        elif not self.kind.is_event:
            self.put_in(self.own, candidate)
        else:
            slot = self.slot_for(candidate)
            if slot is None:
                label = self.kind.label.lower()
                self.unmapped[candidate.profile.name] = (
                    f"nothing in a {label} takes a {candidate.target[0]}'s {candidate.target[1]}"
                )
            else:
                self.put_in(slot, candidate)

    def put_in(self, slot: Slot, candidate: Candidate) -> None:
        mention, column = candidate.target
        if slot.kind == "organisation" and candidate.target == ("person", "organisation"):
            mention, column = "organisation", "name"
        if candidate.target == FURTHER_LINE:
            slot.further_lines.append(candidate)
        elif slot.kind == "person" and candidate.target in _PERSONS_OWN:
            slot.add(_PERSONS_OWN[candidate.target], candidate)
        elif mention == slot.kind or mention == "address":
            slot.add(column, candidate)
        else:
            self.unmapped[candidate.profile.name] = f"a {kind(slot.kind).label.lower()} has no column for it"

    def slot_for(self, candidate: Candidate) -> Slot | None:
        """The slot of an event that takes the candidate; made where there is none yet."""
        mention, column = candidate.target
        role, number = candidate.role, candidate.number
        allowed = self.kind.roles[role].kinds if role else ()
        if role and mention in allowed:
            return self.slot(mention, role, number)
        if role and "person" in allowed and mention != "person" and column not in _PLACE_COLUMNS:
            return self.slot("person", role, number)
        if candidate.target == ("person", "organisation") and "school" in self.kind.roles:
            return self.slot("organisation", "school", 1)
        if mention == "person":
            return self.slot("person", self.main, number) if self.main else None
        if mention == "address" and self.main and self.place is None and column not in _PLACE_COLUMNS:
            return self.slot("person", self.main, number)
        if mention == "phone" and self.main and "person" in self.kind.roles[self.main].kinds and "caller" not in self.kind.roles:
            return self.slot("person", self.main, number)
        if candidate.target == ("vehicle", "registration") and self.main and "vehicle" not in self.kind.roles:
            return self.slot("person", self.main, number)
        return self.slot_of_kind(mention)

    def slot_of_kind(self, mention: str) -> Slot | None:
        preferred = (self.place,) if mention == "address" and self.place else _ROLES_OF_KIND.get(mention, ())
        for role in preferred:
            if role in self.kind.roles and mention in self.kind.roles[role].kinds:
                return self.slot(mention, role, 1)
        return None

    def slot(self, mention: str, role: str, number: int) -> Slot:
        if not self.kind.roles[role].many:
            number = 1
        return self.involved.setdefault((mention, role, number), Slot(mention, role, number, self.abroad))

    def reroute_nameless(self) -> None:
        """A person of whom only an address or a phone is known is nobody. What is known belongs to the event itself, unless its
        name says that it is somebody's: a victim's postcode is not where the crime was."""
        for slot in self.take_nameless():
            for candidate in (*(one for many in slot.columns.values() for one in many), *slot.further_lines):
                other = self.slot_of_kind(candidate.target[0]) if slot.kind == "person" and candidate.role is None else None
                if other is None:
                    self.leave(candidate, slot.kind)
                else:
                    self.put_in(other, candidate)
        for slot in self.take_nameless():
            for candidate in (*(one for many in slot.columns.values() for one in many), *slot.further_lines):
                self.leave(candidate, slot.kind)

    def take_nameless(self) -> list[Slot]:
        """Take out those involved whom nothing tells apart; an address of further lines alone is still an address."""
        nameless = {
            key: slot
            for key, slot in self.involved.items()
            if not slot.tells_who() and not (slot.kind == "address" and slot.further_lines)
        }
        for key, slot in nameless.items():
            del self.involved[key]
            self.unmapped.update(slot.unmapped)
        return list(nameless.values())

    def leave(self, candidate: Candidate, kind_name: str) -> None:
        self.unmapped[candidate.profile.name] = f"nothing tells which {kind(kind_name).label.lower()} it belongs to"

    def join_times(self) -> None:
        for candidate in self.times:
            dates = self.own.columns.get("occurred", [])
            if len(dates) == 1 and not any(":" in value for value in dates[0].profile.values):
                dates.append(candidate)
            else:
                self.unmapped[candidate.profile.name] = "there is no date without a time that it belongs to"

    def result(self) -> Assignment:
        reasons: dict[str, str] = {}
        unmapped = dict(self.unmapped)
        for slot in self.slots():
            unmapped.update(slot.unmapped)
        involved = []
        for number, slot in enumerate(self.involved.values(), start=1):
            columns = _columns(slot, f"record.1.involved.{number}", reasons)
            involved.append(InvolvedMapping(kind=slot.kind, role=slot.role or "", columns=columns))
        columns = _columns(self.own, "record.1", reasons)
        return Assignment(
            RecordMapping(kind=self.kind.name, columns=columns, involved=tuple(involved)), reasons, unmapped, self.abroad
        )


def _columns(slot: Slot, at: str, reasons: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The slot's columns in the vocabulary's order; their reasons are added under the keys of the mapping."""
    columns = {}
    for name in kind(slot.kind).columns:
        if name in slot.columns:
            columns[name] = tuple(one.profile.name for one in slot.columns[name])
            reasons[f"{at}.columns.{name}"] = "; ".join(dict.fromkeys(one.reason for one in slot.columns[name]))
    return columns
