"""Linking a million person mentions with the shipped model, beside a plain Splink script with training on the same table.

The plain script is what a reader of Splink's own guide would write for these columns: its ready-made comparisons, six blocking
rules, the three training steps, and a clustering at probability .95.
"""

from __future__ import annotations

import logging
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.rows import Part, Row, StepMeter, measured
from bench.truth import best_cluster_f1, cluster_rates, pair_rates, rows_in
from stronghold import engine
from stronghold.intake.loading.schema import create_tables
from stronghold.linking import evaluate, link_people
from stronghold.town import people_table

SIZE = 1_000_000
_TABLE = "people.parquet"
_OURS, _PLAIN = "stronghold", "plain Splink"


def prepare(folder: Path, size: int) -> None:
    pq.write_table(people_table(size, seed=7), folder / _TABLE)


def _f1s(pairwise: float, cluster: float) -> dict[str, float | int | str]:
    return {"pairwise F1": round(pairwise, 4), "cluster F1": round(cluster, 4)}


def ours(folder: Path, size: int) -> list[Row]:
    """``link_people`` with the shipped model, on the tables that intake would have filled."""
    return linked(_OURS, folder, folder / _TABLE)


def linked(part: str, folder: Path, people: Path, *, memory_limit: str = "2GB") -> list[Row]:
    """What linking the table ``people`` costs by steps, and how it ends against the truth; the picture is left in ``folder``."""
    con = engine.connect(folder / f"{people.stem}.duckdb", memory_limit=memory_limit, temp_dir=folder / "spill")
    create_tables(con)
    con.execute(f"CREATE VIEW people AS FROM '{people}'")
    con.execute("INSERT INTO person BY NAME SELECT unique_id AS mention_id, * EXCLUDE (unique_id, person) FROM people")
    con.execute(
        """
        INSERT INTO mention BY NAME
        SELECT unique_id AS mention_id, 'town/people/person/' || unique_id || '#subject.1' AS mention_key, unique_id AS record_id,
            'person' AS kind, 'subject' AS role FROM people
        """
    )
    steps = StepMeter(part)
    with measured(part, "whole") as whole:
        report = link_people(con, train="never", progress=steps.step)
        steps.end()
    con.execute("CREATE TABLE truth AS SELECT unique_id AS mention_id, person AS truth FROM people")
    found = evaluate(con)
    whole.figures = {
        "mentions": report.mentions,
        "nodes": report.nodes,
        "pairs": report.candidates,
        "people": report.people,
        **_f1s(found.pairwise.f1, found.cluster.f1),
        "precision": round(found.cluster.precision, 4),
        "recall": round(found.cluster.recall, 4),
        "blocking ceiling": round(found.blocking_recall, 4),
        "model": report.model.origin,
    }
    return [*steps.rows, whole]


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[
            cl.NameComparison("forename"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True),
            cl.PostcodeComparison("postcode"),
            cl.LevenshteinAtThresholds("street", 2),
            cl.ExactMatch("phone"),
            cl.ExactMatch("nino"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("nino"),
            block_on("phone"),
            block_on("forename", "surname"),
            block_on("surname", "date_of_birth"),
            block_on("forename", "date_of_birth"),
            block_on("postcode", "surname"),
        ],
    )


def _train(linker: Linker, steps: StepMeter) -> None:
    steps.step("prior")
    certain = (("nino",), ("forename", "surname", "date_of_birth"), ("forename", "surname", "postcode"))
    linker.training.estimate_probability_two_random_records_match([block_on(*columns) for columns in certain], recall=0.7)
    steps.step("u")
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    steps.step("m")
    for rule in (block_on("forename", "surname"), block_on("date_of_birth", "postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def plain(folder: Path, size: int) -> list[Row]:
    """Splink 5 on DuckDB, trained and run on the table as it is."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    con = duckdb.connect(str(folder / "plain.duckdb"))
    # Splink 5 writes lambdas in a form that DuckDB 2 takes only when told.
    con.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    con.execute(f"CREATE TABLE people AS FROM '{folder / _TABLE}'")
    steps = StepMeter(_PLAIN)
    with measured(_PLAIN, "whole") as whole:
        linker = Linker(DuckDBAPI(connection=con).register("people"), _settings())
        _train(linker, steps)
        steps.step("predict")
        pairs = linker.inference.predict(threshold_match_probability=0.5)
        steps.step("cluster")
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.95)
        steps.end()
    con.execute(
        f"""
        CREATE TABLE accepted AS SELECT unique_id_l AS l, unique_id_r AS r
        FROM {pairs.physical_name} WHERE match_probability >= .95;
        CREATE TABLE clustered AS SELECT c.cluster_id AS cluster, p.person
        FROM {clusters.physical_name} c JOIN people p USING (unique_id)
        """
    )
    cluster = cluster_rates(con, "clustered")
    best, weight = best_cluster_f1(con, pairs.physical_name, "people")
    whole.figures = {
        "pairs kept": rows_in(con, pairs.physical_name),
        **_f1s(pair_rates(con, "accepted", "people").f1, cluster.f1),
        "precision": round(cluster.precision, 4),
        "recall": round(cluster.recall, 4),
        "best cluster F1, threshold chosen on the truth": round(best, 4),
        "at match weight": weight,
    }
    return [*steps.rows, whole]


PARTS: dict[str, Part] = {_OURS: ours, _PLAIN: plain}


def conclude(rows: list[Row]) -> list[Row]:
    whole = {row.part: row.cpu_seconds or 0.0 for row in rows if row.stage == "whole"}
    ratio = whole[_OURS] / whole[_PLAIN]
    return [Row("both", "CPU of ours to plain", figures={"ratio": round(ratio, 3), "target": "0.25 or less"})]
