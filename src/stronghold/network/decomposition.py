"""A tie taken apart into its records: what each says, what lowers it, and how much of the tie's strength it makes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import duckdb

from stronghold.vocabulary import terms

__all__ = ["TieRow", "decompose", "records_between", "strength_of"]

_NOT_DATED = 0.5
_HEAVIEST = 0.999


@dataclass(frozen=True)
class TieRow:
    """One record of a tie. ``said``: the weight of the rule by which it speaks; ``grade``: of its 3x5x2 grading; ``linked``: how surely its
    mentions are of the two; ``age``: what its age leaves of it (1: not aged); ``independence``: a half for each heavier record of the same
    agency. All five multiply to what it ``counts``."""

    record_id: int
    record_key: str
    agency: str
    occurred: datetime | None
    said: float
    grade: float
    linked: float
    age: float
    independence: float

    @property
    def counts(self) -> float:
        return min(self.said * self.grade * self.linked * self.age, _HEAVIEST) * self.independence


def strength_of(rows: Collection[TieRow]) -> float:
    """The strength that these rows make: the chance that at least one of them is right, 1 - product of (1 - what each counts)."""
    doubt = 1.0
    for row in rows:
        doubt *= 1 - row.counts
    return 1 - doubt


def decompose(con: duckdb.DuckDBPyConnection, tie_id: int, *, as_of: datetime | None = None) -> tuple[TieRow, ...]:
    """The rows of the tie, those that count most first; aged up to ``as_of`` where it is given. Ids are those of the snapshot ``con`` is of."""
    half_lives = {term.name: float(term.extra["half_life"]) for term in terms("tie_layers").terms.values()}
    layer = con.execute("SELECT layer FROM tie WHERE tie_id = ?", [tie_id]).fetchall()[0][0]
    rows = con.execute(
        """SELECT e.record_id, r.record_key, s.agency, r.occurred_from, e.said, e.grade, e.linked, e.weight, e.said * e.grade * e.linked
        FROM tie_evidence e JOIN record r USING (record_id) JOIN source s USING (source_id) WHERE tie_id = ?""",
        [tie_id],
    ).fetchall()
    found = []
    for record, key, agency, occurred, said, grade, linked, weight, product in rows:
        # What was found false since the picture was made weighs nothing, whatever it was graded.
        graded = 0.0 if weight == 0 and product > 0 else grade
        found.append(
            TieRow(record, key, agency, occurred, said, graded, linked, _age(occurred, as_of, half_lives.get(layer)), 1.0)
        )
    found.sort(key=lambda row: (-row.counts, row.record_id))
    placed: list[TieRow] = []
    for row in found:
        before = sum(other.agency == row.agency for other in placed)
        placed.append(TieRow(*(vars(row) | {"independence": 0.5**before}).values()))
    return tuple(sorted(placed, key=lambda row: (-row.counts, row.record_id)))


def _age(occurred: datetime | None, as_of: datetime | None, half_life: float | None) -> float:
    if as_of is None or half_life is None:
        return 1.0
    if occurred is None:
        return _NOT_DATED
    return float(0.5 ** (max(int((as_of - occurred).total_seconds()), 0) / 86_400 / half_life))


def records_between(
    con: duckdb.DuckDBPyConnection,
    entities: Collection[str],
    class_ids: Collection[int],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
    """For each two of ``entities`` (people and things, the first id first) that are tied, by layer the keys of the records of these visibility
    classes that say so, the oldest first; of those from ``since`` and before ``until`` alone where that is given."""
    rows = con.execute(
        """SELECT entity_l, entity_r, layer, list(DISTINCT (occurred_from, record_key)) FROM tie JOIN tie_evidence USING (tie_id)
        JOIN record USING (record_id)
        WHERE entity_l IN (SELECT unnest($entities::VARCHAR[])) AND entity_r IN (SELECT unnest($entities::VARCHAR[]))
          AND weight > 0 AND class_id IN (SELECT unnest($classes::INTEGER[]))
          AND ($since::TIMESTAMP IS NULL OR occurred_from >= $since) AND ($until::TIMESTAMP IS NULL OR occurred_from < $until)
        GROUP BY entity_l, entity_r, layer""",
        {"entities": sorted(entities), "classes": sorted(class_ids), "since": since, "until": until},
    ).fetchall()
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    for left, right, layer, told in rows:
        in_order = sorted(told, key=lambda each: (each[0] is None, each[0] or "", each[1]))
        found.setdefault((left, right), {})[layer] = tuple(key for _, key in in_order)
    return found
