"""Which addresses, phones, vehicles and organisations what is new, gone or decided can reach, and those resolved anew.

What a thing is known by can hang on other rows: an address without its postcode takes that of the one address which has the same
house and street. *Bonds* say which rows can hang on one another: rows that share one are looked at together, with all that share any
with those, and so on. That is a closed set: by the same rules as all rows, it gives what all rows would.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from stronghold.linking.things.clusters import cluster_things
from stronghold.linking.things.deciding import obey_decisions
from stronghold.linking.things.homes import PREMISES
from stronghold.linking.things.slips import inward_sql, outward_sql, shortened_sql, slips_between_sql
from stronghold.linking.things.written import KINDS, cleaned_sql

__all__ = ["resolve_touched"]


@dataclass(frozen=True)
class _Bond:
    """Rows that have the same ``values``, where all of ``there`` hold, hang together.

    With ``lacking``, only where one of those that share them lacks what it names: whole rows say for themselves who they are.
    """

    values: tuple[str, ...]
    there: str
    lacking: str | None = None


_HOUSELESS = f"NOT coalesce({PREMISES}, false)"
_PLACED = "(location IS NOT NULL OR latitude IS NOT NULL)"
_WHOLE = "number IS NOT NULL AND street IS NOT NULL AND postcode IS NOT NULL"
# Two addresses of one house, flat and street are one where their postcodes are a slip apart: then one half of them is the same.
_BONDS: dict[str, tuple[_Bond, ...]] = {
    "address": (
        _Bond(("uprn",), "uprn IS NOT NULL"),
        _Bond(("unit", "number", "postcode"), "number IS NOT NULL AND postcode IS NOT NULL"),
        _Bond(("unit", "number", "street", inward_sql("postcode")), _WHOLE),
        _Bond(("unit", "number", "street", outward_sql("postcode")), _WHOLE),
        _Bond(("unit", "number", "street"), "number IS NOT NULL AND street IS NOT NULL", "postcode IS NULL"),
        _Bond(("number", "street", "postcode"), _WHOLE, "uprn IS NOT NULL AND unit IS NULL"),
        _Bond(("unit", "street", "postcode"), f"{_WHOLE} AND NOT regexp_matches(number, '^[0-9]')"),
        _Bond(("area_code", "location", "latitude", "longitude", "street"), f"{_HOUSELESS} AND {_PLACED}"),
        _Bond(
            ("unit", "street", "town", "postcode"), f"{_HOUSELESS} AND NOT {_PLACED} AND coalesce(street, postcode) IS NOT NULL"
        ),
        _Bond(("area_code",), f"{_HOUSELESS} AND NOT {_PLACED} AND coalesce(street, postcode) IS NULL AND area_code IS NOT NULL"),
    ),
    "phone": (_Bond(("number",), "number IS NOT NULL"), _Bond(("imei",), "imei IS NOT NULL", "number IS NULL")),
    "vehicle": (_Bond(("shape",), "shape IS NOT NULL"),),
    "organisation": (_Bond(("company_number",), "company_number IS NOT NULL"), _Bond(("name",), "name IS NOT NULL")),
}


def resolve_touched(con: duckdb.DuckDBPyConnection) -> None:
    """``thing_cluster(mention_id, kind, cluster)``, as ``things.resolve_things`` writes it, of all that can be other than before.

    Reads temporary ``new_mention``, ``gone_<kind>``, ``decided`` (all decisions as they are now) and ``decided_before``.
    """
    near = {}
    for kind in KINDS:
        near[kind] = f"FROM thing_{kind} SEMI JOIN near_{kind} USING (mention_id)"
        con.execute(f"CREATE OR REPLACE TEMP TABLE thing_{kind} AS {cleaned_sql(kind, kind)}")
        con.execute(f"CREATE OR REPLACE TEMP TABLE gone_thing AS {cleaned_sql(kind, f'gone_{kind}')}")
        _find_near(con, kind)
    cluster_things(con, near)
    if con.execute("SELECT 1 FROM decided LIMIT 1").fetchone():
        obey_decisions(con)
    for kind in KINDS:
        con.execute(f"DROP TABLE thing_{kind}")
        con.execute(f"DROP TABLE near_{kind}")
    con.execute("DROP TABLE gone_thing")


def _find_near(con: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Temporary ``near_<kind>(mention_id)``: the closed set of rows of ``thing_<kind>`` around what is new, gone or decided."""
    near = f"near_{kind}"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {near} AS
        SELECT mention_id FROM thing_{kind} WHERE mention_id IN (
            SELECT mention_id FROM new_mention
            UNION ALL SELECT unnest([mention_l, mention_r]) FROM decided
            UNION ALL SELECT unnest([mention_l, mention_r]) FROM decided_before)
        """
    )
    if not _count(con, near) + _count(con, "gone_thing"):
        return
    _write_bonds(con, kind)
    if kind == "address":
        streets = shortened_sql("SELECT DISTINCT street FROM thing_address")
        con.execute(f"CREATE OR REPLACE TEMP TABLE shortened_street AS {streets}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE front AS FROM {near} UNION ALL SELECT mention_id FROM gone_thing")
    con.execute("CREATE OR REPLACE TEMP TABLE reached (bond UBIGINT)")
    while _count(con, "front"):
        con.execute(
            """CREATE OR REPLACE TEMP TABLE reaching AS
            SELECT DISTINCT bond FROM bond SEMI JOIN front USING (mention_id) ANTI JOIN reached USING (bond)"""
        )
        con.execute("INSERT INTO reached FROM reaching")
        by_slip = f"UNION {_BY_SLIP}" if kind == "address" else ""
        con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE front AS
            FROM (SELECT mention_id FROM bond SEMI JOIN reaching USING (bond) {by_slip})
            ANTI JOIN {near} USING (mention_id) ANTI JOIN gone_thing USING (mention_id)
            """
        )
        con.execute(f"INSERT INTO {near} FROM front")
    for table in ("bond", "front", "reached", "reaching", "shortened_street"):
        con.execute(f"DROP TABLE IF EXISTS {table}")


# Addresses that may be a slip of one at the front, or it of them, where one of the two lacks its postcode.
_NUMBERED = "SELECT mention_id, number, coalesce(unit, '') AS unit, street, postcode IS NULL AS lacks"
_BY_SLIP = f"""
    SELECT o.mention_id FROM (
        WITH f AS MATERIALIZED ({_NUMBERED} FROM (FROM thing_address UNION ALL FROM gone_thing) SEMI JOIN front USING (mention_id)),
        written AS MATERIALIZED ({shortened_sql("SELECT DISTINCT street FROM f")}),
        near AS MATERIALIZED ({slips_between_sql("written", "shortened_street")})
        SELECT DISTINCT number, unit, near.other AS street, lacks FROM f JOIN near USING (street)
    ) f JOIN ({_NUMBERED} FROM thing_address) o USING (number, unit, street) WHERE f.lacks <> o.lacks
"""


def _write_bonds(con: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Temporary ``bond(mention_id, bond)`` of ``thing_<kind>`` and ``gone_thing``."""
    con.execute("CREATE OR REPLACE TEMP TABLE bond (mention_id BIGINT, bond UBIGINT)")
    rows = f"(FROM thing_{kind} UNION ALL FROM gone_thing)"
    for number, bond in enumerate(_BONDS[kind]):
        value = f"hash({number}, {', '.join(bond.values)})"
        hangs = ""
        if bond.lacking:
            lacking = f"FROM {rows} WHERE {bond.there} AND {bond.lacking}"
            if not con.execute(f"SELECT 1 {lacking} LIMIT 1").fetchone():
                continue
            hangs = f"AND {value} IN (SELECT {value} {lacking})"
        con.execute(f"INSERT INTO bond SELECT mention_id, {value} FROM {rows} WHERE {bond.there} {hangs}")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
