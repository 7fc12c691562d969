"""Promise: a withdrawn record is in no later picture, whatever is sent again, and adding day by day ends as building it all would."""

from __future__ import annotations

import importlib.util
import random
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.withdrawals import Effect, Withdrawal
from stronghold.picture.add import AddReport, add
from stronghold.picture.build import build
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store

_spec = importlib.util.spec_from_file_location("updates", Path(__file__).with_name("test_an_update_ends_as_a_rebuild_would.py"))
assert _spec is not None and _spec.loader is not None
updates: Any = importlib.util.module_from_spec(_spec)
# Its data classes look themselves up by the module's name.
__import__("sys").modules["updates"] = updates
_spec.loader.exec_module(updates)
updates.CONTENTS = {
    **updates.CONTENTS,
    "withdrawn": "SELECT w.* EXCLUDE (record_id, source_id), s.name FROM withdrawn_record w JOIN source s USING (source_id)",
    "discredited": "SELECT record_key, d.* EXCLUDE (record_id) FROM discredited_record d JOIN record USING (record_id)",
}
KEY = "police/crime/person/{}"
MEETING = "council/wardens/meeting/M{}"


def facts(snapshot: Snapshot, query: str) -> list[Any]:
    with closing(snapshot.connect()) as con:
        return con.execute(query).fetchall()


def keys(snapshot: Snapshot) -> set[str]:
    return {row[0] for row in facts(snapshot, "SELECT record_key FROM record")}


def withdrawals(rng: random.Random, store: Store, numbers: int) -> list[Withdrawal]:
    """Some records of the served picture, withdrawn in every way, and one that is not in it yet."""
    rows = facts(store.current(), "SELECT record_key, content_hash FROM record ORDER BY record_key")  # type: ignore[arg-type]
    made = [Withdrawal(1, Effect.WITHDRAWN, KEY.format(updates.TOWN[150]["unique_id"]))]
    for number, (key, content) in enumerate(rng.sample(rows, numbers), start=2):
        made.append(Withdrawal(number, rng.choice(list(Effect)), key, content))
    return made


def run_day(folder: Path, seed: int) -> AddReport:
    """Of the withdrawals the picture was built with, some are undone since and others made; files come as on any day."""
    rng = random.Random(seed)
    day = updates.a_day(seed)
    events = [updates.meeting(n, rng) for n in range(40)]
    before = updates.built(folder, {**day.before, "k": events[:25]}, day.decided_before, k=updates.MEETINGS, l=updates.MEETINGS)
    store = Store.open(before)
    made = withdrawals(rng, store, 9)
    build(store, None, decisions=day.decided_before, withdrawals=made[:6])
    undone = made[rng.randint(1, 5)] if rng.random() < 0.5 else None
    stand = [withdrawal for withdrawal in made if withdrawal is not undone]
    adding = [updates.write(folder / "new" / f"{name}.csv", rows) for name, rows in day.adding.items()]
    adding.append(updates.write(folder / "new" / "l.csv", events[rng.choice([20, 25]) :], updates.MEETINGS))
    report, rebuilt = updates.both_ways(folder, before, adding, decisions=day.decided, withdrawals=stand)
    out = {w.record_key for w in stand if w.effect is Effect.WITHDRAWN}
    assert not out & keys(rebuilt) and rebuilt.manifest.withdrawals == tuple(sorted(w.number for w in stand))
    return report


@settings(deadline=None, max_examples=3)
@given(seed=st.integers(0, 100_000))
def test_any_day_ends_as_a_rebuild_would(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    run_day(tmp_path_factory.mktemp("day"), seed)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    events = [updates.meeting(n, random.Random(n)) for n in range(12)]
    return updates.built(folder, {"m": updates.TOWN[:60], "k": events}, k=updates.MEETINGS)  # type: ignore[no-any-return]


@pytest.fixture
def store(town: Path, tmp_path: Path) -> Store:
    shutil.copytree(town, tmp_path / "store")
    return Store.open(tmp_path / "store")


def test_what_is_sent_again_is_kept_out_and_the_counts_say_so(store: Store, tmp_path: Path) -> None:
    row = updates.TOWN[3]
    out = [Withdrawal(1, Effect.WITHDRAWN, KEY.format(row["unique_id"]))]
    build(store, None, withdrawals=out)
    again = updates.write(tmp_path / "z.csv", [row, {**row, "unique_id": 7_000}])
    report = add(store, [again], withdrawals=out)
    assert report.load.counts_add_up and report.manifest.counts["withdrawn"] == 1 and report.rebuilt is None
    (entry,) = [entry for entry in report.manifest.inputs if entry.name == "z.csv"]
    assert (entry.read_rows, entry.kept_rows, entry.withdrawn_rows) == (2, 2, 0)
    (first,) = [entry for entry in report.manifest.inputs if entry.name == "m.csv"]
    assert (first.kept_rows, first.withdrawn_rows, first.repeated_rows) == (60, 1, 0)
    notes = facts(report.snapshot, "SELECT notes FROM source WHERE name = 'm.csv'")[0][0]
    assert "1 rows are records that people withdrew, and were left out" in notes
    assert out[0].record_key not in keys(report.snapshot) and KEY.format(7_000) in keys(report.snapshot)


def test_a_corrected_version_is_taken_in_and_the_wrong_one_is_not(store: Store, tmp_path: Path) -> None:
    row = updates.TOWN[3]
    key = KEY.format(row["unique_id"])
    ((content,),) = facts(store.current(), f"SELECT content_hash FROM record WHERE record_key = '{key}'")  # type: ignore[arg-type]
    out = [Withdrawal(1, Effect.CORRECTED, key, content)]
    assert key not in keys(add(store, [], withdrawals=out).snapshot)
    assert key not in keys(add(store, [updates.write(tmp_path / "x.csv", [row])], withdrawals=out).snapshot)
    right = add(store, [updates.write(tmp_path / "z.csv", [{**row, "surname": "ADEYEMI"}])], withdrawals=out)
    assert key in keys(right.snapshot) and right.rebuilt is None
    said = f"SELECT surname FROM person JOIN mention USING (mention_id) WHERE mention_key = '{key}#subject.1'"
    assert facts(right.snapshot, said) == [("adeyemi",)]


def test_what_was_found_false_stays_and_weighs_nothing(store: Store) -> None:
    before = {row[:3]: row[3] for row in facts(store.current(), "SELECT entity_l, entity_r, layer, strength FROM tie")}  # type: ignore[arg-type]
    report = add(store, [], withdrawals=[Withdrawal(1, Effect.DISCREDITED, MEETING.format(3))])
    graded = facts(report.snapshot, f"SELECT information_grade FROM record WHERE record_key = '{MEETING.format(3)}'")
    weighed = facts(
        report.snapshot,
        f"""SELECT entity_l, entity_r, layer, strength, max(weight) FROM tie JOIN tie_evidence USING (tie_id) JOIN record USING (record_id)
        WHERE record_key = '{MEETING.format(3)}' GROUP BY ALL""",
    )
    assert graded == [("E",)] and weighed
    assert all(row[4] == 0 and row[3] < before[row[:3]] for row in weighed)
    undone = add(store, [])
    assert {row[:3]: row[3] for row in facts(undone.snapshot, "SELECT entity_l, entity_r, layer, strength FROM tie")} == before


def test_an_undone_withdrawal_brings_back_what_was_there(store: Store, tmp_path: Path) -> None:
    was = updates.contents(store.current())
    made = [
        Withdrawal(1, Effect.WITHDRAWN, KEY.format(updates.TOWN[3]["unique_id"])),
        Withdrawal(2, Effect.WITHDRAWN, MEETING.format(3)),
    ]
    assert updates.contents(add(store, [], withdrawals=made).snapshot) != was
    back = add(store, [])
    assert back.rebuilt is None and back.manifest.withdrawals == ()
    now = updates.contents(back.snapshot)
    # Aliases and ids of what had vanished are history; what the picture says is as it was.
    assert {name for name in was if now[name] != was[name]} <= {"alias", "member", "entity", "tie", "evidence", "search"}
    assert now["record"] == was["record"] and now["mention"] == was["mention"] and now["link"] == was["link"]
