"""Finding and scoring pairs, the part of linking that can run on another engine than DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import duckdb

from stronghold.engine import Engine
from stronghold.linking.blocking import find_candidates
from stronghold.linking.levels import Comparison
from stronghold.linking.model import PersonModel
from stronghold.linking.scoring import score_candidates

__all__ = ["ON_DUCKDB", "PairWork", "pair_work"]


class PairWork(Protocol):
    """Reads and writes the same tables of a DuckDB connection on every engine; what comes after cannot tell which it was."""

    def find(self, con: duckdb.DuckDBPyConnection, frozen: Path | None) -> int:
        """As :func:`.blocking.find_candidates`. On another engine ``candidate`` is there once pairs were scored."""

    def score(self, con: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], model: PersonModel) -> int:
        """As :func:`.scoring.score_candidates`."""


class _OnDuckDB:
    def find(self, con: duckdb.DuckDBPyConnection, frozen: Path | None) -> int:
        return find_candidates(con, frozen=frozen)

    def score(self, con: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], model: PersonModel) -> int:
        return score_candidates(con, comparisons, model)


ON_DUCKDB: PairWork = _OnDuckDB()


@contextmanager
def pair_work(engine: Engine, *, every_candidate: bool = False) -> Iterator[PairWork]:
    """The pair work of ``engine``, whose session lasts as long as the context.

    After scoring on Spark ``candidate`` holds the pairs that were kept, or, with ``every_candidate``, all that were compared.
    """
    if not engine.is_spark:
        yield ON_DUCKDB
        return
    # PySpark is an extra, and takes a second to import.
    from stronghold.linking.spark import spark_pairs

    with spark_pairs(engine, every_candidate=every_candidate) as pairs:
        yield pairs
