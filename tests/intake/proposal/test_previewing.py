"""A preview is what a load would do, and adds up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.intake.mapping import InvolvedMapping, Mapping, QuarantineRule, RecordMapping, SourceTerms
from stronghold.intake.proposal import preview, preview_file
from stronghold.intake.readers import RawBatch, RejectedRow

COLUMNS = ["Date", "Surname", "DOB", "Notes"]
ROWS: list[list[str | None]] = [
    ["01/07/2024 23:30", "Smith", "12/03/1991", 'he said "no", then left'],
    ["02/07/2024", "O'Neill", "31/02/1990", None],
    ["not known", "Brown", None, None],
    ["03/07/2024", "Test", None, "THIS IS A TEST"],
]
MAPPING = Mapping(
    SourceTerms(agency="unknown", system="list", purpose="", lawful_basis="", sheet="Sheet1"),
    (
        RecordMapping(
            kind="arrest",
            columns={"occurred": ("Date",), "narrative": ("Notes",)},
            involved=(InvolvedMapping("person", "arrested", {"surname": ("Surname",), "date_of_birth": ("DOB",)}),),
            quarantine_when=(QuarantineRule("Notes", "test ticket", contains="a test"),),
        ),
    ),
)


def test_a_preview_adds_up_and_says_why() -> None:
    rejected = [RejectedRow(6, None, "has 5 cells", {"Date": "x"})]
    batch = RawBatch([2, 3, 4, 5], dict(zip(COLUMNS, map(list, zip(*ROWS, strict=True)), strict=True)), rejected)
    found = preview(MAPPING, COLUMNS, batch, is_whole=True, today=date(2026, 6, 1))
    assert (found.read, found.kept) == (5, 2)
    assert found.read == found.kept + sum(found.quarantined.values())
    assert found.quarantined["test ticket"] == 1
    assert found.quarantined["has 5 cells"] == 1
    assert set(found.noted) == {"DOB"}
    assert sum(found.noted["DOB"].values()) == 1


def test_the_sample_shows_rows_as_they_would_be_kept() -> None:
    batch = RawBatch([2, 3], dict(zip(COLUMNS, map(list, zip(*ROWS[:2], strict=True)), strict=True)), [])
    found = preview(MAPPING, COLUMNS, batch, is_whole=True, today=date(2026, 6, 1))
    first, second = found.sample
    assert first == {
        "occurred": "2024-07-01 23:30",
        "narrative": 'he said "no", then left',
        "arrested.1.surname": "smith",
        "arrested.1.date_of_birth": "1991-03-12",
    }
    assert second["occurred"] == "2024-07-02"
    assert "arrested.1.date_of_birth" not in second


def test_what_a_row_of_people_says_stands_without_a_role() -> None:
    mapping = Mapping(MAPPING.source, (RecordMapping(kind="person", columns={"surname": ("Surname",)}),))
    batch = RawBatch([2], {"Surname": ["Smith"]}, [])
    assert preview(mapping, ["Surname"], batch, is_whole=False).sample == ({"surname": "smith"},)


def test_the_first_rows_left_out_are_shown_by_their_line() -> None:
    rejected = [RejectedRow(3, None, "has 5 cells", {"Date": "x"})]
    batch = RawBatch([2, 4, 7, 9], dict(zip(COLUMNS, map(list, zip(*ROWS, strict=True)), strict=True)), rejected)
    found = preview(MAPPING, COLUMNS, batch, is_whole=True, today=date(2026, 6, 1))
    assert [(row.line, row.column) for row in found.left_out] == [(3, None), (7, "Date"), (9, "Notes")]
    assert found.left_out[1].raw == dict(zip(COLUMNS, ROWS[2], strict=True))
    assert (found.left_out[0].reason, found.left_out[2].reason) == ("has 5 cells", "test ticket")


def test_odd_names_and_cells_are_handed_over_as_they_are() -> None:
    mapping = Mapping(SourceTerms("police", "list", "crime", "task"), (RecordMapping("person", {"surname": ('a"b,',)}),))
    cells: list[str | None] = ["O'Neill\nSmith", "half \ud83d of a character", '"', None]
    found = preview(mapping, ['a"b,', "other"], RawBatch([2, 3, 4, 5], {'a"b,': cells, "other": ["x"] * 4}, []), is_whole=True)
    assert found.read == found.kept + sum(found.quarantined.values()) == 4
    assert any(row.line == 5 for row in found.left_out)


def test_a_file_is_previewed_by_its_first_rows(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Surname,Born\nSmith,01/02/1990\n,\nLee,31/02/1990\n,02/03/1991\n", encoding="utf-8")
    mapping = Mapping(SourceTerms("police", "l", "c", "t"), (RecordMapping("person", {"surname": ("Surname",)}),))
    found = preview_file(path, mapping)
    assert (found.read, found.kept, found.is_whole, [row.line for row in found.left_out]) == (3, 2, True, [5])
    wrong = Mapping(mapping.source, (RecordMapping("person", {"surname": ("Name",)}),))
    with pytest.raises(BadInput, match="does not have it"):
        preview_file(path, wrong)
