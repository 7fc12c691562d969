"""Which addresses, phones, vehicles and organisations what is new, gone or decided can reach, and those resolved anew.

What a thing is known by can hang on other rows: an address without its postcode takes that of the one address which has the same
house and street. *Bonds* say which rows can hang on one another: rows that share one are looked at together, with all that share any
with those, and so on. That is a closed set: by the same rules as all rows, it gives what all rows would.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stronghold.linking.pair_values import Keys, NodeValues, Places, code_sql, flag_sql
from stronghold.linking.sharing import found_in, mixed
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
        _find_near(con, kind)
        near[kind] = cleaned_sql(kind, f"(FROM {kind} SEMI JOIN near_{kind} USING (mention_id))")
    cluster_things(con, near)
    if con.execute("SELECT 1 FROM decided LIMIT 1").fetchone():
        obey_decisions(con)
    for kind in KINDS:
        con.execute(f"DROP TABLE near_{kind}")


def _find_near(con: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Temporary ``near_<kind>(mention_id)``: the closed set of rows of ``kind`` around what is new, gone or decided."""
    near = f"near_{kind}"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {near} AS
        SELECT mention_id FROM {kind} WHERE mention_id IN (
            SELECT mention_id FROM new_mention
            UNION ALL SELECT unnest([mention_l, mention_r]) FROM decided
            UNION ALL SELECT unnest([mention_l, mention_r]) FROM decided_before)
        """
    )
    start = con.execute(f"FROM {near} UNION ALL SELECT mention_id FROM gone_{kind}").fetchnumpy()["mention_id"]
    if not len(start):
        return
    rows = _Rows(con, kind)
    reached = np.zeros(len(rows.ids), np.bool_)
    front = rows.places(start)
    while len(front):
        reached[front] = True
        beside = np.concatenate([bond.beside(front) for bond in rows.bonds] + [rows.by_slip(front)])
        front = np.unique(beside[~reached.take(beside)])
    con.register("reached", pa.table([rows.ids.take(np.flatnonzero(reached))], ["mention_id"]))
    con.execute(f"INSERT INTO {near} FROM reached SEMI JOIN {kind} USING (mention_id) ANTI JOIN {near} USING (mention_id)")
    con.unregister("reached")
    con.execute("DROP TABLE IF EXISTS shortened_street")


class _Hanging:
    """The keys that rows hang together by: those whose ``keys`` are the same."""

    def __init__(self, keys: Keys, places: Places, rows: int) -> None:
        self._keys, self._places = keys, places
        self._known = np.empty(0, np.uint64)
        self._front = np.zeros(rows, np.bool_)

    def beside(self, front: Places) -> Places:
        """Places of the rows that hang together with those at the ``front``, but for keys that were asked for before."""
        self._front[front] = True
        asked = np.unique(self._keys.take(np.flatnonzero(self._front.take(self._places))))
        self._front[front] = False
        new = np.setdiff1d(asked, self._known, assume_unique=True)
        self._known = np.union1d(self._known, new)
        return self._places.take(found_in(self._keys, new))


class _Rows:
    """All rows of a kind, those that are gone too, as hashes of what they are known by."""

    def __init__(self, con: duckdb.DuckDBPyConnection, kind: str) -> None:
        self._con, self._kind = con, kind
        self._source = f"(FROM {kind} UNION ALL FROM gone_{kind})"
        self._values = NodeValues(con, f"({cleaned_sql(kind, self._source)})", own="mention_id")
        self.ids = self._values.ids
        bonds = _BONDS[kind]
        flags = [flag_sql(sql) for bond in bonds for sql in (bond.there, bond.lacking or bond.there)]
        houses = _HOUSES if kind == "address" else ()
        # Together: rows are cleaned anew each time that they are read.
        self._values.prepare([*(code_sql(value) for bond in bonds for value in bond.values), *flags, *houses])
        self.bonds = [self._hanging(bond) for bond in bonds]
        self._houses: Keys | None = None

    def places(self, ids: npt.NDArray[np.int64]) -> Places:
        return self._values.places(ids)

    def _hanging(self, bond: _Bond) -> _Hanging:
        places = np.flatnonzero(self._values.array(flag_sql(bond.there)) == 1)
        keys = mixed([self._values.codes(value).take(places) for value in bond.values])
        if bond.lacking:
            lacking = self._values.array(flag_sql(bond.lacking)).take(places) == 1
            at = found_in(keys, np.unique(keys[lacking]))
            keys, places = keys.take(at), places.take(at)
        return _Hanging(keys, places, len(self.ids))

    def by_slip(self, front: Places) -> Places:
        """Addresses that may be a slip of one at the front, or it of them, where one of the two lacks its postcode."""
        if self._kind != "address":
            return np.empty(0, np.int64)
        keys = self._named_houses()
        self._con.register("front_row", pa.table([self.ids.take(front)], ["mention_id"]))
        meant = self._con.sql(
            _BY_SLIP.format(rows=f"(FROM {self._source} SEMI JOIN front_row USING (mention_id))")
        ).to_arrow_table()
        self._con.unregister("front_row")
        return found_in(keys, np.unique(mixed([meant.column(part).to_numpy() for part in range(meant.num_columns)])))

    def _named_houses(self) -> Keys:
        """House, flat, street and whether the postcode is lacking of each address; temporary ``shortened_street`` of all streets."""
        if self._houses is None:
            streets = f"SELECT DISTINCT street FROM ({cleaned_sql('address', self._source)})"
            self._con.execute(f"CREATE OR REPLACE TEMP TABLE shortened_street AS {shortened_sql(streets)}")
            self._houses = mixed([self._values.array(sql).astype(np.uint64, copy=False) for sql in _HOUSES])
        return self._houses


# A postcode that is lacking, as a number; of those that may be meant, it is lacking where that at the front is not.
_HOUSE = (code_sql("number"), code_sql("coalesce(unit, '')"))
_LACKS = "(postcode IS NULL)::UBIGINT"
_HOUSES = (*_HOUSE, code_sql("street"), _LACKS)
_BY_SLIP = f"""
    WITH f AS MATERIALIZED (FROM ({cleaned_sql("address", "{rows}")}) WHERE number IS NOT NULL),
    written AS MATERIALIZED ({shortened_sql("SELECT DISTINCT street FROM f")}),
    near AS MATERIALIZED ({slips_between_sql("written", "shortened_street")})
    SELECT {", ".join(_HOUSE)}, {code_sql("near.other")}, 1 - {_LACKS} FROM f JOIN near USING (street)
"""
