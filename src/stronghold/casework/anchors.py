"""How casework refers to someone or something of the picture: by records, which stay, and not by an entity's id, which may not.

A picture is built anew and entities are joined and parted; an :class:`Anchor` names the mentions that were meant. What has become
of them is :func:`resolve`\\ d against a snapshot, and where the answer is anything but "the same as was seen" a person confirms it:
an alias is never followed silently.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from stronghold.errors import BadInput
from stronghold.governance.whereabouts import State, Whereabouts, keys_in_record, state_of, whereabouts
from stronghold.picture.snapshot import Snapshot

__all__ = ["Anchor", "LookUp", "Resolved", "State", "anchor_record", "resolve", "resolve_all", "resolved"]

LookUp = Callable[[Sequence[tuple[Collection[str], str]]], Sequence[Whereabouts]]
"""Looks up where many (keys, entity id) are: :func:`.whereabouts.whereabouts_of` of a snapshot, or ``whereabouts`` of a gateway."""

_BECAME = {
    State.SAME: "",
    State.MERGED: "was joined with another person",
    State.MOVED: "is found as another person now",
    State.SPLIT: "was parted: their records are of several people now",
    State.GONE: "is gone: none of their records is in the picture any more",
}


@dataclass(frozen=True)
class Anchor:
    """The mentions that were meant, by their keys, the entity that they were seen in, and the snapshot it was seen in."""

    keys: tuple[str, ...]
    entity_id: str
    snapshot: str

    def __post_init__(self) -> None:
        if not self.keys:
            raise BadInput("a reference rests on at least one record.", remedy="Name a record of the person, home or thing.")


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
    def became(self) -> str:
        """What has become of a person, in words that follow who is meant; empty where nothing has."""
        return _BECAME[self.state] or ("is not named by every record that named them" if self.missing else "")

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


def resolve_all(anchors: Sequence[Anchor], look_up: LookUp) -> tuple[Resolved, ...]:
    """As :func:`resolve`, of many at once and in their order."""
    return tuple(map(resolved, anchors, look_up([(anchor.keys, anchor.entity_id) for anchor in anchors])))


def resolved(anchor: Anchor, where: Whereabouts) -> Resolved:
    """As :func:`resolve`, from what was looked up."""
    found: dict[str, list[str]] = {}
    for key in sorted(set(anchor.keys)):
        if key in where.entities:
            found.setdefault(where.entities[key], []).append(key)
    sides = {entity: tuple(found[entity]) for entity in sorted(found, key=lambda entity: (-len(found[entity]), entity))}
    missing = tuple(sorted(key for key in set(anchor.keys) if key not in where.entities))
    return Resolved(anchor, state_of(anchor.entity_id, sides, where.leads_to), sides, missing)
