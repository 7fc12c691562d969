"""What is proposed for a file that was sent: a mapping that is known already, else one from its columns and values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from stronghold.casework.descriptions import TERMS, Description, describe
from stronghold.errors import BadInput
from stronghold.governance.models import Account
from stronghold.governance.sources import kept_mappings
from stronghold.intake.mapping import Mapping, SourceTerms
from stronghold.intake.proposal import NothingRecognised, Proposal, propose
from stronghold.intake.readers import open_source
from stronghold.intake.recognise import recognise, shipped
from stronghold.picture.store import Store

__all__ = ["Described", "described"]


@dataclass(frozen=True)
class Described:
    """A file's columns, what is proposed for each, and why.

    ``origin`` names the mapping that the file was recognised by (empty: none); then ``mapping`` is complete. ``typed`` is what a
    form begins with where there is no mapping without fault yet.
    """

    columns: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    notes: tuple[str, ...] = ()
    origin: str = ""
    targets: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    kind_reason: str = ""
    mapping: str = ""
    typed: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """What of it is kept with the upload as its proposal."""
        return {name: value for name, value in asdict(self).items() if name not in ("mapping", "typed")}


def described(store: Store, path: Path, account: Account, *, sheet: str | None = None, kind: str | None = None) -> Described:
    """Look at the file ``path``, and propose how to read it; ``BadInput`` where it cannot be read.

    ``sheet`` and ``kind`` are what a person has chosen; a known mapping is then not looked for.
    """
    with open_source(path, sheet=sheet) as reader:
        columns, sheets, read = tuple(reader.columns), reader.sheets, reader.sheet
        notes = tuple(reader.notes)
    seen = Described(columns, sheets, read if len(sheets) > 1 else None, notes)
    known = None if kind else _known(store, columns, account)
    if known is not None:
        origin, mapping = known
        mapping = replace(mapping, recognise=(), source=replace(mapping.source, agency=account.agency.name, sheet=seen.sheet))
        said = describe(mapping)
        reasons = dict.fromkeys(mapping.file_columns, f"as in {origin}")
        targets = dict(said.targets) if said else {}
        return replace(seen, origin=origin, targets=targets, reasons=reasons, mapping=mapping.to_toml())
    try:
        return _proposed(seen, propose(path, sheet=seen.sheet, kind=kind), account)
    except NothingRecognised as error:
        terms = {name: _default(name) for name in TERMS} | {"system": path.name.split(".")[0]}
        typed = asdict(Description(kind or "person", terms=terms))
        return replace(seen, typed=typed, kind_reason=error.message)


def _proposed(seen: Described, proposal: Proposal, account: Account) -> Described:
    mapping = replace(proposal.mapping, source=replace(proposal.mapping.source, agency=account.agency.name))
    said = describe(mapping)
    if said is None:
        raise BadInput("The proposed mapping cannot be shown as a form.", remedy="Write the mapping by hand.")
    reasons = dict(proposal.unmapped)
    for name, target in said.targets.items():
        reasons[name] = _reason(proposal, mapping, name, target)
    for name in said.keys:
        number = proposal.reasons.get("record.1.key", "")
        reasons[name] = "; ".join(filter(None, [reasons.get(name), f"it numbers the rows: {number}"]))
    return replace(
        seen,
        targets=dict(said.targets),
        reasons=reasons,
        kind_reason=proposal.reasons.get("record.1.kind", ""),
        typed=asdict(said),
    )


def _reason(proposal: Proposal, mapping: Mapping, name: str, target: str) -> str:
    """Why the file's column became the target, as the proposal says it by the key of its mapping."""
    slot, _, column = target.rpartition(".")
    if slot == "record":
        return proposal.reasons.get(f"record.1.columns.{column}", "")
    for number, involved in enumerate(mapping.records[0].involved, start=1):
        if involved.kind == slot.split(".")[1] and name in involved.columns.get(column, ()):
            return proposal.reasons.get(f"record.1.involved.{number}.columns.{column}", "")
    return ""


def _known(store: Store, columns: tuple[str, ...], account: Account) -> tuple[str, Mapping] | None:
    """(what it is from, the mapping) of a layout that the agency loaded before, else of one that comes with Stronghold.

    Of several earlier files whose mapping reads only columns that are there, and half of them at least, the last that reads most.
    """
    earlier = [
        (name, mapping)
        for name, mapping in kept_mappings(store, account)
        if set(mapping.file_columns).issubset(columns) and 2 * len(mapping.file_columns) >= len(columns)
    ]
    if earlier:
        best = max(enumerate(earlier), key=lambda found: (len(found[1][1].file_columns), found[0]))[1]
        return f"“{best[0]}”, loaded before", best[1]
    mapping = recognise(columns)
    if mapping is None:
        return None
    name = next(name for name, known in shipped().items() if known is mapping)
    return f"the mapping “{name}” that comes with Stronghold", mapping


def _default(name: str) -> str:
    value = SourceTerms.__dataclass_fields__[name].default
    return value if isinstance(value, str) else ""
