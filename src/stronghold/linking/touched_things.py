"""Which addresses, phones, vehicles and organisations what is new, gone or decided can reach, and those resolved anew.

What a thing is known by can hang on other rows: an address without its postcode takes that of the one address which has the same
house and street. *Bonds* say which rows can hang on one another: rows that share one are looked at together, with all that share any
with those, and so on. That is a closed set: by the same rules as all rows, it gives what all rows would.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from stronghold.linking.things import KINDS, cleaned_sql, cluster_by_keys, obey_decisions

__all__ = ["resolve_touched"]


@dataclass(frozen=True)
class _Bond:
    """Rows that have the same ``values``, where all of ``there`` hold, hang together.

    With ``lacking``, only where one of those that share them lacks what it names: whole rows say for themselves who they are.
    """

    values: tuple[str, ...]
    there: str
    lacking: str | None = None


_HOUSELESS = "(house IS NULL OR (street IS NULL AND postcode IS NULL))"
_PLACED = "(location IS NOT NULL OR latitude IS NOT NULL)"
_BONDS: dict[str, tuple[_Bond, ...]] = {
    "address": (
        _Bond(("uprn",), "uprn IS NOT NULL"),
        _Bond(("flat", "house", "street", "postcode"), "house IS NOT NULL AND street IS NOT NULL AND postcode IS NOT NULL"),
        _Bond(("flat", "house", "postcode"), "house IS NOT NULL AND postcode IS NOT NULL", "street IS NULL"),
        _Bond(("flat", "house", "street"), "house IS NOT NULL AND street IS NOT NULL", "postcode IS NULL"),
        _Bond(("area_code", "location", "latitude", "longitude", "street"), f"{_HOUSELESS} AND {_PLACED}"),
        _Bond(("street", "town", "postcode"), f"{_HOUSELESS} AND NOT {_PLACED} AND coalesce(street, postcode) IS NOT NULL"),
        _Bond(("area_code",), f"{_HOUSELESS} AND NOT {_PLACED} AND coalesce(street, postcode) IS NULL AND area_code IS NOT NULL"),
    ),
    "phone": (_Bond(("number",), "number IS NOT NULL"), _Bond(("imei",), "imei IS NOT NULL", "number IS NULL")),
    "vehicle": (_Bond(("registration",), "registration IS NOT NULL"),),
    "organisation": (
        _Bond(("company_number",), "company_number IS NOT NULL"),
        _Bond(("name", "postcode"), "name IS NOT NULL", "company_number IS NULL"),
    ),
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
    cluster_by_keys(con, near)
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
    reached = "SELECT bond FROM bond WHERE mention_id IN (SELECT mention_id FROM {0} UNION ALL SELECT mention_id FROM gone_thing)"
    con.execute(f"CREATE OR REPLACE TEMP TABLE reached AS SELECT DISTINCT bond FROM ({reached.format(near)})")
    before = -1
    while before < (now := _count(con, "reached")):
        before = now
        con.execute(
            f"""
            INSERT INTO {near} SELECT DISTINCT mention_id FROM bond SEMI JOIN reached USING (bond)
            ANTI JOIN {near} USING (mention_id) ANTI JOIN gone_thing USING (mention_id)
            """
        )
        con.execute(f"INSERT INTO reached SELECT DISTINCT bond FROM ({reached.format(near)}) ANTI JOIN reached USING (bond)")
    con.execute("DROP TABLE bond")
    con.execute("DROP TABLE reached")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
