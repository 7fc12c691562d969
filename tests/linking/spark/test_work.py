"""The pair work on Spark leaves the tables that DuckDB's does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.engine import Engine
from stronghold.engine.spark_tables import SparkTables
from stronghold.errors import BadInput
from stronghold.linking import link_people
from stronghold.linking.spark import SparkPairs, partitions, spark_pairs, work
from stronghold.town import people_table

# PySpark leaves the sockets that it reads answers from to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed <socket:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

TABLES = ("linking_node", "linking_block", "candidate", "scored", "link", "link_repeat", "person_cluster")


@pytest.fixture(scope="module")
def pairs() -> Iterator[SparkPairs]:
    with spark_pairs(Engine.named("local[2]"), every_candidate=True) as opened:
        yield opened


def town(fill, mentions: int):
    con = fill([])
    con.register("town_people", people_table(mentions, seed=5))
    con.execute("INSERT INTO person BY NAME SELECT unique_id AS mention_id, * EXCLUDE (unique_id, person) FROM town_people")
    con.execute(
        "INSERT INTO mention BY NAME SELECT mention_id, mention_id::VARCHAR AS mention_key, mention_id AS record_id, "
        "'person' AS kind FROM person"
    )
    return con


@pytest.mark.parametrize(("mentions", "through"), [(1_500, "folder"), (1_500, "driver"), (0, "folder"), (0, "driver")])
def test_every_table_is_duckdbs(fill, pairs: SparkPairs, monkeypatch: pytest.MonkeyPatch, mentions: int, through: str) -> None:
    if through == "driver":
        monkeypatch.setattr(pairs, "tables", SparkTables(pairs.tables.session, None))
    here, there = town(fill, mentions), town(fill, mentions)
    # Several tasks, as many records would have.
    monkeypatch.setattr(work, "NODES", 400)
    reports = [link_people(here, train="never"), link_people(there, train="never", pairs=pairs)]
    assert reports[0] == reports[1]
    for table in TABLES:
        columns = [row[0] for row in here.execute(f"SELECT column_name FROM (DESCRIBE {table}) ORDER BY ALL").fetchall()]
        rows = f"SELECT {', '.join(columns)} FROM {table} ORDER BY ALL"
        assert here.execute(rows).fetchall() == there.execute(rows).fetchall(), table


def test_another_duckdb_on_a_worker_is_refused(pairs: SparkPairs, monkeypatch: pytest.MonkeyPatch) -> None:
    def older(_):
        yield "1.0.0"

    monkeypatch.setattr(partitions, "versions", older)
    with pytest.raises(BadInput, match=r"DuckDB is 1\.0\.0 on a worker"):
        work._check_workers(pairs.tables.session)


def test_a_shared_folder_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv(work.FOLDER, str(tmp_path / "nowhere"))
    with pytest.raises(BadInput, match="no folder here"), work._shared_folder(Engine.named("spark://host:7077"), tmp_path):
        raise AssertionError
