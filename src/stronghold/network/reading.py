"""The network of a picture's people, read from its ties: who is tied to whom, through what, of which nature, and how strongly today.

Two people are tied *directly* where one record names both, or *through a thing*: a home, a phone or a vehicle that both had at one
time, or numbers of theirs that were in touch. Which of it is counted when groups are looked for is said by
``vocabulary/terms/tie_layers.yaml`` and ``shared_things.yaml``; what an ordinary relationship explains (:mod:`.natures`) is kept,
with its nature, and not counted.

*Age.* What is stored is not aged: a record weighs there as on its own day. Here each counts half as much for every half-life of its
layer between its date and ``as_of``, the date of the picture's latest record; one without a date counts as one half-life old. So
a picture read again says the same, and adding a day's records changes no row that they do not speak for.

*Strength* of a tie of two people: the noisy or of its layers and ways, each as ``network.ties`` adds up records. A way through things
is as strong as all its steps together: their product, times what such sharing says.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from stronghold.network.graph import Network
from stronghold.network.natures import write_natures
from stronghold.network.ties import STRONGEST
from stronghold.vocabulary import terms

__all__ = [
    "AT_ONE_TIME",
    "COUNTED",
    "Asked",
    "Association",
    "associate",
    "associations",
    "latest_date",
    "network_of",
    "read_network",
]

COUNTED = frozenset({"association", "risk"})
"""Natures that are counted when groups are looked for."""

AT_ONE_TIME = "coalesce(a.since < b.until, true) AND coalesce(b.since < a.until, true)"
"""Whether two people had a thing at one time, of rows ``a`` and ``b`` of what is held; where no date says, it is not ruled out."""

_NOT_DATED = 0.5
_HEAVIEST = 0.999


@dataclass(frozen=True)
class Asked:
    """What of a picture's ties is read: of these people among each other (``None``: of all), in these layers, by records from ``since`` up
    to ``until`` of these visibility classes; aged up to ``as_of`` (``None``: to the latest record), or not at all."""

    people: Collection[str] | None = None
    layers: Collection[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    class_ids: Collection[int] | None = None
    as_of: datetime | None = None
    aged: bool = True


@dataclass(frozen=True)
class Association:
    """One way in which two people (``person_l < person_r``) are tied: a layer, ``via`` things or directly.

    ``counted``: whether groups are looked for by it. ``reasons``: why it is taken to be of its ``nature``, in words.
    """

    person_l: str
    person_r: str
    layer: str
    via: tuple[str, ...]
    nature: str
    counted: bool
    strength: float
    records: int
    agencies: int
    first_seen: datetime | None
    last_seen: datetime | None
    through_hub: bool
    reasons: tuple[str, ...]


def network_of(
    con: duckdb.DuckDBPyConnection,
    *,
    people: Collection[str] | None = None,
    layers: Collection[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    natures: Collection[str] = COUNTED,
    class_ids: Collection[int] | None = None,
    as_of: datetime | None = None,
    aged: bool = True,
) -> Network:
    """People's ties as a network; a pair's strength is that of all its ways of these natures. People without a tie are not in it,
    unless they were asked for by ``people``."""
    associate(con, Asked(people, layers, since, until, class_ids, as_of, aged))
    network = read_network(con, natures=natures, nodes=people or ())
    con.execute("DROP TABLE association")
    return network


def associations(con: duckdb.DuckDBPyConnection, asked: Asked) -> tuple[Association, ...]:
    """Every way in which people are tied, the counted and the others, by pair and the strongest first."""
    associate(con, asked)
    rows = con.execute(
        """SELECT person_l, person_r, layer, via, nature, counted, strength, records, agencies, first_seen, last_seen, through_hub, reasons
        FROM association ORDER BY person_l, person_r, strength DESC, layer, via"""
    ).fetchall()
    con.execute("DROP TABLE association")
    return tuple(
        Association(
            one, other, layer, tuple(via), nature, counted, strength, records, agencies, first, last, hub, tuple(why or ())
        )
        for one, other, layer, via, nature, counted, strength, records, agencies, first, last, hub, why in rows
    )


def read_network(con: duckdb.DuckDBPyConnection, *, natures: Collection[str] = COUNTED, nodes: Collection[str] = ()) -> Network:
    """The network of the temporary table ``association``; what is explained is left out where only counted natures are asked for."""
    counted = "AND counted" if set(natures) <= COUNTED else ""
    found = con.execute(
        f"""SELECT person_l, person_r, least(1 - exp(sum(ln(1 - least(strength, {_HEAVIEST})))), {STRONGEST}) AS strength
        FROM association WHERE nature IN (SELECT unnest($natures)) {counted} AND strength > 0
        GROUP BY ALL ORDER BY person_l, person_r""",
        {"natures": sorted(natures)},
    ).fetchnumpy()
    left, right = (np.asarray(found[side], dtype=object) for side in ("person_l", "person_r"))
    ids = sorted({*left, *right, *nodes})
    place = {name: at for at, name in enumerate(ids)}
    at_left, at_right = (np.fromiter((place[name] for name in side), np.int64, len(side)) for side in (left, right))
    return Network(tuple(ids), at_left, at_right, np.asarray(found["strength"], np.float64))


def latest_date(con: duckdb.DuckDBPyConnection) -> datetime | None:
    """The date of the picture's latest record, to which ties are aged; ``None`` where no record has one."""
    found: datetime | None = con.execute("SELECT max(occurred_from) FROM record").fetchall()[0][0]
    return found


def associate(con: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Write the temporary table ``association``: a row for each pair of people, layer and way, as :class:`Association` has them."""
    if asked.people is not None and not asked.people:
        con.execute(f"CREATE OR REPLACE TEMP TABLE association ({_OF_NOBODY})")
        return
    _write_asked(con, asked)
    con.execute(_rows(asked), _values(con, asked))
    _require_tables(con)
    con.execute(_HELD)
    con.execute(_TOUCH.format(rows=_touch_rows(asked)), _values(con, asked))
    con.execute(_WAYS)
    write_natures(con)
    for table in ("row", "held", "touch", "layer", "share", "person", "class", "way", "bond"):
        con.execute(f"DROP TABLE IF EXISTS assoc_{table}")


def _require_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Stand-ins for what a picture of an earlier version has not: nothing is a hub, nothing rules out that two had a thing at one time."""
    there = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for name, columns in _TABLES.items():
        if name not in there:
            con.execute(f"CREATE TEMP TABLE {name} ({columns})")


def _write_asked(con: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """The vocabulary and what is asked for, as small temporary tables."""
    chosen = None if asked.layers is None else set(asked.layers)
    layers = [
        (t.name, float(t.extra["half_life"]), t.extra.get("nature"), bool(t.extra.get("explained")), t.extra.get("through"))
        for t in terms("tie_layers").terms.values()
        if chosen is None or t.name in chosen
    ]
    shares = [
        (t.name, t.weight or 0.0, t.extra["nature"], bool(t.extra.get("explained")))
        for t in terms("shared_things").terms.values()
    ]
    _table(con, "layer", ("layer", "half_life", "nature", "explained", "through"), layers or [("", 1.0, None, False, None)])
    _table(con, "share", ("layer", "weight", "nature", "explained"), shares)
    _table(con, "person", ("entity_id",), [(one,) for one in sorted(asked.people or ())] or [("",)])
    _table(con, "class", ("class_id",), [(one,) for one in sorted(asked.class_ids or ())] or [(-1,)])


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    held = pa.table(dict(zip(columns, (list(column) for column in zip(*rows, strict=True)), strict=True)))
    con.register("assoc_given", held)
    con.execute(f"CREATE OR REPLACE TEMP TABLE assoc_{name} AS FROM assoc_given")
    con.unregister("assoc_given")


def _values(con: duckdb.DuckDBPyConnection, asked: Asked) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if asked.aged:
        values["as_of"] = asked.as_of or latest_date(con)
    if asked.since:
        values["since"] = asked.since
    if asked.until:
        values["until"] = asked.until
    return values


def _spoken(asked: Asked, ties: str) -> str:
    """Rows of evidence of ``ties``, aged: tie, record, weight, agency and dates."""
    days = "greatest(date_diff('second', r.occurred_from, $as_of::TIMESTAMP), 0) / 86400"
    age = f"CASE WHEN r.occurred_from IS NULL THEN {_NOT_DATED} ELSE pow(0.5, {days} / y.half_life) END"
    span = "".join(
        (
            " AND r.occurred_from >= $since" if asked.since else "",
            " AND r.occurred_from < $until" if asked.until else "",
        )
    )
    classes = "" if asked.class_ids is None else "SEMI JOIN assoc_class USING (class_id)"
    return f"""
        SELECT t.entity_l, t.entity_r, t.layer, y.through, e.record_id, e.weight * {age if asked.aged else "1"} AS weight, s.agency,
            r.occurred_from, coalesce(r.occurred_to - INTERVAL 1 MICROSECOND, r.occurred_from) AS occurred_last
        FROM ({ties}) t JOIN assoc_layer y USING (layer) JOIN tie_evidence e USING (tie_id)
        JOIN (FROM record {classes}) r USING (record_id) JOIN source s USING (source_id)
        WHERE e.weight > 0 {span}
    """


def _rows(asked: Asked) -> str:
    """Evidence of ties between people, and of people to the things that they can share."""
    among = ""
    if asked.people is not None:
        among = """ AND (entity_l[1] <> 'P' OR entity_l IN (SELECT entity_id FROM assoc_person))
            AND (entity_r[1] <> 'P' OR entity_r IN (SELECT entity_id FROM assoc_person))"""
    ties = f"FROM tie SEMI JOIN assoc_layer USING (layer) WHERE (entity_l[1] = 'P' OR entity_r[1] = 'P') {among}"
    return f"CREATE OR REPLACE TEMP TABLE assoc_row AS {_spoken(asked, ties)}"


def _touch_rows(asked: Asked) -> str:
    """Evidence that numbers were in touch, of numbers that people here have."""
    ties = """FROM tie SEMI JOIN assoc_layer USING (layer) WHERE entity_l[1] = 'T' AND entity_r[1] = 'T'
        AND entity_l IN (SELECT thing FROM assoc_held) AND entity_r IN (SELECT thing FROM assoc_held)"""
    return _spoken(asked, ties)


def _added_up(rows: str, *by: str) -> str:
    """The evidence of ``rows`` as one tie for each of ``by``: as ``network.ties`` does."""
    keys = ", ".join(by)
    return f"""
        SELECT {keys}, least(1 - exp(sum(ln(1 - least(weight, {_HEAVIEST}) * pow(0.5, place - 1)))), {STRONGEST}) AS strength,
            count(*) AS records, count(DISTINCT agency) AS agencies, list(DISTINCT agency) AS told_by,
            min(occurred_from) AS first_seen, max(occurred_last) AS last_seen
        FROM (SELECT *, row_number() OVER (PARTITION BY {keys}, agency ORDER BY weight DESC, record_id) AS place FROM ({rows}))
        GROUP BY {keys}
    """


_OF_NOBODY = """person_l VARCHAR, person_r VARCHAR, layer VARCHAR, via VARCHAR[], strength DOUBLE, records BIGINT, agencies BIGINT,
    first_seen TIMESTAMP, last_seen TIMESTAMP, through_hub BOOLEAN, nature VARCHAR, counted BOOLEAN, reasons VARCHAR[]"""
_TABLES = {
    "hub": "entity_id VARCHAR, layer VARCHAR",
    "hub_tie": "entity_id VARCHAR, layer VARCHAR, other_id VARCHAR",
    "belonging": "person_entity VARCHAR, thing_entity VARCHAR, first_seen TIMESTAMP, until TIMESTAMP",
}
_THEIRS = "SELECT entity_l AS person, entity_r AS thing, * EXCLUDE (entity_l, entity_r) FROM theirs"
# A thing that too many have is a hub: only the ties that were chosen for it are counted (network.hubs).
_HELD = f"""
    CREATE OR REPLACE TEMP TABLE assoc_held AS
    WITH theirs AS (
        SELECT * REPLACE (if(entity_l[1] = 'P', entity_l, entity_r) AS entity_l, if(entity_l[1] = 'P', entity_r, entity_l) AS entity_r)
        FROM assoc_row WHERE through IS NOT NULL AND (entity_l[1] <> 'P' OR entity_r[1] <> 'P')
    ), held AS ({_added_up(_THEIRS, "person", "thing", "through")})
    SELECT h.*, u.entity_id IS NOT NULL AS hub, u.entity_id IS NULL OR k.other_id IS NOT NULL AS counted,
        p.first_seen AS since, p.until
    FROM held h LEFT JOIN belonging p ON p.person_entity = h.person AND p.thing_entity = h.thing
    LEFT JOIN hub u ON u.entity_id = h.thing AND u.layer = h.through
    LEFT JOIN hub_tie k ON k.entity_id = h.thing AND k.layer = h.through AND k.other_id = h.person
"""
_TOUCH = f"""
    CREATE OR REPLACE TEMP TABLE assoc_touch AS
    WITH touch AS ({_added_up("{rows}", "entity_l", "entity_r")})
    SELECT t.*, l.entity_id IS NOT NULL OR r.entity_id IS NOT NULL AS hub FROM touch t
    LEFT JOIN hub l ON l.entity_id = t.entity_l AND l.layer = 'in touch' LEFT JOIN hub r ON r.entity_id = t.entity_r AND r.layer = 'in touch'
    WHERE (l.entity_id IS NULL OR t.entity_r IN (SELECT other_id FROM hub_tie k WHERE k.entity_id = t.entity_l AND k.layer = 'in touch'))
      AND (r.entity_id IS NULL OR t.entity_l IN (SELECT other_id FROM hub_tie k WHERE k.entity_id = t.entity_r AND k.layer = 'in touch'))
"""
_WAYS = f"""
    CREATE OR REPLACE TEMP TABLE assoc_way AS
    WITH direct AS ({_added_up("FROM assoc_row WHERE entity_l[1] = 'P' AND entity_r[1] = 'P'", "entity_l", "entity_r", "layer")}),
    shared AS (
        SELECT DISTINCT a.person AS person_l, b.person AS person_r, a.through AS layer, [a.thing] AS via,
            s.weight * a.strength * b.strength AS strength,
            a.records + b.records AS records, len(list_distinct(a.told_by || b.told_by)) AS agencies,
            greatest(a.first_seen, b.first_seen) AS first_seen, least(a.last_seen, b.last_seen) AS last_seen, a.hub AS through_hub
        FROM assoc_held a JOIN assoc_held b ON a.thing = b.thing AND a.through = b.through AND a.person < b.person
        JOIN assoc_share s ON s.layer = a.through
        WHERE s.weight > 0 AND a.counted AND b.counted AND {AT_ONE_TIME}
    ), touching AS (
        SELECT entity_l AS own, entity_r AS other, * EXCLUDE (entity_l, entity_r) FROM assoc_touch
        UNION ALL SELECT entity_r, entity_l, * EXCLUDE (entity_l, entity_r) FROM assoc_touch
    ), phones AS (
        SELECT DISTINCT * EXCLUDE (since, until) FROM assoc_held WHERE through = 'phone' AND counted
    ), reached AS (
        SELECT a.person AS person_l, b.person AS person_r, 'in touch' AS layer, [a.thing, b.thing] AS via,
            s.weight * t.strength * a.strength * b.strength AS strength, t.records + a.records + b.records AS records,
            len(list_distinct(t.told_by || a.told_by || b.told_by)) AS agencies, t.first_seen, t.last_seen,
            t.hub OR a.hub OR b.hub AS through_hub
        FROM touching t JOIN phones a ON a.thing = t.own JOIN phones b ON b.thing = t.other AND a.person < b.person
        JOIN assoc_share s ON s.layer = 'in touch'
    )
    SELECT entity_l AS person_l, entity_r AS person_r, layer, []::VARCHAR[] AS via, strength, records, agencies, first_seen, last_seen,
        false AS through_hub FROM direct
    UNION ALL FROM shared UNION ALL FROM reached
"""
