"""How casework refers to someone or something of the picture: by records, which stay, and not by an entity's id, which may not.

A picture is built anew and entities are joined and parted; an :class:`Anchor` names the mentions that were meant. What has become
of them is :func:`resolve`\\ d against a snapshot, and where the answer is anything but "the same as was seen" a person confirms it:
an alias is never followed silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from stronghold.errors import BadInput
from stronghold.governance.whereabouts import Whereabouts, keys_in_record, whereabouts
from stronghold.picture.snapshot import Snapshot

__all__ = ["Anchor", "Resolved", "State", "anchor_record", "resolve", "resolved"]


@dataclass(frozen=True)
class Anchor:
    """The mentions that were meant, by their keys, the entity that they were seen in, and the snapshot it was seen in."""

    keys: tuple[str, ...]
    entity_id: str
    snapshot: str

    def __post_init__(self) -> None:
        if not self.keys:
            raise BadInput("a reference rests on at least one record.", remedy="Name a record of the person, home or thing.")


class State(Enum):
    """What has become of what was meant."""

    SAME = "same"
    """All that is left of it is in the entity that was seen."""
    MERGED = "merged"
    """All of it is in another entity, into which the one seen was merged."""
    MOVED = "moved"
    """All of it is in another entity; the one seen is still there, with other records, or is gone."""
    SPLIT = "split"
    """It is in several entities: each reference must be attached again."""
    GONE = "gone"
    """None of its records is in the picture any more, whatever else is."""

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person must confirm what is meant before anything is done about it."""
        return self is not State.SAME


@dataclass(frozen=True)
class Resolved:
    """Where an anchor leads. ``sides`` has the anchor's keys by entity, most keys first; ``missing`` those that are gone."""

    anchor: Anchor
    state: State
    sides: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]

    @property
    def entities(self) -> tuple[str, ...]:
        """Every entity that holds some of it. Until a split is settled, what protects holds for all of them."""
        return tuple(self.sides)

    @property
    def needs_confirmation(self) -> bool:
        return self.state.needs_confirmation or bool(self.missing)

    @property
    def entity_id(self) -> str:
        """The entity that is meant, where nobody needs to confirm it; ``BadInput`` otherwise."""
        if self.needs_confirmation:
            raise BadInput(
                f"What was seen as {self.anchor.entity_id} is not as it was ({self.state.value}).",
                remedy="Look at its records and confirm who or what is meant.",
            )
        return self.anchor.entity_id


def anchor_record(snapshot: Snapshot, record_key: str, entity_id: str) -> Anchor:
    """An anchor to that entity by one record that names it; ``BadInput`` where the record does not."""
    keys = keys_in_record(snapshot, record_key, entity_id)
    if not keys:
        raise BadInput(f"The record {record_key} does not name {entity_id}.", remedy="Name one of its records.")
    return Anchor(keys, entity_id, snapshot.id)


def resolve(anchor: Anchor, snapshot: Snapshot) -> Resolved:
    """What has become of the anchor in that snapshot."""
    return resolved(anchor, whereabouts(snapshot, anchor.keys, anchor.entity_id))


def resolved(anchor: Anchor, where: Whereabouts) -> Resolved:
    """As :func:`resolve`, from what was looked up."""
    found: dict[str, list[str]] = {}
    for key in sorted(set(anchor.keys)):
        if key in where.entities:
            found.setdefault(where.entities[key], []).append(key)
    sides = {entity: tuple(found[entity]) for entity in sorted(found, key=lambda entity: (-len(found[entity]), entity))}
    missing = tuple(sorted(key for key in set(anchor.keys) if key not in where.entities))
    return Resolved(anchor, _state(anchor, sides, where.leads_to), sides, missing)


def _state(anchor: Anchor, sides: Mapping[str, tuple[str, ...]], leads_to: str | None) -> State:
    if not sides:
        return State.GONE
    if len(sides) > 1:
        return State.SPLIT
    (entity,) = sides
    if entity == anchor.entity_id:
        return State.SAME
    return State.MERGED if entity == leads_to else State.MOVED
