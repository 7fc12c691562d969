"""Finding entities and records by what visible records say, with counts that are true and pages that can be turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import duckdb

from stronghold.governance.answers import Findings, Found
from stronghold.governance.labels import named
from stronghold.governance.records import records_by_id
from stronghold.picture.identifiers import find_keyed, find_records, may_be_identifier
from stronghold.picture.snapshot import Snapshot

__all__ = ["LOOKED_THROUGH", "find"]

LOOKED_THROUGH = 10_000
"""How many matches (an entity by one of its texts) are looked through; where there are more, the search says so."""

_RECORDS_SHOWN = 10
_MATCHES_SHOWN = 3


def find(
    snapshot: Snapshot,
    con: duckdb.DuckDBPyConnection,
    classes: Collection[int],
    text: str,
    *,
    limit: int = 20,
    kinds: Collection[str] | None = None,
    offset: int = 0,
    lost: Collection[tuple[str, str]] = frozenset(),
) -> Findings:
    """Entities (of ``kinds``) that ``text`` finds, best first, at most ``limit`` from the ``offset``th on.

    The records whose key or reference is ``text`` are found with the first page, where no kind is asked for. ``con`` has the
    table ``visible`` of the same ``classes``. ``lost``: (entity, text) that withdrawn records alone say (:mod:`.overlay`).
    """
    keyed = find_keyed(con, text) if may_be_identifier(text) else []
    hits = snapshot.search(text, classes, LOOKED_THROUGH + 1, keyed=keyed, con=con)
    complete = len(hits) <= LOOKED_THROUGH
    hits = [hit for hit in hits if (hit.entity_id, hit.text) not in lost]
    matches: dict[str, list[str]] = {}
    kind_of: dict[str, str] = {}
    for hit in hits[:LOOKED_THROUGH]:
        # One entity may be found by several texts, the best first.
        matches.setdefault(hit.entity_id, []).append(hit.text)
        kind_of[hit.entity_id] = hit.kind
    wanted = [entity for entity in matches if kinds is None or kind_of[entity] in kinds]
    names = named(con, wanted[offset : offset + limit] if limit > 0 else ())
    found = tuple(
        Found(
            entity_id=entity,
            kind=name.kind,
            label=name.label,
            matches=tuple(matches[entity][:_MATCHES_SHOWN]),
            child=name.child,
            records=name.records,
            first_seen=name.first_seen,
            last_seen=name.last_seen,
            handling=name.handling,
        )
        for entity, name in names.items()
    )
    ids: list[int] = []
    records = 0
    if kinds is None and offset == 0 and may_be_identifier(text):
        ids, records = find_records(con, text, sorted(classes), _RECORDS_SHOWN, keyed=keyed)
    return Findings(
        found=found,
        total=len(wanted),
        by_kind=dict(Counter(kind_of.values())),
        complete=complete,
        records=tuple(records_by_id(con, ids)) if ids else (),
        records_total=records,
    )
