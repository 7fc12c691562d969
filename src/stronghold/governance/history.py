"""What became of an entity from picture to picture: what its records were called before, when they were joined, and what parted from them.

Told by the pictures that the store still keeps, and by records alone that are visible now: what hidden ones were part of is not told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

import duckdb

from stronghold.governance.entities import look_up
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store

__all__ = ["LOOKED_BACK", "EntityHistory", "HistoryEvent", "history_of"]

LOOKED_BACK = 10
"""Into how many pictures before the served one a history looks."""


@dataclass(frozen=True)
class HistoryEvent:
    """What the build of one picture did to the records that are the entity's now.

    ``born``: the first of them came. ``joined``: those of ``others`` (ids of that time, or of today where they have
    parted since) were one with it from then on. ``parted``: it was one with
    ``others`` (ids of today) before. ``renamed``: its id was another one (``others``). ``decisions`` are the numbers that this build
    obeyed, and the one before it did not, or the other way round.
    """

    snapshot: str
    at: datetime
    what: Literal["born", "joined", "parted", "renamed"]
    others: tuple[str, ...]
    decisions: tuple[int, ...]


@dataclass(frozen=True)
class EntityHistory:
    """The entity's id today, the ids that records of it had before, and the events, the latest first.

    ``complete``: the store has every picture back to the first one, as far as was looked.
    """

    entity_id: str
    aliases: tuple[str, ...]
    events: tuple[HistoryEvent, ...]
    complete: bool


@dataclass(frozen=True)
class _Then:
    """One picture: how many of the records of today each entity had (``ids``), and with which entities of today it shared one."""

    snapshot: Snapshot
    ids: Mapping[str, int]
    strangers: frozenset[str]


def history_of(store: Store, snapshot: Snapshot, con: duckdb.DuckDBPyConnection, asked: str) -> EntityHistory | None:
    """The history of the entity that goes by the id ``asked`` today; ``None`` where nothing of it is visible.

    ``con`` is the snapshot's, with the table ``visible``.
    """
    view = look_up(con, asked)
    if view is None:
        return None
    keys = [row[0] for row in con.execute("SELECT mention_key FROM own ORDER BY mention_key").fetchall()]
    now = _Then(snapshot, {view.entity_id: len(keys)}, frozenset())
    pictures, complete = _before(store, snapshot)
    thens = [now, *(_then(con, picture, keys, view.entity_id) for picture in pictures)]
    events = [event for later, earlier in pairwise(thens) for event in _events(view.entity_id, earlier, later)]
    if complete and thens[-1].ids:
        events.append(_event("born", thens[-1].snapshot, None, ()))
    aliases = sorted({identity for then in thens for identity in then.ids} - {view.entity_id})
    return EntityHistory(view.entity_id, tuple(aliases), tuple(events), complete)


def _before(store: Store, snapshot: Snapshot) -> tuple[list[Snapshot], bool]:
    """The pictures that this one goes on from, the latest first; whether they go back to the first."""
    known = {info.id for info in store.snapshots()}
    found: list[Snapshot] = []
    previous = snapshot.manifest.previous
    while previous in known and len(found) < LOOKED_BACK:
        found.append(store.snapshot(previous))
        previous = found[-1].manifest.previous
    return found, previous is None


def _then(con: duckdb.DuckDBPyConnection, picture: Snapshot, keys: Collection[str], entity_id: str) -> _Then:
    with closing(picture.connect()) as old:
        rows = old.execute(
            """
            WITH held AS (
                SELECT DISTINCT entity_id FROM entity_member JOIN mention USING (mention_id)
                WHERE mention_key IN (SELECT unnest($keys::VARCHAR[])))
            SELECT mention_key, entity_id FROM entity_member SEMI JOIN held USING (entity_id) JOIN mention USING (mention_id)
            """,
            {"keys": list(keys)},
        ).fetchall()
    own = set(keys)
    ids = Counter(identity for key, identity in rows if key in own)
    return _Then(picture, ids, _strangers(con, [key for key, _ in rows if key not in own], entity_id))


def _strangers(con: duckdb.DuckDBPyConnection, keys: Collection[str], entity_id: str) -> frozenset[str]:
    """The entities of today, other than this one, that visible mentions of those keys are of."""
    if not keys:
        return frozenset()
    rows = con.execute(
        "SELECT DISTINCT entity_id FROM mention JOIN record USING (record_id) JOIN visible USING (class_id)"
        " JOIN entity_member USING (mention_id) WHERE mention_key IN (SELECT unnest($keys::VARCHAR[]))",
        {"keys": list(keys)},
    ).fetchall()
    return frozenset(row[0] for row in rows) - {entity_id}


def _events(entity_id: str, earlier: _Then, later: _Then) -> Iterator[HistoryEvent]:
    """What the build of the later picture did."""
    gone = sorted(set(earlier.ids) - set(later.ids))
    parted = sorted(earlier.strangers - later.strangers)
    if later.ids and not earlier.ids:
        yield _event("born", later.snapshot, earlier.snapshot, ())
    if parted:
        yield _event("parted", later.snapshot, earlier.snapshot, parted)
    came = later.strangers - earlier.strangers if earlier.ids else frozenset()
    joined = gone if len(earlier.ids) > len(later.ids) else []
    if joined or came:
        yield _event("joined", later.snapshot, earlier.snapshot, sorted({*joined, *came}))
    elif gone and not parted:
        yield _event("renamed", later.snapshot, earlier.snapshot, gone)


def _event(
    what: Literal["born", "joined", "parted", "renamed"], snapshot: Snapshot, before: Snapshot | None, others: Collection[str]
) -> HistoryEvent:
    manifest = snapshot.manifest
    obeyed = set(manifest.decisions) ^ set(before.manifest.decisions if before else ())
    return HistoryEvent(snapshot.id, datetime.fromisoformat(manifest.created), what, tuple(others), tuple(sorted(obeyed)))
