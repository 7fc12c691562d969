"""Tables between DuckDB here and Spark: as Parquet in a folder that every worker sees, or as Arrow through the driver."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["SparkTables"]

# Rows of a row group: what Spark cuts a file by, so that a table is read by several tasks.
ROW_GROUP = 20_480


class SparkTables:
    """Gives tables to a session and takes its answers.

    ``folder`` is one that this machine and every worker see under the same path, and that is removed with the session. Without one,
    tables go through the memory of the driver.
    """

    def __init__(self, session: SparkSession, folder: Path | None) -> None:
        self.session = session
        self._folder = folder
        self._numbers = count()

    def give(self, con: duckdb.DuckDBPyConnection, sql: str) -> DataFrame:
        """The rows of ``sql`` as a table of Spark's. Unsigned numbers are not among Spark's types: give none."""
        if self._folder is None:
            con.complete()
            return self.session.createDataFrame(_in_chunks(con.sql(sql).to_arrow_table()))
        path = self._folder / f"given-{next(self._numbers)}.parquet"
        con.execute(f"COPY ({sql}) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})")
        return self.session.read.parquet(path.as_uri())

    def take(self, con: duckdb.DuckDBPyConnection, frame: DataFrame, table: str) -> None:
        """Temporary ``table`` of ``con`` from the rows of ``frame``, which are computed by this."""
        if self._folder is None:
            answer = frame.toArrow()
            con.complete()
            con.register("taken", answer)
            con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM taken")
            con.unregister("taken")
            return
        path = self._folder / f"taken-{next(self._numbers)}"
        try:
            frame.write.parquet(path.as_uri())
            con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM read_parquet('{_quoted(path)}/*.parquet')")
        finally:
            shutil.rmtree(path, ignore_errors=True)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _in_chunks(table: pa.Table) -> pa.Table:
    """A table of no rows has columns of no chunks, which PySpark does not take: one empty chunk each."""
    return table if table.num_rows else pa.Table.from_batches([pa.RecordBatch.from_pylist([], schema=table.schema)])
