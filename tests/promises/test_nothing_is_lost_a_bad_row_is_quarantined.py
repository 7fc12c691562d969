"""Promise: a row that cannot be kept is quarantined whole, with file, line, column and reason; a bad cell is noted; all else is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.engine import connect
from stronghold.intake.corrections import read_corrections
from stronghold.intake.load import SourceInput, load
from stronghold.intake.mapping import Mapping
from stronghold.intake.quarantine import export, rows

MAPPING = Mapping.from_toml(
    """
[source]
agency = "Police"
system = "Crimes"
purpose = "Prevention of crime"
lawful_basis = "Crime and Disorder Act 1998, section 115"

[[record]]
kind = "recorded_crime"
[record.columns]
category = "category"
occurred = "when"
[[record.involved]]
kind = "vehicle"
role = "vehicle"
[record.involved.columns]
registration = "mark"
colour = "colour"
""",
    file="crimes.mapping.toml",
)
CELLS = {
    "category": [("Drugs", "kept"), ("no such thing", "fatal"), ("", "fatal")],
    "when": [("05/06/2024", "kept"), ("never", "noted"), ("", "kept")],
    "mark": [("AB12 CDE", "kept"), ("", "kept")],
    "colour": [("red", "kept"), ("", "kept")],
}
ROWS = st.lists(st.tuples(*(st.sampled_from(cells) for cells in CELLS.values())), min_size=1, max_size=10)


def written(folder: Path, lines: list[str]) -> SourceInput:
    path = folder / "crimes.csv"
    path.write_text("\n".join([",".join(CELLS), *lines]) + "\n", encoding="utf-8")
    return SourceInput(path, path.name, MAPPING)


@settings(deadline=None, max_examples=50)
@given(ROWS)
def test_every_line_and_every_cell_is_somewhere(
    tmp_path_factory: pytest.TempPathFactory, table: list[tuple[tuple[str, str], ...]]
) -> None:
    # A row of nothing but empty cells is no row; the reader counts and notes it.
    table = [row for row in table if any(text for text, _ in row)]
    source = written(tmp_path_factory.mktemp("lost"), [",".join(text for text, _ in row) for row in table])
    with connect() as con:
        load(con, [source])
        kept = {line for (line,) in con.execute("SELECT line FROM record").fetchall()}
        noted = set(con.execute("SELECT line, column_name, raw FROM cell_note JOIN record USING (record_id)").fetchall())
        quarantined = {row.line: row for row in rows(con)}
    assert kept.isdisjoint(quarantined)
    for line, row in enumerate(table, start=2):
        cells = dict(zip(CELLS, row, strict=True))
        if cells["category"][1] == "fatal":
            found = quarantined[line]
            assert (found.file, found.column) == ("crimes.csv", "category")
            assert found.reason
            assert found.raw == {name: text or None for name, (text, _) in cells.items()}
            continue
        assert line in kept
        for name, (text, outcome) in cells.items():
            # A colour without a registration belongs to no vehicle that can be told from others: kept as a note.
            homeless = name == "colour" and bool(text) and not cells["mark"][0]
            assert ((line, name, text) in noted) == (outcome == "noted" or homeless)


def test_a_row_of_the_wrong_length_is_quarantined_with_what_it_held(tmp_path: Path) -> None:
    source = written(tmp_path, ["Drugs,05/06/2024,,,too,many", "Drugs,05/06/2024,,"])
    with connect() as con:
        report = load(con, [source])
        (row,) = rows(con)
    assert (report.records, row.line) == (1, 2)
    assert "too" in json.dumps(row.raw)


def test_a_quarantined_row_comes_back_when_it_is_corrected(tmp_path: Path) -> None:
    source = written(tmp_path, ["Drugs,05/06/2024,,", "Drugz,06/06/2024,AB12 CDE,"])
    path = tmp_path / "quarantine.csv"
    with connect() as con:
        load(con, [source])
        export(con, path)
        path.write_text(path.read_text(encoding="utf-8").replace("Drugz", "Drugs"), encoding="utf-8")
        corrections, problems = read_corrections(path, con)
    assert (len(corrections), problems) == (1, [])
    with connect() as con:
        report = load(con, [source], corrections=corrections)
        assert con.execute("SELECT line, name FROM record JOIN source USING (source_id) ORDER BY line").fetchall() == [
            (2, "crimes.csv"),
            (3, "crimes.csv"),
        ]
        assert con.execute("SELECT raw, reason FROM cell_note").fetchall() == [("Drugz", "corrected by hand")]
    assert report.counts_add_up
