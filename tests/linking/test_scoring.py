"""The sums are Splink's own, pair by pair."""

from __future__ import annotations

import logging
import math

import pytest
from splink import DuckDBAPI, Linker

from stronghold.linking.blocking import find_candidates
from stronghold.linking.collapse import collapse_people
from stronghold.linking.fields import TERM_COLUMNS, prepare_fields, present_columns
from stronghold.linking.model import PersonModel
from stronghold.linking.scoring import score_candidates, score_sql
from stronghold.linking.training import splink_settings
from stronghold.town import people_table


@pytest.fixture
def town(fill):
    con = fill([])
    con.register("town_people", people_table(1_500, seed=3))
    con.execute("INSERT INTO person BY NAME SELECT unique_id AS mention_id, * EXCLUDE (unique_id, person) FROM town_people")
    collapse_people(con)
    prepare_fields(con)
    find_candidates(con)
    return con


def test_weights_against_strangers_equal_splinks(town) -> None:
    logging.getLogger("splink").setLevel(logging.ERROR)
    model = PersonModel.shipped()
    # Namesakes have no counterpart in Splink: it adjusts one column's frequency at a time.
    comparisons = [c for c in model.used(present_columns(town, "node_field")) if c.name != "namesakes"]
    town.execute(f"CREATE TEMP TABLE ours AS {score_sql(comparisons, model, least=-1000.0)}")
    prior = 0.001
    api = DuckDBAPI(connection=town)
    linker = Linker(api.register("node_field"), splink_settings(comparisons, model, prior=prior), log_level=None)
    for column in TERM_COLUMNS:
        if not any(level.term == column for c in comparisons for level in c.levels):
            continue
        town.execute(
            f"CREATE TEMP TABLE share_{column} AS SELECT {column}, max({column}_share) AS tf_{column} FROM node_field "
            f"WHERE {column} IS NOT NULL GROUP BY {column}"
        )
        linker.table_management.register_term_frequency_lookup(api.register(f"share_{column}"), column)
    town.execute(
        "CREATE TEMP TABLE pairs AS SELECT node_l AS join_key_l, node_r AS join_key_r, '0' AS match_key FROM candidate "
        "WHERE node_l < node_r"
    )
    linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
    theirs = linker.inference.predict(warning_mode="never").physical_name
    pairs, worst = town.execute(
        f"""
        SELECT count(*), max(abs(o.strangers + ? - t.match_weight)) FROM ours o
        JOIN {theirs} t ON t.node_id_l = o.node_l AND t.node_id_r = o.node_r
        """,
        [math.log2(prior / (1 - prior))],
    ).fetchone()
    assert pairs == town.execute("SELECT count(*) FROM candidate WHERE node_l < node_r").fetchone()[0] > 1_000
    assert worst < 1e-9


def test_pairs_are_kept_down_to_the_floor_and_repeats_always(town) -> None:
    model = PersonModel.shipped()
    comparisons = model.used(present_columns(town, "node_field"))
    town.execute(f"CREATE TEMP TABLE whole AS {score_sql(comparisons, model, least=-1000.0)}")
    kept = score_candidates(town, comparisons, model)
    nodes = town.execute("SELECT count(*) FROM node_field").fetchone()[0]
    least = model.floor + math.log2(nodes / 8.0)
    expected = town.execute("SELECT count(*) FROM whole WHERE strangers >= ? OR node_l = node_r", [least]).fetchone()[0]
    assert kept == expected
    assert town.execute("SELECT count(*) FROM scored WHERE node_l = node_r").fetchone()[0] > 0
