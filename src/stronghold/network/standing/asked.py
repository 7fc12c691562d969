"""Whom is asked about, and which records may be read of them, for the queries of this room."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

__all__ = ["asked_of"]


@contextmanager
def asked_of(con: duckdb.DuckDBPyConnection, people: Collection[str], classes: Collection[int] | None) -> Iterator[str]:
    """While it is open there is ``standing_asked(entity_id)``. Gives SQL for the records that may be read: those of ``classes``, all
    where these are not given."""
    con.register("standing_asked", pa.table({"entity_id": pa.array(sorted(people), pa.string())}))
    con.register("standing_class", pa.table({"class_id": pa.array(sorted(classes or ()), pa.int32())}))
    try:
        yield "(FROM record)" if classes is None else "(FROM record SEMI JOIN standing_class USING (class_id))"
    finally:
        con.unregister("standing_asked")
        con.unregister("standing_class")
