"""Promise: every row of every file is accounted for. Read = kept + quarantined, and what is kept is in the picture once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.engine import connect
from stronghold.intake.load import SourceInput, load
from stronghold.intake.mapping import Mapping

MAPPING = Mapping.from_toml(
    """
[source]
agency = "Police"
system = "Crimes"
purpose = "Prevention of crime"
lawful_basis = "Crime and Disorder Act 1998, section 115"

[[record]]
kind = "recorded_crime"
key = ["id"]
required = ["occurred"]
[record.only]
type = ["crime"]
[record.columns]
category = "category"
occurred = "when"
handling = "handling"
[[record.involved]]
kind = "person"
role = "suspect"
[record.involved.columns]
full_name = "name"
date_of_birth = "born"
[[record.quarantine_when]]
column = "name"
contains = "test"
reason = "a test record"

[[record]]
kind = "person"
[record.only]
type = ["person"]
[record.columns]
full_name = "name"
date_of_birth = "born"
""",
    file="crimes.mapping.toml",
)
COLUMNS = ("id", "type", "category", "when", "handling", "name", "born")
GOOD_AND_BAD: dict[str, list[str | None]] = {
    "id": ["1", "2", "3", None],
    "type": ["crime", "person", "weather"],
    "category": ["Drugs", "Burglary", "no such thing", None],
    "when": ["05/06/2024", "27/10/2024 01:30", "never", None],
    "handling": ["P", "C", "secret", None],
    "name": ["Ann Smith", "Test Person", "\ud800", "??", None],
    "born": ["02/03/1990", "01/01/1990", "32/01/1990", None],
}
ROWS = st.lists(st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in GOOD_AND_BAD.items()}), max_size=12)


@settings(deadline=None, max_examples=30)
@given(st.lists(ROWS, min_size=1, max_size=3), st.booleans())
def test_any_mix_of_good_and_bad_rows(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[dict[str, str | None]]], sent_again: bool
) -> None:
    folder = tmp_path_factory.mktemp("counts")
    if sent_again:
        files = [*files, files[0]]
    sources = []
    for number, rows in enumerate(files):
        path = Path(folder / f"{number}.jsonl")
        # The first row gives every column its name; a row of type "weather" is quarantined.
        first = dict.fromkeys(COLUMNS, "x") | {"type": "weather"}
        path.write_text("".join(json.dumps(row) + "\n" for row in [first, *rows]), encoding="utf-8")
        sources.append(SourceInput(path, path.name, MAPPING))
    with connect() as con:
        report = load(con, sources)
        assert report.refused == ()
        assert report.counts_add_up
        assert [source.read for source in report.sources] == [len(rows) + 1 for rows in files]
        totals = con.execute(
            "SELECT sum(read_rows), sum(kept_rows), sum(quarantined_rows), sum(repeated_rows + replaced_rows), sum(noted_cells) FROM source"
        ).fetchall()[0]
        read, kept, quarantined, behind, noted = (int(total) for total in totals)
        assert read == kept + quarantined == sum(len(rows) + 1 for rows in files)
        assert con.execute("SELECT count(*) FROM record").fetchone() == (kept - behind,)
        assert con.execute("SELECT count(*) FROM quarantine").fetchone() == (quarantined,)
        assert con.execute("SELECT count(*) FROM cell_note").fetchone() == (noted,)
