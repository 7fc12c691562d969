from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from stronghold.town.agencies.cards import keep_cards
from stronghold.town.agencies.cells import as_text, number
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.lines import happenings
from stronghold.town.agencies.rows import RecordRows
from stronghold.town.agencies.sheet import Column, Record, Slot

SUSPECT = Slot("suspect", "person", (Column("Suspect", as_text("surname"), "surname"),))
CRIME = Record(
    "recorded_crime",
    Column("No", number("event", "C{}")),
    happenings("recorded_crime"),
    (Column("When", as_text("category"), "category"),),
    (SUSPECT, Slot("victim", "person", (Column("Victim", as_text("surname"), "surname"),))),
)


def made(town, record):
    rows = RecordRows(np.random.default_rng(1), town, record)
    cards = keep_cards(np.random.default_rng(1), town, *rows.people(), Habits())
    return rows, list(rows.batches(cards, 0, Habits()))


def test_each_row_names_who_was_in_it(town):
    rows, batches = made(town, CRIME)
    assert len(rows) == town.world.recorded_crime.num_rows == sum(batch.cells.num_rows for batch in batches)
    (batch,) = batches
    for role, (end, one) in zip(
        ("suspect", "victim"), {n.end: n for n in batch.named if n.table == "person"}.items(), strict=True
    ):
        assert end == f"#{role}.1"
        true = town.involved("recorded_crime", role, "person", 1, np.arange(len(rows)))
        told = [i if t else -1 for i, t in zip(one.true_id.to_pylist(), one.there.to_pylist(), strict=True)]
        assert told == true.tolist()
    assert batch.keys.to_pylist() == [f"C{n}" for n in range(len(rows))]


def test_not_everything_is_recorded_and_not_everyone_is_known(town):
    halved = replace(CRIME, recorded=0.5, slots=(replace(SUSPECT, known=0.5),))
    rows, (batch,) = made(town, halved)
    assert 0.3 < len(rows) / town.world.recorded_crime.num_rows < 0.7
    assert (
        0
        < pa.compute.sum(batch.named[0].there).as_py()
        < (town.involved("recorded_crime", "suspect", "person", 1, np.arange(9_999)) >= 0).sum()
    )


def test_a_list_of_people_names_those_of_its_own_column(town):
    def listed(_):
        return pa.table({"event": [0, 1], "subject": [5, 8], "time": pa.array([0, 0], pa.timestamp("s"))})

    people = Record("person", Column("No", number("event", "P{}")), listed, (), (replace(SUSPECT, role="subject"),))
    _, (batch,) = made(town, people)
    assert batch.named[0].true_id.to_pylist() == [5, 8]
