"""What of a picture rests on one record, as far as visible records show it: ties that weaken, people and things that vanish or fall apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb
import rustworkx as rx

from stronghold.governance.labels import named
from stronghold.network.ties import STRONGEST

__all__ = ["Bearing", "ShakenEntity", "ShakenTie", "bearing_of"]

_HALF = 0.5


@dataclass(frozen=True)
class ShakenEntity:
    """Someone or something that the record names. ``records`` are the visible ones without it; with none it vanishes. ``parts``: into
    how many the rest would fall, by the links between them alone."""

    entity_id: str
    kind: str
    label: str
    records: int
    parts: int

    @property
    def vanishes(self) -> bool:
        return self.records == 0

    @property
    def falls_apart(self) -> bool:
        return self.parts > 1


@dataclass(frozen=True)
class ShakenTie:
    """A tie that loses all or half of its strength or more."""

    entity_l: str
    entity_r: str
    label_l: str
    label_r: str
    layer: str
    before: float
    after: float

    @property
    def is_lost(self) -> bool:
        return self.after == 0.0


@dataclass(frozen=True)
class Bearing:
    """``entities`` are all that the record names, ``ties`` those that lose at least half, ``groups`` (ids) those of which such a tie, or
    someone who vanishes, is a part."""

    record_key: str
    entities: tuple[ShakenEntity, ...]
    ties: tuple[ShakenTie, ...]
    groups: tuple[str, ...]

    @property
    def subjects(self) -> Iterator[str]:
        yield from (entity.entity_id for entity in self.entities)
        yield from (end for tie in self.ties for end in (tie.entity_l, tie.entity_r))


_NAMED = """
    CREATE OR REPLACE TEMP TABLE borne AS
    SELECT DISTINCT em.entity_id, r.record_id FROM record r JOIN visible v USING (class_id) JOIN mention m USING (record_id)
    JOIN entity_member em USING (mention_id) WHERE r.record_key = $key
"""
# Everything visible of those entities, with the record itself marked.
_MEMBERS = """
    CREATE OR REPLACE TEMP TABLE borne_member AS
    SELECT em.entity_id, em.mention_id, m.kind, m.record_id, m.record_id IN (SELECT record_id FROM borne) AS own
    FROM (SELECT entity_id, mention_id FROM entity_member SEMI JOIN borne USING (entity_id)) em
    JOIN mention m USING (mention_id) JOIN record r USING (record_id) JOIN visible v USING (class_id)
"""
_TIES = """
    WITH spoken AS (
        SELECT t.tie_id, t.entity_l, t.entity_r, t.layer, s.agency, e.record_id IN (SELECT record_id FROM borne) AS own, e.weight
        FROM tie t JOIN tie_evidence e USING (tie_id) JOIN record r USING (record_id) JOIN visible v USING (class_id)
        JOIN source s USING (source_id)
        WHERE t.tie_id IN (SELECT tie_id FROM tie_evidence WHERE record_id IN (SELECT record_id FROM borne))
    ),
    placed AS (
        SELECT *, row_number() OVER (PARTITION BY tie_id, agency ORDER BY weight DESC) AS place_before,
            row_number() OVER (PARTITION BY tie_id, agency ORDER BY own, weight DESC) AS place_after FROM spoken
    )
    SELECT entity_l, entity_r, layer,
        least(round(1 - exp(sum(ln(1 - least(weight, 0.999) * pow(0.5, place_before - 1)))), 6), $strongest) AS before,
        least(round(1 - exp(coalesce(sum(ln(1 - least(weight, 0.999) * pow(0.5, place_after - 1))) FILTER (NOT own), 0)), 6), $strongest)
          AS after
    FROM placed GROUP BY tie_id, entity_l, entity_r, layer
    HAVING before > 0 AND after <= before * $half ORDER BY before DESC, entity_l, entity_r, layer
"""


def bearing_of(con: duckdb.DuckDBPyConnection, record_key: str, *, discredited: bool = False) -> Bearing | None:
    """What changes without the record, or were it evidence of nothing (``discredited``); ``None`` where it is not visible.

    ``con`` has the table ``visible``.
    """
    con.execute(_NAMED, {"key": record_key})
    if not con.execute("SELECT 1 FROM borne LIMIT 1").fetchone():
        known = con.execute("SELECT 1 FROM record JOIN visible USING (class_id) WHERE record_key = $key", {"key": record_key})
        return Bearing(record_key, (), (), ()) if known.fetchone() else None
    entities = () if discredited else tuple(_entities(con))
    ties = tuple(_ties(con))
    return Bearing(record_key, entities, ties, _groups(con, entities, ties))


def _entities(con: duckdb.DuckDBPyConnection) -> Iterator[ShakenEntity]:
    con.execute(_MEMBERS)
    rows = con.execute(
        "SELECT entity_id, any_value(kind), count(DISTINCT record_id) FILTER (NOT own) FROM borne_member GROUP BY entity_id ORDER BY 1"
    ).fetchall()
    names = named(con, [row[0] for row in rows])
    parts = _parts(con)
    for entity, kind, records in rows:
        yield ShakenEntity(entity, kind, names[entity].label, records, parts.get(entity, 1 if records else 0))


def _parts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """By person, into how many parts the visible mentions outside the record fall, by accepted links and what people decided."""
    nodes = con.execute(
        "SELECT DISTINCT entity_id, node_id FROM borne_member JOIN node USING (mention_id) WHERE NOT own ORDER BY ALL"
    ).fetchall()
    own = {node for _, node in nodes}
    if len(own) == len({entity for entity, _ in nodes}):
        return dict.fromkeys((entity for entity, _ in nodes), 1)
    tables = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    said = (
        "UNION ALL SELECT mention_l, mention_r FROM linking_decided WHERE judgement = 'same'"
        if "linking_decided" in tables
        else ""
    )
    edges = con.execute(
        f"""SELECT mention_l, mention_r FROM (SELECT mention_l, mention_r FROM link WHERE accepted {said})
        WHERE mention_l IN (SELECT unnest($own::BIGINT[])) AND mention_r IN (SELECT unnest($own::BIGINT[]))""",  # noqa: S608
        {"own": sorted(own)},
    ).fetchall()
    return _counted(nodes, edges)


def _counted(nodes: Iterable[tuple[str, int]], edges: Iterable[tuple[int, int]]) -> dict[str, int]:
    graph = rx.PyGraph()
    place = {node: graph.add_node(entity) for entity, node in nodes}
    graph.add_edges_from_no_data([(place[left], place[right]) for left, right in edges])
    found: dict[str, int] = {}
    for component in rx.connected_components(graph):
        entity = graph[next(iter(component))]
        found[entity] = found.get(entity, 0) + 1
    return found


def _ties(con: duckdb.DuckDBPyConnection) -> Iterator[ShakenTie]:
    rows = con.execute(_TIES, {"strongest": STRONGEST, "half": _HALF}).fetchall()
    names = named(con, [end for row in rows for end in row[:2]])
    for left, right, layer, before, after in rows:
        yield ShakenTie(left, right, names[left].label, names[right].label, layer, before, after)


def _groups(con: duckdb.DuckDBPyConnection, entities: Iterable[ShakenEntity], ties: Iterable[ShakenTie]) -> tuple[str, ...]:
    """Groups of which someone vanishes, or both ends of such a tie are members; none where the picture has no groups."""
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'group_member'").fetchone():
        return ()
    rows = con.execute(
        """
        SELECT group_id FROM group_member WHERE entity_id IN (SELECT unnest($gone::VARCHAR[]))
        UNION
        SELECT l.group_id FROM (SELECT unnest($left::VARCHAR[]) AS entity_l, unnest($right::VARCHAR[]) AS entity_r) t
        JOIN group_member l ON l.entity_id = t.entity_l JOIN group_member r ON r.entity_id = t.entity_r AND r.group_id = l.group_id
        ORDER BY 1
        """,
        {
            "gone": [entity.entity_id for entity in entities if entity.vanishes],
            "left": [tie.entity_l for tie in ties],
            "right": [tie.entity_r for tie in ties],
        },
    ).fetchall()
    return tuple(row[0] for row in rows)
