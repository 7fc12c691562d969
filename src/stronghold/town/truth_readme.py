"""The page beside the truth that says what each of its tables holds."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

__all__ = ["FIRST_LINE", "truth_readme"]

FIRST_LINE = "# The truth of an invented town"

_HEAD = """{first}

{people:,} people, seed {seed}. Nobody in it is real. The partners' files lie in `../files`; they tell only part of this, with mistakes.
Nothing of Stronghold reads this folder: it is for judging what Stronghold finds.

A table's first column of its own name is its row number, from 0; the same name in another table refers to it. Days `from` the
first to the day before `to`; no `to`: still so. Times are UTC.

## What the files say, and what is so

`mention.parquet` has a row for each mention in the files: `mention_key` as in the picture's table `mention`, its `kind`, and the
row `true_id` of the table `table` (a person, a home or for a place in the open a street, a phone, a vehicle, an organisation).
A row that cannot be read has its mentions here too: they are what it would say when corrected.

`record.parquet` has a row for each row of a file: its `record_key`, the `kind` and row `event` of what happened, the `file`, its
`fate` (`kept`, or why it cannot be read), and why it happened: `group`, `cuckooing`, `exploitation`, `operation`, `twin` (rows of those
tables; all empty: ordinary life). What happened and is in no file was not written down.

## The town

| table | rows | what it holds | columns |
|---|---|---|---|
"""

_MEANINGS: Mapping[str, str] = {
    "ward": "the town's wards",
    "city": "the cities from which lines are run",
    "street": "every street as a line",
    "feature": "parks, water, main roads and landmarks",
    "home": "every address",
    "person": "everyone, with the name as at birth or arrival",
    "name_change": "surnames from a day on, by marriage",
    "alias": "nicknames, street names, former names",
    "kin": "parents and partners",
    "residence": "who lived where, and when",
    "vulnerability": "what makes someone easy to exploit",
    "organisation": "schools, surgeries, shops, hostels and the like",
    "attends": "pupils, patients, staff, clients, residents",
    "phone": "every phone; `burner` and `line` are those of the trade",
    "holds_phone": "who held it, and when",
    "vehicle": "every vehicle",
    "keeps_vehicle": "who kept it, and when",
    "group": "the organised groups",
    "membership": "who was in which group, in which role, and when",
    "supply": "who supplied whom",
    "line": "the phone lines, each number a row",
    "line_holding": "who had the line's phone, in turn",
    "customer": "who bought from which group",
    "activity": "deals by group, week and ward",
    "cuckooing": "homes taken over: whose, by which group, when, for what",
    "exploitation": "children and adults exploited: by which group, when, how",
    "operation": "days of action, the group they were against, and what they did to its trade",
    "twin": "innocent look-alikes: what each looks like, and why it is not",
    "involved": "who was in what happened, in which role",
    "call": "calls of phones under investigation",
    "message": "messages of phones under investigation",
}


def truth_readme(people: int, seed: int, tables: Mapping[str, pa.Table]) -> str:
    """The page, for the tables as they were written."""
    lines = [
        f"| {name} | {table.num_rows:,} | {_MEANINGS.get(name, 'what happened of this kind, recorded or not')} "
        f"| {', '.join(f'`{column}`' for column in table.column_names)} |"
        for name, table in tables.items()
    ]
    return _HEAD.format(first=FIRST_LINE, people=people, seed=seed) + "\n".join(lines) + "\n"
