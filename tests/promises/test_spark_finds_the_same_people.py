"""A hundred thousand mentions linked on Spark are the people that DuckDB finds, link by link."""

from __future__ import annotations

import pytest

from stronghold.engine import DUCKDB, Engine, connect
from stronghold.intake.loading.schema import create_tables
from stronghold.linking import link_people
from stronghold.linking.pairs import pair_work
from stronghold.town import people_table

# PySpark leaves the sockets that it reads answers from to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed <socket:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

MENTIONS = 100_000


def test_spark_finds_the_same_people() -> None:
    people = people_table(MENTIONS, seed=7)
    answers, reports = [], []
    for engine in (DUCKDB, Engine.named("local[2]")):
        with connect() as con:
            create_tables(con)
            con.register("people", people)
            con.execute("INSERT INTO person BY NAME SELECT unique_id AS mention_id, * EXCLUDE (unique_id, person) FROM people")
            con.execute(
                "INSERT INTO mention BY NAME SELECT mention_id, format('{:07d}', mention_id) AS mention_key, "
                "mention_id AS record_id, 'person' AS kind FROM person"
            )
            with pair_work(engine) as pairs:
                reports.append(link_people(con, train="never", pairs=pairs))
            con.complete()
            links = con.sql("FROM link ORDER BY mention_l, mention_r").to_arrow_table()
            clusters = con.sql("FROM person_cluster ORDER BY mention_id").to_arrow_table()
            answers.append((links, clusters))
    assert reports[0] == reports[1]
    # Every level, weight and acceptance of every link; then the cluster of every mention, from which ids follow.
    assert answers[0][0].num_rows > 10_000
    assert answers[0][0].equals(answers[1][0].select(answers[0][0].column_names).cast(answers[0][0].schema))
    assert answers[0][1].equals(answers[1][1].cast(answers[0][1].schema))
