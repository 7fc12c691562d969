"""What of a picture an account may see: how many of each kind, from which agencies, and the latest records."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import duckdb

from stronghold.governance.answers import RecordView
from stronghold.governance.records import records_by_id
from stronghold.governance.times import in_utc
from stronghold.linking.identity import LETTERS
from stronghold.picture.snapshot import Snapshot

__all__ = ["Count", "Overview", "overview_of"]

_LATEST_SHOWN = 8
# So that a list of calls does not push out everything else.
_LATEST_OF_A_KIND = 2
# Snapshots do not change, so the counts of one are worked out once for all who may see the same classes of records.
_KEPT = 32


@dataclass(frozen=True)
class Count:
    """How many visible records, and when the latest of them was (records of the future left aside)."""

    records: int
    latest: datetime | None


@dataclass(frozen=True)
class Overview:
    """``built``: when the picture was made (UTC). ``entities`` by kind; ``records`` by kind and by
    agency, most first.

    ``latest``: the latest records, at most two of a kind. All of it counts visible records alone.
    """

    snapshot: str
    built: datetime
    entities: Mapping[str, int]
    records: Mapping[str, Count]
    agencies: Mapping[str, Count]
    latest: tuple[RecordView, ...]


@dataclass(frozen=True)
class _Figures:
    entities: Mapping[str, int]
    records: Mapping[str, Count]
    agencies: Mapping[str, Count]
    latest: tuple[int, ...]


def overview_of(
    snapshot: Snapshot, con: duckdb.DuckDBPyConnection, classes: Collection[int], withdrawn: Collection[int] = ()
) -> Overview:
    """The overview for those who may see ``classes``; ``con`` has the table ``visible`` of the same. ``withdrawn`` records (ids) are
    not counted."""
    figures = _figures(snapshot.path, tuple(sorted(classes)), tuple(sorted(withdrawn)))
    return Overview(
        snapshot=snapshot.id,
        built=datetime.fromisoformat(snapshot.manifest.created),
        entities=figures.entities,
        records=figures.records,
        agencies=figures.agencies,
        latest=tuple(records_by_id(con, figures.latest)),
    )


@lru_cache(maxsize=_KEPT)
def _figures(path: Path, classes: tuple[int, ...], withdrawn: tuple[int, ...]) -> _Figures:
    with Snapshot(path).connect() as con:
        con.execute(
            "CREATE TEMP TABLE seen AS SELECT record_id, r.kind, c.agency, r.occurred_from, r.occurred_from <= now()::TIMESTAMP AS past"
            " FROM record r JOIN visibility_class c USING (class_id) WHERE class_id IN (SELECT unnest($classes::INTEGER[]))"
            " AND record_id NOT IN (SELECT unnest($withdrawn::BIGINT[]))",
            {"classes": list(classes), "withdrawn": list(withdrawn)},
        )
        counted = dict(
            con.execute(
                "SELECT m.kind, count(DISTINCT em.entity_id) FROM entity_member em JOIN mention m USING (mention_id)"
                " JOIN seen USING (record_id) GROUP BY m.kind"
            ).fetchall()
        )
        latest = con.execute(
            "WITH by_kind AS (SELECT arg_max(record_id, occurred_from, $each) AS latest FROM seen WHERE past GROUP BY kind)"
            " SELECT record_id FROM seen WHERE record_id IN (SELECT unnest(latest) FROM by_kind)"
            " ORDER BY occurred_from DESC, record_id LIMIT $shown",
            {"each": _LATEST_OF_A_KIND, "shown": _LATEST_SHOWN},
        ).fetchall()
        return _Figures(
            entities={kind: counted[kind] for kind in LETTERS if kind in counted},
            records=_counts(con, "kind"),
            agencies=_counts(con, "agency"),
            latest=tuple(row[0] for row in latest),
        )


def _counts(con: duckdb.DuckDBPyConnection, column: str) -> dict[str, Count]:
    rows = con.execute(
        f"SELECT {column}, count(*) AS records, max(occurred_from) FILTER (past) FROM seen GROUP BY 1 ORDER BY records DESC, 1"  # noqa: S608
    ).fetchall()
    return {name: Count(records, in_utc(latest)) for name, records, latest in rows}
