"""Record kinds, read from ``kinds/*.yaml``: what a record can be, its columns, and the parts people play in it.

A *mention* kind (person, address, phone, vehicle, organisation) is something a record names and linking resolves. An *event*
kind is something that happened, with roles for those involved and rules for the ties it gives evidence of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from stronghold.vocabulary.yaml_text import read_yaml

__all__ = ["Column", "Kind", "Part", "Role", "TieRule", "event_kinds", "kind", "kinds", "mention_kinds"]

Use = Literal["record", "equality"]


@dataclass(frozen=True)
class Column:
    """One column of a kind.

    ``type`` names the cleaner in ``intake.cleaning``. ``link`` columns take part in person linking; ``use="equality"`` columns
    (protected characteristics) are kept for equality monitoring alone and are never an input to anything. ``fills`` are the
    columns that a composite (a whole name, a whole address) is split into; it is not kept itself. ``common`` columns are
    declared once in ``common.yaml``, belong to every kind, and are kept with the record.
    """

    name: str
    type: str
    label: str
    meaning: str = ""
    needed: bool = False
    link: bool = False
    use: Use = "record"
    part_of: str | None = None
    fills: tuple[str, ...] = ()
    common: bool = False


@dataclass(frozen=True)
class Part:
    """A mention that rides along in a person's own columns: their home, phone, vehicle or organisation."""

    name: str
    kind: str
    label: str
    layer: str
    weight: float
    meaning: str


@dataclass(frozen=True)
class Role:
    """A part played in an event, by mentions of one of ``kinds``; ``many`` where several may play it."""

    name: str
    kinds: tuple[str, ...]
    label: str
    many: bool = False


@dataclass(frozen=True)
class TieRule:
    """An event of this kind is evidence of a tie between those in two roles.

    ``weight`` (0 to 1) is how strongly one well-graded record speaks for a real tie; it is about evidence, not about people.
    """

    between: tuple[str, str]
    layer: str
    weight: float
    meaning: str


@dataclass(frozen=True)
class Kind:
    """A record kind, as its YAML file declares it."""

    name: str
    label: str
    plural: str
    is_: Literal["mention", "event"]
    meaning: str
    columns: Mapping[str, Column]
    roles: Mapping[str, Role] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    ties: tuple[TieRule, ...] = ()
    needs_any: tuple[str, ...] = ()
    source: str = ""

    @property
    def is_event(self) -> bool:
        return self.is_ == "event"

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns without which a row cannot be kept."""
        return tuple(c.name for c in self.columns.values() if c.needed)


def _column(name: str, spec: dict[str, Any], *, common: bool = False) -> Column:
    return Column(name=name, common=common, **{**spec, "fills": tuple(spec.get("fills", ()))})


@cache
def _common_columns() -> Mapping[str, Column]:
    text = (files("stronghold.vocabulary") / "common.yaml").read_text(encoding="utf-8")
    return {name: _column(name, spec, common=True) for name, spec in read_yaml(text)["columns"].items()}


def _kind(raw: dict[str, Any]) -> Kind:
    columns = {name: _column(name, spec) for name, spec in raw["columns"].items()}
    columns.update(_common_columns())
    roles = {
        name: Role(name=name, kinds=tuple(spec["kinds"]), label=spec["label"], many=spec.get("many", False))
        for name, spec in raw.get("roles", {}).items()
    }
    parts = {name: Part(name=name, **spec) for name, spec in raw.get("parts", {}).items()}
    ties = tuple(
        TieRule(
            between=(t["between"][0], t["between"][1]),
            layer=t["layer"],
            weight=float(t["weight"]),
            meaning=t["meaning"],
        )
        for t in raw.get("ties", ())
    )
    return Kind(
        name=raw["name"],
        label=raw["label"],
        plural=raw["plural"],
        is_=raw["is"],
        meaning=raw["meaning"],
        columns=columns,
        roles=roles,
        parts=parts,
        ties=ties,
        needs_any=tuple(raw.get("needs_any", ())),
        source=raw.get("source", ""),
    )


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by name, mentions first, then events, each in the order of their names."""
    folder = files("stronghold.vocabulary") / "kinds"
    found = [_kind(read_yaml(entry.read_text(encoding="utf-8"))) for entry in folder.iterdir() if entry.name.endswith(".yaml")]
    found.sort(key=lambda k: (k.is_event, k.name))
    return {k.name: k for k in found}


def kind(name: str) -> Kind:
    """The kind of that name; ``KeyError`` where there is none."""
    return kinds()[name]


def mention_kinds() -> tuple[Kind, ...]:
    return tuple(k for k in kinds().values() if not k.is_event)


def event_kinds() -> tuple[Kind, ...]:
    return tuple(k for k in kinds().values() if k.is_event)
