"""What a Spark worker does with its part of a table: DuckDB there runs the very statements that it runs here.

These functions travel to the workers by value: they may use DuckDB and Arrow, and ``engine.duck`` which travels with them, nothing
else of this product, which need not be installed there.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from stronghold.engine.duck import connect

__all__ = ["block_keys", "pairs_of", "scores_of", "shared_keys", "versions"]

Batches = Iterator[pa.RecordBatch]

# Rows that go back to Spark at once.
ROWS = 100_000
MEMORY = "1GB"


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    """In memory, in one thread (a task is one of many on its machine); what does not fit lies beside Spark's own files, which Spark
    removes."""
    beside = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0] or None
    with (
        tempfile.TemporaryDirectory(prefix="duckdb-", dir=beside) as spill,
        closing(connect(memory_limit=MEMORY, threads=1, temp_dir=Path(spill))) as con,
    ):
        yield con


def _fill(con: duckdb.DuckDBPyConnection, table: str, batches: Batches) -> bool:
    """Whether there was anything to fill ``table`` with."""
    first = next(batches, None)
    if first is None:
        return False

    def rest() -> Batches:
        yield first
        yield from batches

    con.register("arriving", pa.RecordBatchReader.from_batches(first.schema, rest()))
    con.execute(f"CREATE TEMP TABLE {table} AS FROM arriving")
    con.unregister("arriving")
    return True


def block_keys(nodes: Batches, *, tokens: str, blocks: Sequence[tuple[int, str]]) -> Batches:
    """Nodes, shaped as ``linking_node``, become ``place, key, node_id``: a row for every key that each of ``blocks`` (its place, its
    SQL) gives. ``tokens`` is the SQL of ``node_token``. A key is DuckDB's hash, its bits read as a signed number."""
    with _database() as con:
        if not _fill(con, "linking_node", nodes):
            return
        con.execute(f"CREATE TEMP TABLE node_token AS {tokens}")
        for place, sql in blocks:
            for batch in con.sql(f"SELECT key, node_id FROM ({sql})").to_arrow_reader(ROWS):
                yield pa.RecordBatch.from_arrays(
                    [pa.repeat(pa.scalar(place, pa.int32()), batch.num_rows), batch.column(0).view(pa.int64()), batch.column(1)],
                    ["place", "key", "node_id"],
                )


def shared_keys(keys: Batches, *, largest: str) -> Batches:
    """``place, size, nodes`` of every key that from two to so many nodes share. ``largest`` is SQL: that number by ``place``.
    All rows of a key are in one partition."""
    with _database() as con:
        if not _fill(con, "block_key", keys):
            return
        yield from con.sql(
            f"""
            SELECT place, count(*) AS size, list(node_id) AS nodes FROM block_key GROUP BY place, key
            HAVING count(*) >= 2 AND count(*) <= {largest}
            """
        ).to_arrow_reader(ROWS)


def pairs_of(shared: Batches, *, most: str) -> Batches:
    """``node_l, node_r, found_by`` of all who share a key that the block lets so many share, each pair once in a partition. ``most``
    is SQL: that number by ``place``."""
    with _database() as con:
        if not _fill(con, "shared_key", shared):
            return
        yield from con.sql(
            f"""
            WITH member AS (
                SELECT row_number() OVER () AS key, place, nodes FROM shared_key WHERE size <= {most}
            ), one AS (SELECT key, place, unnest(nodes) AS node_id FROM member)
            SELECT l.node_id AS node_l, r.node_id AS node_r, bit_or(1::BIGINT << l.place) AS found_by
            FROM one l JOIN one r ON l.key = r.key AND l.node_id < r.node_id GROUP BY ALL
            """
        ).to_arrow_reader(ROWS)


def scores_of(pairs: pa.Table, fields: pa.Table, *, score: str) -> pa.Table:
    """The scores of ``pairs`` by the SQL ``score``, which reads ``candidate`` and ``node_field``: all ``fields`` that they name."""
    with _database() as con:
        con.register("candidate", pairs)
        con.register("node_field", fields)
        return con.sql(score).to_arrow_table()


def versions(_: Iterable[int]) -> Iterator[str]:
    """The version of DuckDB here."""
    yield duckdb.__version__
