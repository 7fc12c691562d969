"""A table goes to Spark and comes back as it was, through a folder and through the driver."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stronghold.engine import Engine, connect
from stronghold.engine.spark import open_spark
from stronghold.engine.spark_tables import SparkTables

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# PySpark leaves the sockets that it reads answers from to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed <socket:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

ROWS = """
    SELECT i::BIGINT AS number, CASE WHEN i % 3 > 0 THEN 'zoë ' || i END AS name, i / 3 AS share, i % 2 = 0 AS even,
        CASE WHEN i % 4 > 0 THEN [i::BIGINT, NULL] END AS numbers, (i % 7)::TINYINT AS small FROM range(1000) t(i)
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    with open_spark(Engine.named("local[1]"), tmp_path_factory.mktemp("spark")) as opened:
        yield opened


@pytest.mark.parametrize("through", ["folder", "driver"])
@pytest.mark.parametrize("some", ["true", "false"])
def test_what_goes_to_spark_comes_back_as_it_was(session, tmp_path: Path, through: str, some: str) -> None:
    with connect() as con:
        tables = SparkTables(session, tmp_path if through == "folder" else None)
        con.execute("SELECT 1").fetchone()
        rows = f"SELECT * FROM ({ROWS}) WHERE {some}"
        tables.take(con, tables.give(con, rows), "back")
        assert con.execute("FROM back ORDER BY number").fetchall() == con.execute(f"{rows} ORDER BY number").fetchall()
        types = "SELECT column_name, column_type FROM (DESCRIBE {})"
        assert con.execute(types.format("back")).fetchall() == con.execute(types.format(rows)).fetchall()
    # The answer is read, and gone from the folder.
    assert not list(tmp_path.glob("taken-*"))
