"""Who could be in a group at all: those who are said to supply, and whoever is tied to one of them."""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import pyarrow as pa

from stronghold.vocabulary import terms

__all__ = ["candidates"]


def candidates(con: duckdb.DuckDBPyConnection, suppliers: Collection[str]) -> tuple[str, ...]:
    """The suppliers and all who are tied to one of them directly, by a thing or by numbers in touch: at least those that
    :func:`..finding.around` keeps, so that the network of all people need not be read. In the order of their ids."""
    layers = terms("tie_layers").terms.values()
    con.register("candidate_supplier", pa.table({"entity_id": pa.array(sorted(suppliers), pa.string())}))
    con.register(
        "candidate_layer",
        pa.table({"layer": [t.name for t in layers if t.extra.get("through") not in ("school", "organisation")]}),
    )
    try:
        found = con.execute(_FOUND).fetchall()
    finally:
        con.unregister("candidate_supplier")
        con.unregister("candidate_layer")
    return tuple(row[0] for row in found)


_FOUND = """
    WITH tied AS (
        SELECT entity_l AS one, entity_r AS other FROM tie SEMI JOIN candidate_layer USING (layer)
        UNION ALL SELECT entity_r, entity_l FROM tie SEMI JOIN candidate_layer USING (layer)
    ),
    first AS (SELECT DISTINCT other FROM tied WHERE one IN (FROM candidate_supplier)),
    numbers AS (SELECT DISTINCT other FROM tied WHERE one IN (SELECT other FROM first WHERE other[1] = 'T') AND other[1] = 'T'),
    things AS (SELECT other FROM first WHERE other[1] <> 'P' UNION SELECT other FROM numbers)
    SELECT entity_id FROM candidate_supplier
    UNION SELECT other FROM first WHERE other[1] = 'P'
    UNION SELECT other FROM tied WHERE one IN (SELECT other FROM things) AND other[1] = 'P'
    ORDER BY 1
"""
