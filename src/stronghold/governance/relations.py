"""Ties and links of an entity, worked out again from visible evidence: a tie only hidden records speak of is not there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby, islice

import duckdb

from stronghold.engine import by_ids
from stronghold.governance.answers import Evidence, LinkReason, LinkView, Tied, TieView
from stronghold.governance.bridge import shown_links
from stronghold.governance.labels import named
from stronghold.governance.times import in_utc, local_when
from stronghold.linking.explanation import explain
from stronghold.linking.identity import LETTERS
from stronghold.linking.model import PersonModel
from stronghold.network.ties import STRONGEST

__all__ = ["gather_ties", "links_of", "reasons_between", "records_behind", "tied_to", "ties_of"]

_EVIDENCE_SHOWN = 20
# In bits: a weight that is shown as 0.0 says nothing.
_SAYS_SOMETHING = 0.05

_OF_ENTITY = "SELECT tie_id FROM tie WHERE entity_l = $entity UNION ALL SELECT tie_id FROM tie WHERE entity_r = $entity"
_RECORDS = "SELECT DISTINCT record_id FROM tie_evidence WHERE tie_id IN $ties"
# Every visible record that is evidence of a tie of the entity. ``place``: its place by falling weight among those of its agency.
_TOLD = """
    CREATE OR REPLACE TEMP TABLE tie_told AS
    WITH t AS MATERIALIZED (
        SELECT tie_id, layer, entity_r AS other FROM tie WHERE entity_l = $entity
        UNION ALL SELECT tie_id, layer, entity_l FROM tie WHERE entity_r = $entity
    ),
    e AS MATERIALIZED (SELECT tie_id, record_id, weight FROM tie_evidence WHERE tie_id IN $ties),
    r AS MATERIALIZED (
        SELECT record_id, record_key, kind, occurred_from, occurred_to, occurred_precision, class_id, source_id FROM record
        WHERE record_id IN $records
    )
    SELECT t.tie_id, t.layer, t.other, r.record_id, r.record_key, r.kind, r.occurred_from, r.occurred_precision,
        coalesce(r.occurred_to - INTERVAL 1 MICROSECOND, r.occurred_from) AS occurred_last, s.agency, s.timezone, e.weight,
        row_number() OVER (PARTITION BY t.tie_id, s.agency ORDER BY e.weight DESC) AS place
    FROM t JOIN e USING (tie_id) JOIN r USING (record_id) JOIN visible v USING (class_id) JOIN source s USING (source_id)
"""

# Dates and strength as network.ties works them out, over visible records: within an agency each record counts half of the one
# before it, by falling weight.
_TIES = """
    SELECT tie_id, layer, other, count(*) AS records, list_sort(list(DISTINCT agency)) AS told_by,
        min(occurred_from) AS first_seen, max(occurred_last) AS last_seen,
        least(round(1 - exp(sum(ln(1 - least(weight, 0.999) * pow(0.5, place - 1)))), 6), $strongest) AS strength
    FROM tie_told WHERE $layer IS NULL OR layer = $layer
    GROUP BY tie_id, layer, other
    QUALIFY $each IS NULL OR row_number() OVER (PARTITION BY layer ORDER BY strength DESC, records DESC, other) <= $each
    ORDER BY strength DESC, records DESC, layer, other LIMIT $limit OFFSET $offset
"""
_EVIDENCE = """
    SELECT tie_id, record_key, kind, agency, occurred_from, occurred_precision, timezone FROM tie_told
    WHERE tie_id IN $ties
    QUALIFY row_number() OVER (PARTITION BY tie_id ORDER BY occurred_from DESC NULLS LAST, record_key) <= $shown
    ORDER BY tie_id, occurred_from DESC NULLS LAST, record_key
"""
_TOLD_OF = "SELECT other, layer, record_id, agency, occurred_from, occurred_last FROM tie_told"


def gather_ties(con: duckdb.DuckDBPyConnection, entity_id: str) -> None:
    """Make the temporary table ``tie_told``, which :func:`ties_of` and :func:`tied_to` read, for that entity."""
    ties = [row[0] for row in con.execute(_OF_ENTITY, {"entity": entity_id}).fetchall()]
    by_ids(con, _TOLD, {"entity": entity_id, "ties": ties, "records": records_behind(con, ties)})


def records_behind(con: duckdb.DuckDBPyConnection, ties: list[int]) -> list[int]:
    """The ids of all records that are evidence of these ties."""
    return [row[0] for row in by_ids(con, _RECORDS, {"ties": ties}).fetchall()]


def ties_of(
    con: duckdb.DuckDBPyConnection, limit: int, offset: int = 0, *, layer: str | None = None, each: int | None = None
) -> tuple[list[TieView], dict[str, int]]:
    """The ties gathered, the strongest first, at most ``limit``; and how many there are in each layer.

    ``layer``: of that one alone. ``each``: at most so many of a layer.
    """
    by_layer = con.execute(
        "SELECT layer, count(DISTINCT tie_id) AS ties FROM tie_told GROUP BY layer ORDER BY ties DESC, layer"
    ).fetchall()
    rows = con.execute(_TIES, {"layer": layer, "each": each, "limit": limit, "offset": offset, "strongest": STRONGEST}).fetchall()
    names = named(con, (row[2] for row in rows))
    evidence = _evidence(con, [row[0] for row in rows])
    ties = [
        TieView(
            layer=layer_name,
            entity_id=other,
            kind=names[other].kind,
            label=names[other].label,
            child=names[other].child,
            records=records,
            agencies=len(told_by),
            first_seen=in_utc(first),
            last_seen=in_utc(last),
            strength=strength,
            evidence=tuple(evidence[tie_id]),
            told_by=tuple(told_by),
        )
        for tie_id, layer_name, other, records, told_by, first, last, strength in rows
    ]
    return ties, dict(by_layer)


def tied_to(con: duckdb.DuckDBPyConnection, limit: int) -> tuple[list[Tied], dict[str, int]]:
    """Of each kind, the entities most often tied to this one, at most ``limit``; and by kind how many there are."""
    told: dict[str, list[tuple[str, int, str, datetime | None, datetime | None]]] = defaultdict(list)
    for other, *rest in con.execute(_TOLD_OF).fetchall():
        told[other].append(tuple(rest))
    records = {other: len({record for _, record, *_ in rows}) for other, rows in told.items()}
    last = {other: max((seen for *_, seen in rows if seen), default=None) for other, rows in told.items()}
    kinds = {letter: kind for kind, letter in LETTERS.items()}
    visible = Counter(kinds[other[0]] for other in sorted(told, key=lambda other: other[0]))
    # The most records first, then the latest, those without a date last.
    order = sorted(told)
    order.sort(key=lambda other: last[other] or datetime.min, reverse=True)  # noqa: DTZ901 - as in a snapshot, without a zone
    order.sort(key=lambda other: (other[0], -records[other]))
    shown = [other for _, same in groupby(order, key=lambda other: other[0]) for other in islice(same, limit)]
    names = named(con, shown)
    return [
        Tied(
            entity_id=other,
            kind=names[other].kind,
            label=names[other].label,
            child=names[other].child,
            layers=dict(sorted(Counter(layer for layer, *_ in told[other]).items(), key=lambda each: (-each[1], each[0]))),
            records=records[other],
            told_by=tuple(sorted({agency for _, _, agency, *_ in told[other]})),
            first_seen=in_utc(min((first for *_, first, _ in told[other] if first), default=None)),
            last_seen=in_utc(last[other]),
        )
        for other in shown
    ], dict(visible)


def links_of(
    con: duckdb.DuckDBPyConnection, model: PersonModel | None, limit: int, offset: int = 0
) -> tuple[list[LinkView], int]:
    """The accepted links between the entity's visible mentions (``own``), the surest first, at most ``limit``; and how many.

    Mentions alike in every compared field are one link, between the first and the last of them. ``model`` is the
    snapshot's; without one, links come without their reasons.
    """
    links = shown_links(con).links
    return [
        LinkView(
            link.key_l,
            link.key_r,
            link.probability,
            link.match_weight,
            link.alike,
            reasons_between(con, model, link.node_l, link.node_r) if model else (),
        )
        for link in links[offset : offset + limit]
    ], len(links)


def _evidence(con: duckdb.DuckDBPyConnection, ties: Sequence[int]) -> Mapping[int, list[Evidence]]:
    """By tie, the latest records that are evidence of it."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    rows = con.execute(_EVIDENCE, {"ties": list(ties), "shown": _EVIDENCE_SHOWN}).fetchall()
    for tie_id, record_key, kind, agency, moment, precision, zone in rows:
        found[tie_id].append(Evidence(record_key, kind, agency, local_when(in_utc(moment), precision, zone)))
    return found


def reasons_between(con: duckdb.DuckDBPyConnection, model: PersonModel, node_l: int, node_r: int) -> tuple[LinkReason, ...]:
    """One per field that says something, without its values: the visible mentions' own are in their records."""
    fields = explain(con, model, node_l, node_r).fields
    return tuple(LinkReason(f.field, f.words, f.weight) for f in fields if abs(f.weight) >= _SAYS_SOMETHING)
