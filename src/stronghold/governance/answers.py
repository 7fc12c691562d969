"""What the gateway answers with: plain values, each taken from visible records alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["CellNote", "EntityView", "Found", "LinkView", "MentionView", "RecordView", "TieView"]

_FORMATS = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M"}


@dataclass(frozen=True)
class Found:
    """An entity that a search found. ``label`` is its best visible name, ``matches`` the texts of records that matched."""

    entity_id: str
    kind: str
    label: str
    matches: tuple[str, ...]


@dataclass(frozen=True)
class MentionView:
    """One mention in a record: its role, whose part it is (``part``: home, phone...), and its values as recorded."""

    mention_key: str
    kind: str
    role: str
    part: str | None
    entity_id: str | None
    label: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class CellNote:
    """A cell of the record that could not be used as it stood, and why."""

    column: str
    raw: str
    reason: str


@dataclass(frozen=True)
class RecordView:
    """One record: where it comes from, when it was (UTC), how it is graded, under what rules it is held, and what it says.

    ``values`` are an event's own columns; ``mentions`` those it names (in an entity's view: that entity and its parts alone).
    """

    record_key: str
    kind: str
    agency: str
    system: str
    file: str
    sheet: str | None
    line: int
    occurred_from: datetime | None
    occurred_to: datetime | None
    occurred_precision: str | None
    timezone: str
    source_grade: str | None
    information_grade: str | None
    handling: str | None
    sensitivity: str | None
    operation: str | None
    purpose: str | None
    lawful_basis: str | None
    values: Mapping[str, Any]
    mentions: tuple[MentionView, ...]
    notes: tuple[CellNote, ...] = ()

    @property
    def when(self) -> str:
        """When it was, in the zone of its source and as exactly as the source says; empty where it does not."""
        if self.occurred_from is None:
            return ""
        local = self.occurred_from.astimezone(ZoneInfo(self.timezone))
        return local.strftime(_FORMATS.get(self.occurred_precision or "", _FORMATS["minute"]))


@dataclass(frozen=True)
class TieView:
    """A tie to another entity, worked out again from the visible records that are evidence of it.

    ``evidence`` holds the keys of the latest of them, ``records`` how many there are.
    """

    layer: str
    entity_id: str
    kind: str
    label: str
    records: int
    agencies: int
    first_seen: datetime | None
    last_seen: datetime | None
    strength: float
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class LinkView:
    """Why two mentions are taken for one: how likely, and what each compared field says for it or against it.

    ``match_weight`` and the number at the end of each reason are in bits (log2 odds); above 0 speaks for it.
    """

    mention_l: str
    mention_r: str
    probability: float
    match_weight: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntityView:
    """An entity as visible records show it. ``redirected_from`` is the id asked for, where that has been merged into this one.

    ``records`` are the latest, at most as many as asked for; ``records_visible`` counts all that are visible.
    """

    entity_id: str
    kind: str
    label: str
    redirected_from: str | None
    records_visible: int
    first_seen: datetime | None
    last_seen: datetime | None
    records: tuple[RecordView, ...]
    ties: tuple[TieView, ...]
    links: tuple[LinkView, ...]
