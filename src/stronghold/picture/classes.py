"""Visibility classes: records that every reader sees or does not see together, so that access is decided once per class."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

__all__ = ["VisibilityClass", "assign_classes", "read_classes"]


@dataclass(frozen=True)
class VisibilityClass:
    """A set of records that are seen or hidden together: same agency, handling, sensitivity and operation."""

    class_id: int
    agency: str | None
    handling: str | None
    sensitivity: str | None
    operation: str | None


def assign_classes(con: duckdb.DuckDBPyConnection) -> int:
    """Write ``visibility_class`` and ``record.class_id``; how many classes there are.

    A record's own handling, sensitivity and operation go before its source's. Class ids are dense from 1, in the order of the
    four values, and valid in one snapshot only.
    """
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE source_class AS
        SELECT DISTINCT r.source_id, r.handling AS own_handling, r.sensitivity AS own_sensitivity, r.operation AS own_operation,
            s.agency, coalesce(r.handling, s.handling) AS handling, coalesce(r.sensitivity, s.sensitivity) AS sensitivity,
            coalesce(r.operation, s.operation) AS operation
        FROM record r JOIN source s USING (source_id)
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TABLE visibility_class AS
        SELECT CAST(row_number() OVER in_order AS INTEGER) AS class_id, *
        FROM (SELECT DISTINCT agency, handling, sensitivity, operation FROM source_class)
        WINDOW in_order AS (
            ORDER BY agency NULLS FIRST, handling NULLS FIRST, sensitivity NULLS FIRST, operation NULLS FIRST)
        """
    )
    con.execute(
        """
        UPDATE record SET class_id = v.class_id
        FROM source_class c JOIN visibility_class v
          ON v.agency IS NOT DISTINCT FROM c.agency AND v.handling IS NOT DISTINCT FROM c.handling
         AND v.sensitivity IS NOT DISTINCT FROM c.sensitivity AND v.operation IS NOT DISTINCT FROM c.operation
        WHERE record.source_id = c.source_id AND record.handling IS NOT DISTINCT FROM c.own_handling
          AND record.sensitivity IS NOT DISTINCT FROM c.own_sensitivity AND record.operation IS NOT DISTINCT FROM c.own_operation
        """
    )
    con.execute("DROP TABLE source_class")
    return len(read_classes(con))


def read_classes(con: duckdb.DuckDBPyConnection) -> list[VisibilityClass]:
    """Every visibility class, by id."""
    rows = con.execute(
        "SELECT class_id, agency, handling, sensitivity, operation FROM visibility_class ORDER BY class_id"
    ).fetchall()
    return [VisibilityClass(*row) for row in rows]
