"""Homes, phones, vehicles and organisations of an invented town against its truth, beside taking exact keys at their word.

*Flats known*: without the mentions that leave out the flat of a flat, which no rule can tell apart.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb

from bench.rows import Part, Row, measured
from bench.truth import cluster_rates
from stronghold import engine
from stronghold.intake.load import load
from stronghold.intake.readers import Limits
from stronghold.linking.things import KINDS, resolve_things
from stronghold.picture.sources import find_sources
from stronghold.town import make_town

SIZE = 20_000
_KEYS = {
    "address": "coalesce(uprn, concat_ws('|', coalesce(flat, ''), house, lower(street), postcode), mention_id::VARCHAR)",
    "phone": "coalesce(number, imei)",
    "vehicle": "registration",
    "organisation": "concat_ws('|', lower(name), postcode)",
}


def prepare(folder: Path, size: int) -> None:
    make_town(folder / "town", people=size, seed=3)
    sources, _ = find_sources(folder / "town" / "files", Limits.from_environment())
    with closing(engine.connect(folder / "town.duckdb")) as con:
        load(con, sources)


def resolved(folder: Path, size: int) -> list[Row]:
    with closing(engine.connect(folder / "town.duckdb")) as con:
        with measured("resolved", "resolve things") as row:
            resolve_things(con)
        truth = folder / "town" / "truth"
        con.execute(
            f"""
            CREATE TEMP TABLE truth AS SELECT m.mention_id, m.kind, t."table" || t.true_id AS person,
                coalesce(h.flat > 0 AND a.flat IS NULL, false) AS flatless
            FROM read_parquet('{truth / "mention.parquet"}') t JOIN mention m USING (mention_key)
            LEFT JOIN read_parquet('{truth / "home.parquet"}') h ON t."table" = 'home' AND h.home = t.true_id
            LEFT JOIN address a ON a.mention_id = m.mention_id
            WHERE t.true_id IS NOT NULL AND t."table" <> 'street'
            """
        )
        rows = [row]
        for kind in KINDS:
            con.execute(f"CREATE OR REPLACE TEMP TABLE keyed AS SELECT mention_id, {_KEYS[kind]} AS cluster FROM {kind}")
            con.execute("CREATE OR REPLACE TEMP TABLE clustered AS SELECT mention_id, cluster FROM thing_cluster")
            rows += [_score(con, kind, table, where) for table, where in (("keyed", "true"), ("clustered", "true"))]
            if kind == "address":
                rows += [_score(con, kind, table, "NOT flatless") for table in ("keyed", "clustered")]
    return rows


def _score(con: duckdb.DuckDBPyConnection, kind: str, table: str, where: str) -> Row:
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE judged AS SELECT cluster, person FROM {table} JOIN truth USING (mention_id)"
        f" WHERE kind = '{kind}' AND {where}"
    )
    found = cluster_rates(con, "judged")
    part = "exact keys" if table == "keyed" else "resolved"
    stage = kind if where == "true" else f"{kind}, flats known"
    return Row(part, stage, figures={name: round(getattr(found, name), 4) for name in ("precision", "recall", "f1")})


PARTS: dict[str, Part] = {"resolved": resolved}


def conclude(rows: list[Row]) -> list[Row]:
    return []
