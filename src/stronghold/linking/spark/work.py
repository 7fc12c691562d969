"""Pairs found and scored on Spark: keys, pairs and scores are shuffled by it, and worked out by DuckDB in each of its tasks."""

from __future__ import annotations

import math
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from stronghold.engine import Engine, duck
from stronghold.engine.spark import open_spark
from stronghold.engine.spark_tables import SparkTables
from stronghold.errors import BadInput
from stronghold.linking.blocking import (
    APART,
    BLOCKS,
    Block,
    NodeKeys,
    affordable_pairs,
    afforded,
    frozen_limits,
    key_sql,
    largest_looked_at,
    tokens_sql,
    write_keys,
)
from stronghold.linking.levels import Comparison
from stronghold.linking.model import PersonModel
from stronghold.linking.scoring import least_kept, needed_columns, score_sql
from stronghold.linking.spark import partitions

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["FOLDER", "SparkPairs", "spark_pairs"]

# A folder that this machine and every worker see under the same path; tables travel through it, else through the driver.
FOLDER = "STRONGHOLD_SPARK_FOLDER"
# Nodes whose keys one task makes, and about how many nodes' pairs it scores.
NODES = 50_000


@contextmanager
def spark_pairs(engine: Engine, *, every_candidate: bool = False, blocks: tuple[Block, ...] = BLOCKS) -> Iterator[SparkPairs]:
    """A Spark session for :class:`SparkPairs`; it and what it laid down end with the context.

    ``BadInput`` where Spark cannot be had, or a worker lacks what it needs.
    """
    with (
        tempfile.TemporaryDirectory(prefix="stronghold-spark-") as private,
        _shared_folder(engine, Path(private)) as shared,
        open_spark(engine, Path(private)) as session,
    ):
        _send_by_value()
        _check_workers(session)
        yield SparkPairs(SparkTables(session, shared), every_candidate=every_candidate, blocks=blocks)


@contextmanager
def _shared_folder(engine: Engine, private: Path) -> Iterator[Path | None]:
    """Where tables travel through; ``None``: through the driver's memory."""
    named = os.environ.get(FOLDER)
    if engine.is_local:
        yield private
        return
    if not named:
        yield None
        return
    if not Path(named).is_dir():
        raise BadInput(
            f"{FOLDER} names {named}, which is no folder here.",
            remedy="Name one that this machine and every worker see under this path, or none.",
        )
    # Workers run under an account of their own, so the folder's own permissions decide who reads.
    own = Path(tempfile.mkdtemp(prefix="stronghold-", dir=named))
    own.chmod(Path(named).stat().st_mode & 0o2777)
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _send_by_value() -> None:
    """Workers need DuckDB and Arrow, not this product: the functions that they run travel to them whole."""
    from pyspark import cloudpickle

    for module in (partitions, duck):
        cloudpickle.register_pickle_by_value(module)  # type: ignore[no-untyped-call]


def _check_workers(session: SparkSession) -> None:
    """A key's hash and a level's digits are one version's of DuckDB: another would silently find other pairs."""
    context = session.sparkContext
    tasks = context.defaultParallelism
    here = duckdb.__version__
    found = set(context.parallelize(range(tasks), tasks).mapPartitions(partitions.versions).collect())
    if others := sorted(found - {here}):
        raise BadInput(f"DuckDB is {others[0]} on a worker and {here} here.", remedy=f"Install duckdb=={here} on every worker.")


class SparkPairs:
    """The pair work (:class:`.pairs.PairWork`) on a Spark session.

    ``candidate`` of the DuckDB connection is written with the scores: the pairs that were kept, or, with ``every_candidate``, all.
    """

    def __init__(self, tables: SparkTables, *, every_candidate: bool = False, blocks: tuple[Block, ...] = BLOCKS) -> None:
        self.tables = tables
        self._every = every_candidate
        self._blocks = blocks
        self._candidates: DataFrame | None = None
        self._fields: tuple[tuple[str, ...], DataFrame] | None = None
        self._parts = 1

    def find(self, con: duckdb.DuckDBPyConnection, frozen: Path | None) -> int:
        """As :func:`.blocking.find_candidates`: the same pairs, by the same keys, up to the same numbers that share one."""
        write_keys(con)
        nodes = _count(con, "linking_node")
        self._parts = max(self.tables.session.sparkContext.defaultParallelism, -(-nodes // NODES))
        self._shuffle_into(self._parts)
        limits = frozen_limits(con, frozen)
        largest = [limits.get(block.name, largest_looked_at(block, nodes)) for block in self._blocks]
        shared = self._shared_keys(con, largest)
        most = self._limits(shared, largest, limits, affordable_pairs(NodeKeys(con)))
        con.execute("CREATE OR REPLACE TABLE linking_block (name VARCHAR, most BIGINT)")
        con.executemany("INSERT INTO linking_block VALUES (?, ?)", [[b.name, m] for b, m in zip(self._blocks, most, strict=True)])
        self._candidates = _kept(self._pairs(con, shared, most))
        found = self._candidates.where("node_l < node_r").count()
        shared.unpersist()
        if self._every:
            self.tables.take(con, self._candidates, "candidate")
        return found

    def _shared_keys(self, con: duckdb.DuckDBPyConnection, largest: Sequence[int]) -> DataFrame:
        """``place, size, nodes``: a row a key that is shared, and not by too many."""
        given = self.tables.give(con, "SELECT * EXCLUDE (alike) FROM linking_node").repartition(self._parts)
        blocks = [
            (place, key_sql(block, "node_token" if block.per_token else "linking_node"))
            for place, block in enumerate(self._blocks)
        ]
        keys = given.mapInArrow(
            partial(partitions.block_keys, tokens=tokens_sql("linking_node"), blocks=blocks),
            "place int, key bigint, node_id bigint",
        )
        shared = keys.repartition(self._parts, "place", "key").mapInArrow(
            partial(partitions.shared_keys, largest=_by_place(largest)), "place int, size bigint, nodes array<bigint>"
        )
        return _kept(shared)

    def _limits(self, shared: DataFrame, largest: Sequence[int], frozen: dict[str, int], affordable: float) -> list[int]:
        """Up to how many nodes each block lets share a key; told by how many keys there are of each size, as on DuckDB."""
        sizes: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for row in shared.groupBy("place", "size").count().sort("place", "size").collect():
            sizes[row["place"]].append((row["size"], row["count"]))
        return [
            largest[place] if block.name in frozen or largest[place] < 2 else afforded(sizes[place], block, affordable)
            for place, block in enumerate(self._blocks)
        ]

    def _pairs(self, con: duckdb.DuckDBPyConnection, shared: DataFrame, most: Sequence[int]) -> DataFrame:
        """``node_l, node_r, found_by``, each pair once; and each node that stands for several mentions beside itself."""
        from pyspark.sql import functions as f

        found = shared.mapInArrow(
            partial(partitions.pairs_of, most=_by_place(most)), "node_l bigint, node_r bigint, found_by bigint"
        )
        decided = self.tables.give(con, f"SELECT node_l, node_r, {1 << APART} AS found_by FROM set_apart")
        alike = self.tables.give(
            con, "SELECT node_id AS node_l, node_id AS node_r, 0::BIGINT AS found_by FROM node_value WHERE mentions > 1"
        )
        return (
            found.unionByName(decided).groupBy("node_l", "node_r").agg(f.bit_or("found_by").alias("found_by")).unionByName(alike)
        )

    def score(self, con: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], model: PersonModel) -> int:
        """As :func:`.scoring.score_candidates`, by the same SQL in every task: ``scored`` and ``candidate``."""
        from pyspark.sql import functions as f

        assert self._candidates is not None, "pairs are found before they are scored"  # noqa: S101
        # A task scores the pairs between two buckets of nodes: it holds the fields of these alone.
        buckets = math.ceil(math.sqrt(2 * self._parts))
        low, high = (f.expr(f"{which}(node_l % {buckets}, node_r % {buckets})") for which in ("least", "greatest"))
        pairs = self._candidates.withColumn("task", (low * buckets + high).cast("int"))
        own = f.col("node_id") % buckets
        other = f.explode(f.sequence(f.lit(0), f.lit(buckets - 1)))
        fields = self._field_table(con, comparisons).select("*", other.alias("other"))
        fields = fields.withColumn("task", (f.least(own, "other") * buckets + f.greatest(own, "other")).cast("int")).drop("other")
        scores = score_sql(comparisons, model, least=least_kept(con, model))
        sql = f"SELECT s.*, found_by FROM ({scores}) s JOIN candidate USING (node_l, node_r)"
        # Tasks are placed by a hash of their number: twice as many places as tasks, so that few get two.
        self._shuffle_into(buckets * (buckets + 1))
        scored = (
            pairs.groupBy("task")
            .cogroup(fields.groupBy("task"))
            .applyInArrow(partial(partitions.scores_of, score=sql), _score_schema(comparisons))
        )
        self.tables.take(con, scored, "scored_pair")
        con.execute("CREATE OR REPLACE TEMP TABLE scored AS FROM scored_pair")
        if not self._every:
            con.execute("CREATE OR REPLACE TEMP TABLE candidate AS SELECT node_l, node_r, found_by FROM scored_pair")
        con.execute("DROP TABLE scored_pair")
        return _count(con, "scored")

    def _shuffle_into(self, partitions_after: int) -> None:
        self.tables.session.conf.set("spark.sql.shuffle.partitions", str(partitions_after))

    def _field_table(self, con: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison]) -> DataFrame:
        """What scoring reads of each node; given once, since learning scores several times."""
        columns = ("node_id", *sorted(needed_columns(comparisons)))
        if self._fields is None or self._fields[0] != columns:
            self._fields = (columns, self.tables.give(con, f"SELECT {', '.join(columns)} FROM node_field"))
        return self._fields[1]


def _kept(frame: DataFrame) -> DataFrame:
    """Worked out once; kept on the disks of the workers until the session ends."""
    from pyspark import StorageLevel

    return frame.persist(StorageLevel.DISK_ONLY)


def _by_place(numbers: Iterable[int]) -> str:
    """SQL: the number that belongs to ``place``."""
    return f"CASE place {' '.join(f'WHEN {place} THEN {number}' for place, number in enumerate(numbers))} END"


def _score_schema(comparisons: Sequence[Comparison]) -> str:
    gammas = "".join(f"gamma_{c.name} tinyint, " for c in comparisons)
    return f"node_l bigint, node_r bigint, strangers double, {gammas}relatives double, found_by bigint"


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
