"""Groups as tables of a picture: found, named by the groups of the picture before, and written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from stronghold.network.groups.before import Before, read_before
from stronghold.network.groups.candidates import candidates
from stronghold.network.groups.described import Group, describe_groups
from stronghold.network.groups.evidence import supply_evidence
from stronghold.network.groups.identity import name_groups
from stronghold.network.groups.surroundings import write_surroundings
from stronghold.network.reading import latest_date

__all__ = ["GROUP_TABLES", "write_groups"]

_TIME, _NUMBER, _FLAG = pa.timestamp("us"), pa.int32(), pa.bool_()
_MEMBER: Mapping[str, pa.DataType] = {
    "group_id": pa.string(),
    "entity_id": pa.string(),
    "probability": pa.float64(),
    "first_seen": _TIME,
    "last_seen": _TIME,
    "today": pa.float64(),
    "core": _FLAG,
    "said_to_supply": _FLAG,
    "used": _FLAG,
}
GROUP_TABLES: Mapping[str, Mapping[str, pa.DataType]] = {
    "network_group": {
        "group_id": pa.string(),
        "born": _TIME,
        "first_seen": _TIME,
        "last_seen": _TIME,
        "members": _NUMBER,
        "core": _NUMBER,
        "suppliers": _NUMBER,
        "edge": _NUMBER,
    },
    "group_member": _MEMBER,
    "group_edge": {name: type_ for name, type_ in _MEMBER.items() if name != "core"},
    "group_history": {"group_id": pa.string(), "what": pa.string(), "other_id": pa.string(), "snapshot": pa.string()},
    "group_before": {"group_id": pa.string(), "entity_id": pa.string(), "born": _TIME},
}
"""Columns of each table; ``group_before`` holds the last members of groups that are no more, so that one found again has its id again."""

Rows = list[dict[str, Any]]


def write_groups(con: duckdb.DuckDBPyConnection, previous: Path | None, snapshot: str) -> int:
    """Find the picture's groups and write their tables; how many groups.

    ``previous``: the file of the picture before; ``None``: what stands in these tables already. ``snapshot``: the id of the picture
    being made, for the history.
    """
    before = read_before(con, previous)
    supply = supply_evidence(con)
    groups = describe_groups(con, candidates(con, supply.suppliers), supply=supply)
    named = name_groups([[member.entity_id for member in group.members] for group in groups], before.living, before.dead)
    rows: dict[str, Rows] = {name: [] for name in GROUP_TABLES}
    for name, group in zip(named.ids, groups, strict=True):
        _add_group(rows, name, group, before.born.get(name, latest_date(con)))
    rows["group_history"] = [*before.history, *({**vars(event), "snapshot": snapshot} for event in named.events)]
    rows["group_before"] = _gone(before, frozenset(named.ids))
    for table, columns in GROUP_TABLES.items():
        held = pa.table({column: pa.array([row[column] for row in rows[table]], type_) for column, type_ in columns.items()})
        con.register("group_rows", held)
        con.execute(f"CREATE OR REPLACE TABLE {table} AS FROM group_rows")
        con.unregister("group_rows")
    write_surroundings(con)
    return len(groups)


def _add_group(rows: dict[str, Rows], name: str, group: Group, born: datetime | None) -> None:
    rows["network_group"].append(
        {
            "group_id": name,
            "born": born,
            "first_seen": group.first_seen,
            "last_seen": group.last_seen,
            "members": len(group.members),
            "core": sum(member.core for member in group.members),
            "suppliers": sum(member.said_to_supply for member in group.members),
            "edge": len(group.edge),
        }
    )
    rows["group_member"] += [{"group_id": name, **vars(member)} for member in group.members]
    rows["group_edge"] += [{"group_id": name, **vars(member)} for member in group.edge]


def _gone(before: Before, there: frozenset[str]) -> Rows:
    """The last members of the groups that are no more."""
    gone = {**before.dead, **before.living}
    return [
        {"group_id": name, "entity_id": who, "born": before.born.get(name)}
        for name in sorted(gone.keys() - there)
        for who in sorted(gone[name])
    ]
