"""The ways in which visible records write a home, phone, vehicle or organisation, and why each is taken for the same one."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from stronghold.governance.labels import mention_label
from stronghold.intake.loading.schema import quoted
from stronghold.linking.things.explaining import COLUMNS, why_one_thing

__all__ = ["Way", "ways_of"]


@dataclass(frozen=True)
class Way:
    """One way of writing: as what, in how many records, of which agencies, one of them (``record_key``), and ``why`` it is the one that
    is most often written otherwise; empty for that one itself."""

    label: str
    records: int
    told_by: tuple[str, ...]
    record_key: str
    why: str


def ways_of(con: duckdb.DuckDBPyConnection, kind: str, limit: int) -> tuple[list[Way], int]:
    """The ways of writing of the entity that was looked up (table ``own``), the most frequent first, at most ``limit``; and how many.

    The first is the fullest of those most often given: the others are told beside it. None of a person.
    """
    if kind not in COLUMNS:
        return [], 0
    names = COLUMNS[kind]
    columns = ", ".join(map(quoted, names))
    rows = con.execute(
        f"SELECT {columns}, count(DISTINCT record_id) AS records, list_sort(list(DISTINCT agency)), min(record_key)"  # noqa: S608
        f" FROM own JOIN {quoted(kind)} USING (mention_id) GROUP BY {columns} ORDER BY records DESC, {columns}"
    ).fetchall()
    if not rows:
        return [], 0
    said = [dict(zip(names, row, strict=False)) for row in rows]
    fullest = max(range(len(rows)), key=lambda i: (sum(value is not None for value in said[i].values()), rows[i][-3], -i))
    order = [fullest, *(i for i in range(len(rows)) if i != fullest)][:limit]
    ways = [
        Way(
            mention_label(kind, said[i]),
            rows[i][-3],
            tuple(rows[i][-2]),
            rows[i][-1],
            "" if i == fullest else why_one_thing(kind, said[i], said[fullest]),
        )
        for i in order
    ]
    return ways, len(rows)
