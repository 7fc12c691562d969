"""Every benchmark runs, at a size too small to say anything about cost, and what it counts adds up."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import date

import pytest
from rich.console import Console

from bench import build_1m, incremental, linking_1m, linking_10m, protection
from bench.__main__ import BENCHMARKS, benchmark, machine, run_part, table_of
from stronghold import engine
from stronghold.picture.store import Store


@pytest.mark.parametrize("name", BENCHMARKS)
def test_each_named_benchmark_is_one(name):
    module = benchmark(name)
    assert module.SIZE > 0
    assert module.PARTS
    assert callable(module.prepare)
    assert callable(module.conclude)


def test_the_build_keeps_every_row_of_the_town(tmp_path):
    build_1m.prepare(tmp_path, 1_500)
    *_, whole, score = build_1m.build(tmp_path, 1_500)
    assert whole.stage == "whole"
    assert whole.figures["read"] == whole.figures["kept"] == 3 * 1_500
    assert whole.figures["refused files"] == 0
    assert 0.9 < score.figures["cluster F1"] <= 1.0


def test_linking_reads_the_table_and_is_scored(tmp_path):
    linking_1m.prepare(tmp_path, 1_500)
    *_, ours = linking_1m.ours(tmp_path, 1_500)
    assert ours.figures["mentions"] == 1_500
    assert 0.9 < ours.figures["cluster F1"] <= 1.0
    assert ours.figures["pairwise F1"] <= ours.figures["blocking ceiling"] + 0.05


def test_ten_million_are_told_beside_a_tenth(tmp_path):
    linking_10m.prepare(tmp_path, 3_000)
    *tenth, less = linking_10m.tenth(tmp_path, 3_000)
    *whole, more = linking_10m.whole(tmp_path, 3_000)
    assert (less.figures["mentions"], more.figures["mentions"]) == (300, 3_000)
    (ratio,) = linking_10m.conclude([*tenth, less, *whole, more])
    assert ratio.figures["ratio"] > 0


def test_an_update_ends_as_the_full_build_and_is_told_apart_from_another(tmp_path):
    incremental.prepare(tmp_path, 1_500)
    rows = [*incremental.added(tmp_path, 1_500), *incremental.built(tmp_path, 1_500)]
    (same,) = (row.figures for row in rows if row.stage == "against the update")
    assert len(same) == 9 and set(same.values()) == {0}
    (whole,) = (row.figures for row in rows if row.stage == "whole" and row.part == "added")
    assert whole["new mentions of people"] >= 70 and whole["untouched"] > 0
    assert incremental.conclude(rows)[0].figures["ratio"] > 0
    first, second = (Store.open(tmp_path / "store").snapshot(info.id) for info in Store.open(tmp_path / "store").snapshots())
    assert incremental.differences(first, second)["records that differ"] == whole["new mentions of people"]


def test_the_plain_script_runs_and_the_two_are_compared(tmp_path):
    linking_1m.prepare(tmp_path, 1_500)
    rows = [*linking_1m.ours(tmp_path, 1_500), *linking_1m.plain(tmp_path, 1_500)]
    (ratio,) = linking_1m.conclude(rows)
    assert ratio.figures["ratio"] > 0


def test_febrl_is_scored_against_its_own_names(tmp_path):
    run_part("linking_known", "prepare", tmp_path, 1)
    run_part("linking_known", "FEBRL 3", tmp_path, 1)
    (row,) = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert row["figures"]["cluster F1"] > 0.95


def test_a_table_shows_each_row_and_the_record_says_on_what():
    shown = Console(file=io.StringIO(), width=160)
    shown.print(table_of("linking_1m", 1_000, linking_1m.conclude([*map(_whole, ("stronghold", "plain Splink"))])))
    assert "0.25 or less" in shown.file.getvalue()
    assert machine()["versions"]["duckdb"]


def _whole(part):
    from bench.rows import Row

    return Row(part, "whole", cpu_seconds=1.0)


def test_who_was_exploited_and_chosen_adds_up_over_the_towns():
    counts = {"a child then": 3, "home taken over": 2}
    told = {name: Counter(counts) for name in ("known of", "in a group", "unchecked")}
    told |= {
        name: Counter() for name in ("protected", "chosen as if nobody were protected", "chosen were children of late left out")
    }
    told["chosen"] = Counter({"a child then": 1, "nobody exploited": 4})
    (whole,) = protection.conclude(protection._rows("all towns", told))
    assert whole.figures["unchecked"] == 1.0 and whole.figures["protected"] == 0.0
    assert (whole.figures["chosen people"], whole.figures["of them exploited"]) == (5, 1)


def test_each_person_is_counted_once_by_the_first_that_holds(tmp_path):
    with engine.connect() as con:
        born = (
            "SELECT * FROM (VALUES (1, DATE '2010-06-01'), (2, DATE '2007-01-01'), (3, DATE '1980-01-01')) AS told(person, born)"
        )
        con.execute(f"COPY ({born}) TO '{tmp_path}/person.parquet'")
        spells = "(1, 'child', 'running'), (1, 'adult', 'home'), (2, 'adult', 'running'), (2, 'child', 'running'), (3, 'adult', 'dealing')"
        con.execute(f"COPY (SELECT * FROM (VALUES {spells}) AS told(person, sort, how)) TO '{tmp_path}/exploitation.parquet'")
        con.execute(f"COPY (SELECT * FROM (VALUES (3)) AS told(victim)) TO '{tmp_path}/cuckooing.parquet'")
        found = protection._exploited(con, tmp_path, date(2026, 9, 30))
    assert found == {"true 1": "a child still", "true 2": "a child then", "true 3": "home taken over"}
