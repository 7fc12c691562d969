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
from stronghold.linking.things.forms import add_forms, drop_gone_forms, form_table
from stronghold.linking.things.homes import PREMISES
from stronghold.linking.things.slips import inward_sql, may_be_slips_sql, outward_sql, shortened_sql
from stronghold.linking.things.written import KINDS

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

    Reads temporary ``new_mention``, ``gone_<kind>``, ``decided`` (all decisions as they are now) and ``decided_before``; brings the forms
    that things are written in (:mod:`.things.forms`) up to date.
    """
    add_forms(con)
    near = {kind: f"near_{kind}" for kind in KINDS}
    for kind, table in near.items():
        _find_near(con, kind, table)
    drop_gone_forms(con)
    cluster_things(con, near)
    if con.execute("SELECT 1 FROM decided LIMIT 1").fetchone():
        obey_decisions(con)
    for table in near.values():
        con.execute(f"DROP TABLE {table}")


def _find_near(con: duckdb.DuckDBPyConnection, kind: str, near: str) -> None:
    """The table ``near(form)``: the closed set of forms of ``kind`` around those of mentions that are new, gone or decided."""
    start = con.execute(
        f"""
        SELECT DISTINCT form FROM linking_written SEMI JOIN {form_table(kind)} USING (form) WHERE mention_id IN (
            SELECT mention_id FROM new_mention
            UNION ALL SELECT mention_id FROM gone_{kind}
            UNION ALL SELECT unnest([mention_l, mention_r]) FROM decided
            UNION ALL SELECT unnest([mention_l, mention_r]) FROM decided_before)
        """
    ).fetchnumpy()["form"]
    reached = _closed(_Forms(con, kind), start) if len(start) else np.empty(0, np.int64)
    con.register("reached", pa.table([reached], ["form"]))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {near} AS FROM reached")
    con.unregister("reached")


def _closed(forms: _Forms, start: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    reached = np.zeros(len(forms.ids), np.bool_)
    front = forms.places(start)
    while len(front):
        reached[front] = True
        beside = np.concatenate([bond.beside(front) for bond in forms.bonds])
        front = np.unique(beside[~reached.take(beside)])
    return forms.ids.take(np.flatnonzero(reached))


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


class _BySlip:
    """Addresses of which one may be the other with a slip in its street, where one of the two lacks its postcode. Streets that are a
    letter apart are alike with one letter of each left out; a few more are."""

    def __init__(self, con: duckdb.DuckDBPyConnection, values: NodeValues) -> None:
        self._number, self._unit, self._street, lacks, there = (values.array(sql).astype(np.uint64) for sql in _HOUSES)
        # Of those that may be meant, the postcode is lacking where that at the front has one.
        self._other_lacks = 1 - lacks
        self._keys = mixed([self._number, self._unit, self._street, lacks])
        self._there = there == 1
        near = con.sql(_NEAR_STREETS).to_arrow_table()
        self._from, self._to = (near[name].to_numpy() for name in ("street", "other"))

    def beside(self, front: Places) -> Places:
        """Places of the addresses that those at the ``front`` may be, or that may be they."""
        front = front[self._there.take(front)]
        streets = self._street.take(front)
        starts = np.searchsorted(self._from, streets)
        sizes = np.searchsorted(self._from, streets, "right") - starts
        at = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
        rows = np.repeat(front, sizes)
        meant = mixed([self._number.take(rows), self._unit.take(rows), self._to.take(at), self._other_lacks.take(rows)])
        return found_in(self._keys, np.unique(meant))


class _Forms:
    """All forms of a kind, as hashes of what they say."""

    def __init__(self, con: duckdb.DuckDBPyConnection, kind: str) -> None:
        self._values = NodeValues(con, form_table(kind), own="form")
        self.ids = self._values.ids
        bonds = _BONDS[kind]
        flags = [flag_sql(sql) for bond in bonds for sql in (bond.there, bond.lacking or bond.there)]
        houses = _HOUSES if kind == "address" else ()
        # Fetched together they cost less.
        self._values.prepare([*(code_sql(value) for bond in bonds for value in bond.values), *flags, *houses])
        self.bonds: list[_Hanging | _BySlip] = [self._hanging(bond) for bond in bonds]
        if houses:
            self.bonds.append(_BySlip(con, self._values))

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


_HOUSES = (
    code_sql("number"),
    code_sql("coalesce(unit, '')"),
    code_sql("street"),
    flag_sql("postcode IS NULL"),
    flag_sql("number IS NOT NULL AND street IS NOT NULL"),
)
_NEAR_STREETS = f"""
    WITH one AS MATERIALIZED (
        SELECT hash(street) AS street, hash(less) AS less
        FROM ({shortened_sql(f"SELECT DISTINCT street FROM {form_table('address')}")})
    )
    {may_be_slips_sql("one", "one")} ORDER BY l.street
"""
