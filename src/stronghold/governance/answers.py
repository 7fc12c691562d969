"""What the gateway answers with: plain values, each taken from visible records alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from stronghold.governance.times import local_when

if TYPE_CHECKING:  # these are told by modules that read answers' own words
    from stronghold.governance.belongings import Belonging
    from stronghold.governance.bridge import Bridge
    from stronghold.governance.buildings import InBuilding
    from stronghold.governance.ways import Way

__all__ = [
    "CellNote",
    "EntityView",
    "Evidence",
    "Fact",
    "Findings",
    "Found",
    "LinkReason",
    "LinkView",
    "MentionView",
    "Named",
    "Part",
    "RecordView",
    "TieView",
    "Tied",
]


@dataclass(frozen=True)
class Named:
    """What visible records call an entity, and how much they say of it.

    ``child``: a recorded date of birth says under 18 today; known only to protect. ``handling``: the codes of those records.
    """

    kind: str
    label: str
    child: bool
    records: int
    first_seen: datetime | None
    last_seen: datetime | None
    handling: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """An entity that a search found. ``label`` is its best visible name, ``matches`` the texts of records that matched."""

    entity_id: str
    kind: str
    label: str
    matches: tuple[str, ...]
    child: bool = False
    records: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    handling: tuple[str, ...] = ()


@dataclass(frozen=True)
class Findings:
    """What a search found: one page of entities, best first, and the latest records whose key or reference was asked for.

    ``total`` counts the entities of the kinds asked for, ``by_kind`` all of them, ``records_total`` the records. Where
    ``complete`` is false, more match than a search looks through: the counts are of those it did.
    """

    found: tuple[Found, ...]
    total: int
    by_kind: Mapping[str, int]
    complete: bool
    records: tuple[RecordView, ...] = ()
    records_total: int = 0


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
    child: bool = False


@dataclass(frozen=True)
class CellNote:
    """A cell of the record that could not be used as it stood, and why."""

    column: str
    raw: str
    reason: str


@dataclass(frozen=True)
class RecordView:
    """One record: where it comes from, when it was (UTC), how it is graded, under what rules it is held, and what it says.

    ``values`` are an event's own columns; ``mentions`` those it names (in an entity's view: that entity, its parts
    and whose part it is). ``version`` is a hash of what its row says.
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
    version: str | None = None

    @property
    def when(self) -> str:
        """When it was, in the zone of its source and as exactly as the source says; empty where it does not."""
        return local_when(self.occurred_from, self.occurred_precision, self.timezone)

    @property
    def terms(self) -> dict[str, str]:
        """The terms that it may be read on."""
        return {
            "agency": self.agency,
            "handling": self.handling or "",
            "sensitivity": self.sensitivity or "",
            "operation": self.operation or "",
        }


@dataclass(frozen=True)
class Evidence:
    """A record as evidence: its key, what kind of record it is, whose, and when it was (in the words of ``RecordView.when``)."""

    record_key: str
    kind: str
    agency: str
    when: str

    def __str__(self) -> str:
        return self.record_key


@dataclass(frozen=True)
class TieView:
    """A tie to another entity, worked out again from the visible records that are evidence of it.

    ``evidence`` holds the latest of them, ``records`` says how many there are, ``agencies`` of how
    many agencies, ``told_by`` of which.
    """

    layer: str
    entity_id: str
    kind: str
    label: str
    child: bool
    records: int
    agencies: int
    first_seen: datetime | None
    last_seen: datetime | None
    strength: float
    evidence: tuple[Evidence, ...]
    told_by: tuple[str, ...]


@dataclass(frozen=True)
class Tied:
    """Another entity that visible records tie to this one, by all layers together: the layers, each with its records."""

    entity_id: str
    kind: str
    label: str
    child: bool
    layers: Mapping[str, int]
    records: int
    told_by: tuple[str, ...]
    first_seen: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True)
class Fact:
    """One thing that visible records say of an entity itself, as recorded, and who says so. Facts may contradict each other.

    ``column`` is of the vocabulary's kind, or ``name`` for a whole name or address.
    """

    column: str
    label: str
    value: Any
    note: str | None
    records: int
    told_by: tuple[str, ...]
    first_seen: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True)
class Part:
    """In how many visible records of a kind the entity plays a role. ``times`` where one record stands for several."""

    kind: str
    role: str
    records: int
    times: int
    first_seen: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True)
class LinkReason:
    """What one compared field says for a link or against it, in bits (log2 odds; above 0 speaks for it)."""

    field: str
    words: str
    weight: float

    def __str__(self) -> str:
        return f"{self.field}: {self.words} ({self.weight:+.1f})"


@dataclass(frozen=True)
class LinkView:
    """Why two mentions are taken for one: how likely, and what each compared field says for it or against it.

    ``match_weight`` is in bits (log2 odds); above 0 speaks for it. ``alike``: how many mentions are the same in every compared
    field, where the link stands for them; then the two are the first and the last of them.
    """

    mention_l: str
    mention_r: str
    probability: float
    match_weight: float
    alike: int = 0
    reasons: tuple[LinkReason, ...] = ()


@dataclass(frozen=True)
class EntityView:
    """An entity as visible records show it. ``redirected_from`` is the id asked for, where that has been merged into this one.

    ``told_by`` (agencies) and ``handling`` are those of all visible records. ``records``, ``ties``, ``tied``, ``links``, ``belongings``,
    ``ways`` and ``building`` are the part of each that was asked for, in order; the numbers beside them count all that are visible.
    ``bridge``: the weakest link that a person's records hang on. ``gone``: how many visible records it was put together with that are
    withdrawn since. ``narrowed_to``: id and label of the entity whose ties to this one the records are evidence of, where that was
    asked for.
    """

    entity_id: str
    kind: str
    label: str
    redirected_from: str | None
    child: bool
    told_by: tuple[str, ...]
    handling: tuple[str, ...]
    records_visible: int
    first_seen: datetime | None
    last_seen: datetime | None
    gone: int = 0
    facts: tuple[Fact, ...] = ()
    parts: tuple[Part, ...] = ()
    tied: tuple[Tied, ...] = ()
    tied_visible: Mapping[str, int] = field(default_factory=dict)
    records: tuple[RecordView, ...] = ()
    records_matching: int = 0
    narrowed_to: tuple[str, str] | None = None
    ties: tuple[TieView, ...] = ()
    ties_visible: Mapping[str, int] = field(default_factory=dict)
    links: tuple[LinkView, ...] = ()
    links_visible: int = 0
    bridge: Bridge | None = None
    belongings: tuple[Belonging, ...] = ()
    belongings_visible: int = 0
    ways: tuple[Way, ...] = ()
    ways_visible: int = 0
    building: tuple[InBuilding, ...] = ()
