"""What is exported of a network: things and ties as a reader saw them, each with the strictest handling of the records behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["DrawnNetwork", "DrawnThing", "DrawnTie"]


@dataclass(frozen=True)
class DrawnThing:
    """A person, home, phone, vehicle or organisation. ``handling``: of the records that name it; ``facts``: further columns, in words."""

    entity_id: str
    kind: str
    label: str
    handling: str
    latitude: float | None = None
    longitude: float | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DrawnTie:
    """All that ties two of them (times in UTC); ``handling`` of the records that are evidence of it."""

    left: str
    right: str
    layers: tuple[str, ...]
    strength: float
    records: int
    agencies: int
    first_seen: datetime | None
    last_seen: datetime | None
    handling: str


@dataclass(frozen=True)
class DrawnNetwork:
    """A network to export: what it is of, who exported it when and for what (``made``), and the ``handling`` of the whole."""

    title: str
    made: str
    handling: str
    things: tuple[DrawnThing, ...]
    ties: tuple[DrawnTie, ...]

    @property
    def notice(self) -> str:
        """The words that go with every export."""
        return (
            f"{self.title}. {self.made} Handling: {self.handling}. Evidence, not proof: every tie stands on records that may be"
            " wrong. Do not pass on without the handling codes."
        )
