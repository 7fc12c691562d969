"""A preview is what a load would do, and adds up."""

from __future__ import annotations

from datetime import date

from stronghold.intake.mapping import InvolvedMapping, Mapping, QuarantineRule, RecordMapping, SourceTerms
from stronghold.intake.proposal import preview
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
