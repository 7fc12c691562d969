"""Who and what is around an entity, one or two ties away, worked out again from visible evidence alone.

What is shown first is stated, so that two people who ask the same see the same: those tied to the entity itself before those two
ties away; among the first, by the strength of their tie; among the others, by the strongest way there (the product of its two
strengths); then by how many records speak, then by id. Ways are followed through those shown, never through those left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import duckdb

from stronghold.engine import by_ids
from stronghold.errors import BadInput
from stronghold.governance.labels import named
from stronghold.governance.relations import records_behind
from stronghold.governance.spans import IN_SPAN, SPANS, span_parameters
from stronghold.governance.times import in_utc
from stronghold.linking.identity import LETTERS
from stronghold.network.ties import STRONGEST

__all__ = ["MOST_NODES", "Choice", "EdgeView", "Neighbourhood", "NodeView", "neighbourhood_of"]

MOST_NODES = 2000
"""The largest limit that may be asked for."""

_EDGES_PER_NODE = 10
_KINDS = {letter: kind for kind, letter in LETTERS.items()}


@dataclass(frozen=True)
class NodeView:
    """An entity in a neighbourhood: ``distance`` in ties from the focus, ``records`` visible ones that name it.

    ``child``: a visible record says under 18 today; known only to protect.
    """

    entity_id: str
    kind: str
    label: str
    distance: int
    records: int
    child: bool


@dataclass(frozen=True)
class EdgeView:
    """All ties between two entities (``entity_l < entity_r``) as one: ``records`` speak for it, in these ``layers``.

    ``strength`` is worked out as ``network.ties`` does, over the distinct records of all the layers.
    """

    entity_l: str
    entity_r: str
    layers: tuple[str, ...]
    strength: float
    records: int
    agencies: int
    first_seen: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True)
class Choice:
    """A layer, or a kind of entity, that a reader may narrow the neighbourhood to, and on how many ties or entities."""

    name: str
    number: int


@dataclass(frozen=True)
class Neighbourhood:
    """The entity ``focus`` and what is around it. ``nodes`` begin with the focus, then by the stated order; ``edges`` join them.

    ``left_out_nodes`` were found and not shown for the limit, ``left_out_edges`` are the ties that lead to them, and those between
    shown nodes that are more than can be read. ``layers``, ``kinds`` and ``agencies`` are what could be chosen from, whatever was.
    """

    focus: str
    redirected_from: str | None
    nodes: tuple[NodeView, ...]
    edges: tuple[EdgeView, ...]
    left_out_nodes: int
    left_out_edges: int
    layers: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    agencies: tuple[Choice, ...]


# Looked up step by step, by ids: the ties from or between entities, the records that are evidence of them, and these.
_TIES = {
    "from": """
        CREATE OR REPLACE TEMP TABLE near_tie AS
        SELECT tie_id, entity_l, entity_r, layer FROM tie WHERE entity_l IN $near
        UNION SELECT tie_id, entity_l, entity_r, layer FROM tie WHERE entity_r IN $near
    """,
    "between": """
        CREATE OR REPLACE TEMP TABLE near_tie AS
        WITH t AS MATERIALIZED (SELECT tie_id, entity_l, entity_r, layer FROM tie WHERE entity_l IN $near)
        FROM t WHERE entity_r IN $near
    """,
}
# What is hidden is left behind here.
_EVIDENCE = f"""
    CREATE OR REPLACE TEMP TABLE near_evidence AS
    WITH {SPANS}, e AS MATERIALIZED (SELECT tie_id, record_id, weight FROM tie_evidence WHERE tie_id IN $ties),
    r AS MATERIALIZED (SELECT record_id, class_id, source_id, occurred_from, occurred_to FROM record WHERE record_id IN $records)
    SELECT t.entity_l, t.entity_r, t.layer, e.weight, r.record_id, s.agency, r.occurred_from,
        coalesce(r.occurred_to - INTERVAL 1 MICROSECOND, r.occurred_from) AS occurred_last
    FROM near_tie t JOIN e USING (tie_id) JOIN r USING (record_id) JOIN visible v USING (class_id) JOIN source s USING (source_id)
    JOIN spans w USING (timezone) WHERE {IN_SPAN}
"""  # noqa: S608 - constants
# One row per pair of entities and record, by the heaviest of the layers that it speaks in; then as governance.relations.
_PAIRS = f"""
    WITH spoken AS (
        SELECT entity_l, entity_r, record_id, any_value(agency) AS agency,
            any_value(occurred_from) AS occurred_from, any_value(occurred_last) AS occurred_last, max(weight) AS weight,
            list(layer) AS layers
        FROM near_evidence
        WHERE ($layers IS NULL OR list_contains($layers::VARCHAR[], layer))
            AND ($agencies IS NULL OR list_contains($agencies::VARCHAR[], agency))
        GROUP BY entity_l, entity_r, record_id
    ),
    placed AS (
        SELECT *, row_number() OVER (PARTITION BY entity_l, entity_r, agency ORDER BY weight DESC) AS place FROM spoken
    ),
    pair AS (
        SELECT entity_l, entity_r, count(*) AS records,
            least(round(1 - exp(sum(ln(1 - least(weight, 0.999) * pow(0.5, place - 1)))), 6), {STRONGEST}) AS strength
            {{more}}
        FROM placed GROUP BY entity_l, entity_r HAVING strength > 0 AND strength >= $least
    )
"""  # noqa: S608 - constants
_DETAIL = """, list_sort(list_distinct(flatten(list(layers)))) AS layers, count(DISTINCT agency) AS agencies,
    min(occurred_from) AS first_seen, max(occurred_last) AS last_seen"""

# What can be reached from $near over one tie, with the strongest way there. $near are ids, $strengths theirs.
_REACHED = """,
    near AS (SELECT unnest($near::VARCHAR[]) AS id, unnest($strengths::DOUBLE[]) AS strength),
    way AS (
        SELECT p.entity_r AS other, p.records, p.strength * n.strength AS strength FROM pair p JOIN near n ON n.id = p.entity_l
        UNION ALL
        SELECT p.entity_l, p.records, p.strength * n.strength FROM pair p JOIN near n ON n.id = p.entity_r
    )
    SELECT other, max(strength) AS strength, sum(records)::BIGINT AS records, count(*) AS ways
    FROM way
    WHERE other NOT IN (SELECT unnest($known::VARCHAR[])) AND ($letters IS NULL OR list_contains($letters::VARCHAR[], left(other, 1)))
    GROUP BY other ORDER BY max(strength) DESC, records DESC, other
"""


def neighbourhood_of(
    con: duckdb.DuckDBPyConnection,
    focus: str,
    *,
    depth: int = 1,
    layers: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    agencies: Collection[str] | None = None,
    least: float = 0.0,
    since: date | None = None,
    until: date | None = None,
    limit: int = 150,
) -> Neighbourhood | None:
    """The neighbourhood of ``focus``, at most ``limit`` nodes besides itself; ``None`` where nothing of it is visible.

    ``layers``, ``kinds`` (of the entities around), ``agencies`` (whose records speak) and the ``least`` strength of a tie narrow it;
    ways through what is not chosen are not followed. Evidence from ``since`` to ``until``, both days included, counts; with either,
    undated evidence does not. ``BadInput`` for a depth other than 1 or 2, a limit that is not 1 to :data:`MOST_NODES`, or a span that
    ends before it begins.
    """
    if depth not in (1, 2):
        raise BadInput(f"A neighbourhood of depth {depth} cannot be shown.", column="depth", remedy="Ask for 1 or 2.")
    if not 1 <= limit <= MOST_NODES:
        raise BadInput(
            f"A limit of {limit} cannot be used.", column="limit", remedy=f"Give a whole number from 1 to {MOST_NODES:,}."
        )
    if focus not in named(con, [focus]):
        return None
    spans = span_parameters(con, since, until)
    chosen = {"layers": layers and sorted(layers), "agencies": agencies and sorted(agencies), "least": least}
    letters = None if kinds is None else sorted(LETTERS[kind] for kind in kinds if kind in LETTERS)
    _gather(con, spans, [focus], "from")
    first, first_left, edges_left = _reach(con, chosen, letters, {focus: 1.0}, {focus}, limit)
    distances = {focus: 0, **dict.fromkeys(first, 1)}
    left_out = len(first_left)
    if depth == 2 and first:
        _gather(con, spans, list(distances), "from")
        second, beyond, more = _reach(con, chosen, letters, first, {*distances, *first_left}, limit - len(first))
        left_out, edges_left = left_out + len(beyond), edges_left + more
        distances |= dict.fromkeys(second, 2)
    layers_there, kinds_there, agencies_there = _choices(con, focus)
    _gather(con, spans, list(distances), "between")
    edges = _edges(con, chosen)
    kept = _readable(edges, distances, _EDGES_PER_NODE * limit)
    return Neighbourhood(
        focus=focus,
        redirected_from=None,
        nodes=tuple(_nodes(con, distances)),
        edges=kept,
        left_out_nodes=left_out,
        left_out_edges=edges_left + len(edges) - len(kept),
        layers=layers_there,
        kinds=kinds_there,
        agencies=agencies_there,
    )


def _gather(
    con: duckdb.DuckDBPyConnection, spans: dict[str, list[Any]], near: list[str], ties: Literal["from", "between"]
) -> None:
    """Writes the temporary table of visible evidence in the span, of the ties from or between these entities."""
    by_ids(con, _TIES[ties], {"near": near})
    found = [row[0] for row in con.execute("SELECT tie_id FROM near_tie").fetchall()]
    by_ids(con, _EVIDENCE, {**spans, "ties": found, "records": records_behind(con, found)})


def _reach(
    con: duckdb.DuckDBPyConnection,
    chosen: dict[str, Any],
    letters: list[str] | None,
    near: dict[str, float],
    known: Iterable[str],
    room: int,
) -> tuple[dict[str, float], list[str], int]:
    """The first ``room`` entities that a tie leads to from ``near`` (with the strength of each way there), the ids of the
    others, and how many ties lead to those."""
    found = con.execute(
        _PAIRS.format(more="") + _REACHED,
        {
            **chosen,
            "letters": letters,
            "near": list(near),
            "strengths": list(near.values()),
            "known": sorted(known),
        },
    ).fetchall()
    shown, others = found[:room], found[room:]
    return {row[0]: row[1] for row in shown}, [row[0] for row in others], sum(row[3] for row in others)


def _edges(con: duckdb.DuckDBPyConnection, chosen: dict[str, Any]) -> list[EdgeView]:
    """Every tie of the gathered evidence, the strongest first."""
    rows = con.execute(
        _PAIRS.format(more=_DETAIL)  # noqa: S608 - constants
        + " SELECT entity_l, entity_r, layers, strength, records, agencies, first_seen, last_seen FROM pair"
        " ORDER BY strength DESC, records DESC, entity_l, entity_r",
        chosen,
    ).fetchall()
    return [
        EdgeView(left, right, tuple(layers), strength, records, agencies, in_utc(first), in_utc(last))
        for left, right, layers, strength, records, agencies, first, last in rows
    ]


def _readable(edges: Sequence[EdgeView], distances: dict[str, int], most: int) -> tuple[EdgeView, ...]:
    """At most about ``most`` edges, the strongest first; the best way back to the focus is kept for every node."""
    if len(edges) <= most:
        return tuple(edges)
    held: set[str] = set()
    kept: list[EdgeView] = []
    others: list[EdgeView] = []
    for edge in edges:
        near, far = sorted((edge.entity_l, edge.entity_r), key=lambda end: distances[end])
        leads_back = distances[near] < distances[far] and far not in held
        if leads_back:
            held.add(far)
        (kept if leads_back else others).append(edge)
    kept += others[: max(0, most - len(kept))]
    return tuple(sorted(kept, key=lambda e: (-e.strength, -e.records, e.entity_l, e.entity_r)))


def _nodes(con: duckdb.DuckDBPyConnection, distances: dict[str, int]) -> list[NodeView]:
    names = named(con, distances)
    return [
        NodeView(entity, names[entity].kind, names[entity].label, distance, names[entity].records, names[entity].child)
        for entity, distance in distances.items()
    ]


def _choices(con: duckdb.DuckDBPyConnection, focus: str) -> tuple[tuple[Choice, ...], ...]:
    """The layers of the ties in the gathered evidence, the kinds of what they lead to, and the agencies whose records speak for them."""
    rows = con.execute("SELECT DISTINCT entity_l, entity_r, layer, agency FROM near_evidence").fetchall()
    layers = Counter(layer for _, _, layer in {row[:3] for row in rows})
    kinds = Counter(_KINDS[end[0]] for end in {end for row in rows for end in row[:2]} - {focus})
    agencies = Counter(agency for _, _, agency in {(left, right, agency) for left, right, _, agency in rows})
    return tuple(tuple(Choice(name, number) for name, number in sorted(found.items())) for found in (layers, kinds, agencies))
