"""The other homes of a home's building: the same house, street and postcode with another flat, or with none."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from stronghold.governance.labels import named
from stronghold.linking.things.written import cleaned_sql

__all__ = ["InBuilding", "building_of"]


@dataclass(frozen=True)
class InBuilding:
    """Another home of the building, or the house without a flat: what visible records call it, and how many they are."""

    entity_id: str
    kind: str
    label: str
    child: bool
    records: int


_HOUSE = f"""
    SELECT number, street, postcode FROM ({cleaned_sql("address", "(FROM address SEMI JOIN own USING (mention_id))")})
    WHERE number IS NOT NULL AND street IS NOT NULL AND postcode IS NOT NULL
    GROUP BY ALL ORDER BY count(*) DESC, number, street, postcode LIMIT 1
"""  # noqa: S608 - constants
_OTHERS = f"""
    SELECT DISTINCT entity_id
    FROM ({cleaned_sql("address", "(FROM address WHERE lower(trim(postcode)) = $postcode AND lower(trim(street)) = $street)")}) c
    JOIN mention USING (mention_id) JOIN record USING (record_id) JOIN visible USING (class_id) JOIN entity_member USING (mention_id)
    WHERE number = $number AND entity_id <> $entity
"""  # noqa: S608 - constants


def building_of(con: duckdb.DuckDBPyConnection, entity_id: str, kind: str, limit: int) -> tuple[InBuilding, ...]:
    """The others by their names, at most ``limit``; none of what is no home. Reads ``own``, the visible mentions of the home."""
    house = con.execute(_HOUSE).fetchone() if kind == "address" else None
    if house is None:
        return ()
    asked = dict(zip(("number", "street", "postcode"), house, strict=True))
    rows = con.execute(_OTHERS, {**asked, "entity": entity_id}).fetchall()
    names = named(con, sorted(row[0] for row in rows))
    found = [InBuilding(entity, name.kind, name.label, name.child, name.records) for entity, name in names.items()]
    return tuple(sorted(found, key=lambda home: (home.label, home.entity_id))[:limit])
