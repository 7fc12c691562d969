"""What a form says of a file, and the mapping that this makes: for each column of the file, one thing that it becomes.

A *target* names what a column becomes: ``record.COLUMN``, or ``ROLE.KIND.N.COLUMN`` for the ``N``-th that plays the role.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from stronghold.intake.mapping import InvolvedMapping, RecordMapping, SourceTerms
from stronghold.intake.mapping import Mapping as FileMapping
from stronghold.vocabulary import Kind, kind

__all__ = ["TERMS", "Description", "choices", "describe", "label_of", "mapping_of", "missing"]

TERMS = tuple(f.name for f in fields(SourceTerms) if f.name not in ("agency", "sheet", "timezone"))
"""The source terms that a form asks for. The agency is the account's own; the other two are changed in the mapping's text."""

_RECORD = "record"
_MOST_OF_A_ROLE = 3


@dataclass(frozen=True)
class Description:
    """What a form says: the rows' kind, what each column of the file becomes (those that are used), the columns that number the
    rows, and the source terms by name."""

    kind: str
    targets: Mapping[str, str] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict)


def describe(mapping: FileMapping) -> Description | None:
    """What a form shows of ``mapping``; ``None`` where it says more than a form can: several kinds of record, or a column that
    becomes two things."""
    if len(mapping.records) != 1:
        return None
    record = mapping.records[0]
    pairs = list(_pairs(record))
    targets = dict(pairs)
    if len(targets) < len(pairs):
        return None
    terms = {name: getattr(mapping.source, name) or "" for name in TERMS}
    return Description(record.kind, targets, record.key, terms)


def _pairs(record: RecordMapping) -> Iterator[tuple[str, str]]:
    for column, names in record.columns.items():
        for name in names:
            yield name, f"{_RECORD}.{column}"
    for slot, involved in _numbered(record.involved):
        for column, names in involved.columns.items():
            for name in names:
                yield name, f"{slot}.{column}"


def _numbered(involved: Sequence[InvolvedMapping]) -> Iterator[tuple[str, InvolvedMapping]]:
    """Each with its role, kind and number as a target begins."""
    seen: dict[tuple[str, str], int] = {}
    for one in involved:
        number = seen[one.role, one.kind] = seen.get((one.role, one.kind), 0) + 1
        yield f"{one.role}.{one.kind}.{number}", one


def mapping_of(said: Description, columns: Sequence[str], source: SourceTerms, base: FileMapping | None) -> FileMapping:
    """The mapping that the form makes of a file with ``columns``. What a form does not show (fixed values, conditions, rules) is
    taken from ``base`` where its rows are of the same kind; ``source`` gives the terms that the form does not ask for."""
    of = kind(said.kind)
    record = (
        base.records[0] if base and len(base.records) == 1 and base.records[0].kind == said.kind else RecordMapping(said.kind)
    )
    before = describe(FileMapping(source, (record,)))
    order = [*(before.targets if before else ()), *columns]
    slots: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in dict.fromkeys(order):
        if target := said.targets.get(name):
            slot, _, column = target.rpartition(".")
            found = slots.setdefault(slot, {})
            found[column] = (*found.get(column, ()), name)
    own = slots.pop(_RECORD, {})
    fixed = dict(_numbered(record.involved))
    involved = []
    for slot in sorted({*slots, *(slot for slot, one in fixed.items() if one.constants)}, key=lambda s: _slot_place(of, s)):
        role, kind_name, _ = slot.split(".")
        constants = fixed[slot].constants if slot in fixed else {}
        involved.append(InvolvedMapping(kind_name, role, slots.get(slot, {}), constants))
    given: dict[str, Any] = {
        name: (value or None) if name.endswith("_grade") else value
        for name, value in said.terms.items()
        if name in TERMS and (value or name != "country")
    }
    made = replace(record, columns=own, key=said.keys, involved=tuple(involved))
    return FileMapping(replace(source, **given), (made,))


def _slot_place(of: Kind, slot: str) -> tuple[int, str, int]:
    role, mention, number = slot.split(".")
    roles = list(of.roles)
    return (roles.index(role) if role in roles else len(roles), mention, int(number))


def choices(kind_name: str, used: Sequence[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column may become in a file of this kind: groups of (target, label). A role that many may play is offered once more
    than the targets in ``used`` have it."""
    of = kind(kind_name)
    own = [(f"{_RECORD}.{c.name}", c.label) for c in of.columns.values() if not c.common]
    graded = [(f"{_RECORD}.{c.name}", c.label) for c in of.columns.values() if c.common]
    groups = [(f"The {of.label.lower()} itself", own)]
    for role in of.roles.values():
        for mention in role.kinds:
            taken = {int(t.split(".")[2]) for t in used if t.startswith(f"{role.name}.{mention}.")}
            most = min(max(taken, default=0) + 1, max(_MOST_OF_A_ROLE, max(taken, default=0))) if role.many else 1
            for number in range(1, most + 1):
                slot = f"{role.name}.{mention}.{number}"
                label = _slot_label(of, slot)
                cells = kind(mention).columns.values()
                groups.append((label, [(f"{slot}.{c.name}", f"{label}: {c.label}") for c in cells if not c.common]))
    groups.append(("Grading and handling", graded))
    return groups


def label_of(kind_name: str, target: str) -> str:
    """A target in words: ``Person searched: Surname``."""
    slot, _, column = target.rpartition(".")
    of = kind(kind_name)
    if slot == _RECORD:
        return of.columns[column].label if column in of.columns else column
    mention = kind(slot.split(".")[1])
    return f"{_slot_label(of, slot)}: {mention.columns[column].label if column in mention.columns else column}"


def _slot_label(of: Kind, slot: str) -> str:
    name, mention, number = slot.split(".")
    role = of.roles.get(name)
    label = role.label if role else name
    if role and len(role.kinds) > 1:
        label += f" ({kind(mention).label.lower()})"
    return label if number == "1" else f"{label}, number {number}"


def missing(said: Description, fixed: Sequence[str] = ()) -> list[str]:
    """What no column becomes and a record of the kind cannot do without, each as a sentence; ``fixed`` columns have a fixed value.

    Those that a role needs are asked of the roles that are used.
    """
    if not said.targets and not fixed:
        return ["No column is used: choose what at least one of them becomes."]
    own = {t.rpartition(".")[2] for t in said.targets.values() if t.startswith(f"{_RECORD}.")} | set(fixed)
    found = _missing_in(kind(said.kind), own, f"the {kind(said.kind).label.lower()}")
    slots: dict[str, set[str]] = {}
    for target in said.targets.values():
        slot, _, column = target.rpartition(".")
        if slot != _RECORD:
            slots.setdefault(slot, set()).add(column)
    for slot, columns in slots.items():
        found += _missing_in(kind(slot.split(".")[1]), columns, _slot_label(kind(said.kind), slot))
    return found


def _missing_in(of: Kind, has: set[str], what: str) -> list[str]:
    found = [
        f"Choose the column that becomes “{of.columns[name].label}”: {what} cannot be kept without."
        for name in of.needed
        if name not in has
    ]
    filled = has.union(*(of.columns[name].fills for name in has if name in of.columns))
    if of.needs_any and not filled.intersection(of.needs_any):
        labels = ", ".join(of.columns[name].label for name in of.needs_any)
        found.append(f"Nothing tells one {of.label.lower()} from another in {what}: choose a column for one of: {labels}.")
    return found
