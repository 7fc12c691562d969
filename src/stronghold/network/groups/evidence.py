"""Who is said to supply drugs, and who is said to be used by those who do: by what records say outright (:mod:`..standing.evidence`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb

from stronghold.network.standing.evidence import Said, said_of

__all__ = ["SupplyEvidence", "supply_evidence"]


@dataclass(frozen=True)
class SupplyEvidence:
    """By person: what records say of their part in supply (``supplies``), and that they are used by others (``used``)."""

    supplies: Mapping[str, tuple[Said, ...]]
    used: Mapping[str, tuple[Said, ...]]

    @property
    def suppliers(self) -> frozenset[str]:
        """All who are said to supply. Where one of them is used by others, that says there is a group behind, not that they are to blame."""
        return frozenset(self.supplies)


def supply_evidence(
    con: duckdb.DuckDBPyConnection, people: Collection[str] | None = None, class_ids: Collection[int] | None = None
) -> SupplyEvidence:
    """Of ``people`` (of all in the picture where not given), by records of these visibility classes."""
    if people is None:
        people = [row[0] for row in con.execute("SELECT entity_id FROM entity WHERE kind = 'person'").fetchall()]
    supplies: dict[str, list[Said]] = defaultdict(list)
    used: dict[str, list[Said]] = defaultdict(list)
    for said in said_of(con, people, class_ids):
        if said.protects:
            used[said.entity_id].append(said)
        elif said.part:
            supplies[said.entity_id].append(said)
    return SupplyEvidence({who: tuple(all_) for who, all_ in supplies.items()}, {who: tuple(all_) for who, all_ in used.items()})
