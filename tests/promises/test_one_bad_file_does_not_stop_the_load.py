"""Promise: a file that cannot be used is refused with its reason and a remedy, leaves nothing behind, and the others are loaded."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from stronghold.engine import connect
from stronghold.errors import BadInput
from stronghold.intake.load import SourceInput, load
from stronghold.intake.mapping import Mapping

MAPPING = Mapping.from_toml(
    """
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
phone = "Phone"
""",
    file="tenants.mapping.toml",
)
GOOD = b"Ref,Name,Phone\n1,Ann Smith,07700900001\n2,,\n"
MANY = b"Ref,Name,Phone\n" + b"".join(b"%d,Ann Smith,%d\n" % (n, n * 7919) for n in range(60_000))
BAD_FILES = {
    "empty.csv": b"",
    "column missing.csv": b"Ref,Name\n1,Ann Smith\n",
    "no table.csv": b"\x00\x01\x02\x03" * 500,
    "broken off.csv.gz": gzip.compress(MANY)[:-5_000],
    "not a workbook.xlsx": b"PK\x03\x04 this is no workbook",
}


def everything(sources: list[SourceInput]) -> tuple[tuple[BadInput, ...], list[list[tuple[object, ...]]]]:
    """The refused files, and all rows of the tables."""
    with connect() as con:
        report = load(con, sources)
        assert report.counts_add_up
        tables = ("source", "record", "mention", "person", "phone", "cell_note", "quarantine")
        return report.refused, [con.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in tables]


@pytest.mark.parametrize("bad", BAD_FILES)
def test_the_rest_is_loaded_as_if_the_bad_file_were_not_there(tmp_path: Path, bad: str) -> None:
    sources = []
    for name, content in {"a.csv": GOOD, bad: BAD_FILES[bad], "z.csv": GOOD.replace(b"1,Ann", b"9,Cy")}.items():
        (tmp_path / name).write_bytes(content)
        sources.append(SourceInput(tmp_path / name, name, MAPPING))
    with_bad, without = everything(sources), everything([sources[0], sources[2]])
    assert with_bad[1:] == without[1:]
    (error,) = with_bad[0]
    assert error.file == bad
    assert error.message
    assert error.remedy


def test_a_file_without_a_mapping_is_one_such(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(GOOD)
    with connect() as con:
        report = load(con, [SourceInput(tmp_path / "a.csv", "a.csv", MAPPING), SourceInput(tmp_path / "a.csv", "b.csv", None)])
    assert [error.file for error in report.refused] == ["b.csv"]
    assert "stronghold map" in (report.refused[0].remedy or "")
    assert report.records == 1
