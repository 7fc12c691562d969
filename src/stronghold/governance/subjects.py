"""Whom an answer tells something of: the subjects that its audit entry names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stronghold.governance.answers import EntityView, RecordView
from stronghold.governance.side_by_side import Beside

__all__ = ["in_beside", "in_entity", "in_records"]


def in_records(records: Iterable[RecordView]) -> Iterator[str]:
    """Each record and every entity that it names."""
    for record in records:
        yield record.record_key
        yield from (m.entity_id for m in record.mentions if m.entity_id)


def in_entity(view: EntityView) -> Iterator[str]:
    """Every entity that the view tells something of, the one asked for first."""
    yield view.entity_id
    if view.narrowed_to:
        yield view.narrowed_to[0]
    yield from (tied.entity_id for tied in view.tied)
    yield from (tie.entity_id for tie in view.ties)
    yield from (belonging.entity_id for belonging in view.belongings)
    yield from (home.entity_id for home in view.building)
    yield from (m.entity_id for record in view.records for m in record.mentions if m.entity_id)


def in_beside(side: Beside) -> Iterator[str]:
    """One of two that were laid beside each other, with the records shown of it."""
    yield side.entity_id
    yield side.anchor.split("#")[0]
    yield from in_records(side.records)
