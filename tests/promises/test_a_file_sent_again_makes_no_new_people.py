"""Promise: a file that a partner sends again, under another name, in another order or as a spreadsheet, makes no new people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from stronghold.engine import connect
from stronghold.intake.export import write_table
from stronghold.intake.load import SourceInput, load
from stronghold.intake.mapping import Mapping

WITH_KEY = """
[source]
agency = "Town Council"
system = "Housing"
purpose = "Prevention of homelessness"
lawful_basis = "Housing Act 1996, part 7"

[[record]]
kind = "person"
key = ["Ref"]
[record.columns]
full_name = "Name"
date_of_birth = "Born"
phone = "Phone"
address = "Address"
"""
WITHOUT_KEY = WITH_KEY.replace('key = ["Ref"]\n', "")
COLUMNS = ("Ref", "Name", "Born", "Phone", "Address")
PEOPLE = (
    ("H1", "Ann Smith", "02/03/1990", "07700 900001", "Flat 1, 10 High Street, Oxford, OX1 4AA"),
    ("H2", "Mr Bo O'Neil", "1 May 1985", "", "12 Low Road, Oxford"),
    ("H3", "Zoë Müller-Smith", "", "07700 900003", ""),
    ("H4", "Cy Jones", "30/11/2001", "07700 900001", ""),
)


def sent(folder: Path, name: str, rows: Sequence[Sequence[str]], mapping: str) -> SourceInput:
    path = folder / name
    write_table(path, COLUMNS, rows)
    return SourceInput(path, name, Mapping.from_toml(mapping, file=f"{name}.mapping.toml"))


def mention_keys(sources: Sequence[SourceInput]) -> list[str]:
    with connect() as con:
        report = load(con, sources)
        assert report.counts_add_up
        assert len(report.sources) == len(sources)
        return [row[0] for row in con.execute("SELECT mention_key FROM mention ORDER BY mention_key").fetchall()]


@pytest.mark.parametrize("mapping", [WITH_KEY, WITHOUT_KEY], ids=["own key", "no own key"])
@pytest.mark.parametrize(
    ("name", "rows"),
    [("again.csv", PEOPLE), ("turned.csv", PEOPLE[::-1]), ("part.csv", PEOPLE[1:3]), ("sheet.xlsx", PEOPLE)],
)
def test_no_new_people(tmp_path: Path, mapping: str, name: str, rows: Sequence[Sequence[str]]) -> None:
    first = sent(tmp_path, "first.csv", PEOPLE, mapping)
    alone = mention_keys([first])
    assert len([key for key in alone if key.endswith("#subject.1")]) == len(PEOPLE)
    assert mention_keys([first, sent(tmp_path, name, rows, mapping)]) == alone


@pytest.mark.parametrize("mapping", [WITH_KEY, WITHOUT_KEY], ids=["own key", "no own key"])
def test_one_new_row_makes_one_new_person(tmp_path: Path, mapping: str) -> None:
    first = sent(tmp_path, "first.csv", PEOPLE, mapping)
    second = sent(tmp_path, "second.csv", [("H5", "Di Brown", "", "", ""), *PEOPLE], mapping)
    new = set(mention_keys([first, second])) - set(mention_keys([first]))
    assert len(new) == 1


def test_a_changed_row_is_the_same_record_with_its_new_content(tmp_path: Path) -> None:
    first = sent(tmp_path, "first.csv", PEOPLE, WITH_KEY)
    second = sent(tmp_path, "second.csv", [("H1", "Ann Jones", "02/03/1990", "", "")], WITH_KEY)
    with connect() as con:
        report = load(con, [first, second])
        found = con.execute(
            """SELECT surname, name FROM person JOIN mention USING (mention_id) JOIN record USING (record_id)
            JOIN source USING (source_id) WHERE record_key = 'Town Council/Housing/person/H1'"""
        ).fetchall()
    assert found == [("jones", "second.csv")]
    assert (report.records, report.sources[0].replaced) == (len(PEOPLE), 1)
