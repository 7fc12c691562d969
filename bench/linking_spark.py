"""Linking on Spark here (two tasks at once) beside DuckDB, of the same mentions: what each costs, and that the people are the same."""

from __future__ import annotations

import hashlib
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psutil

from bench.linking_1m import prepare
from bench.rows import Part, Row, measured
from stronghold.engine import DUCKDB, Engine, connect
from stronghold.intake.loading.schema import create_tables
from stronghold.linking import link_people
from stronghold.linking.pairs import pair_work

__all__ = ["PARTS", "SIZE", "conclude", "prepare"]

SIZE = 100_000
_DUCKDB, _SPARK = "DuckDB", "Spark, local[2]"
_EVERY = 0.5


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _watched() -> Iterator[list[float]]:
    """The largest memory, in MB, that this process and all it started held together, looked at twice a second."""
    peak, ended, me = [0.0], threading.Event(), psutil.Process()

    def watch() -> None:
        while not ended.wait(_EVERY):
            held = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    held += process.memory_info().rss
                except psutil.NoSuchProcess:  # it ended while it was looked at
                    continue
            peak[0] = max(peak[0], held / 2**20)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def _digest(con: duckdb.DuckDBPyConnection) -> str:
    """Of every link with its levels and weight, and of the cluster of every mention."""
    digest = hashlib.sha256()
    for table in ("link", "link_repeat", "person_cluster"):
        columns = [row[0] for row in con.execute(f"SELECT column_name FROM (DESCRIBE {table}) ORDER BY ALL").fetchall()]
        for row in con.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY ALL").fetchall():
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _linked(part: str, engine: Engine, folder: Path) -> list[Row]:
    con = connect(folder / f"{engine.is_spark}.duckdb", temp_dir=folder / "spill")
    create_tables(con)
    con.execute(
        f"INSERT INTO person BY NAME SELECT unique_id AS mention_id, * EXCLUDE (unique_id, person) FROM '{folder}/people.parquet'"
    )
    con.execute(
        "INSERT INTO mention BY NAME SELECT mention_id, 'town/people/person/' || mention_id || '#subject.1' AS mention_key, "
        "mention_id AS record_id, 'person' AS kind FROM person"
    )
    children = _children_cpu()
    with measured(part, "whole") as whole, _watched() as peak, pair_work(engine) as pairs:
        report = link_people(con, train="never", pairs=pairs)
    whole.cpu_seconds = round((whole.cpu_seconds or 0.0) + _children_cpu() - children, 2)
    whole.peak_mb = round(max(whole.peak_mb or 0.0, peak[0]), 1)
    whole.figures = {
        "pairs": report.candidates,
        "links": report.links,
        "people": report.people,
        "digest of links and people": _digest(con)[:16],
    }
    return [whole]


def on_duckdb(folder: Path, size: int) -> list[Row]:
    """In this process."""
    return _linked(_DUCKDB, DUCKDB, folder)


def on_spark(folder: Path, size: int) -> list[Row]:
    """Its JVM and workers counted, starting included."""
    return _linked(_SPARK, Engine.named("local[2]"), folder)


PARTS: dict[str, Part] = {_DUCKDB: on_duckdb, _SPARK: on_spark}


def conclude(rows: list[Row]) -> list[Row]:
    here, there = (next(row for row in rows if row.part == part) for part in (_DUCKDB, _SPARK))
    ratio = (there.cpu_seconds or 0.0) / (here.cpu_seconds or 1.0)
    return [
        Row("both", "the same", figures={"same": str(here.figures == there.figures), "CPU of Spark to DuckDB": round(ratio, 1)})
    ]
