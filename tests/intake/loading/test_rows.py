"""Rows judged, keyed and prepared."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa

from stronghold.intake.cleaning import CleaningContext
from stronghold.intake.loading.cells import Cells, Cleaners
from stronghold.intake.loading.ids import Ids
from stronghold.intake.loading.keys import Occurrences
from stronghold.intake.loading.plan import plan_record
from stronghold.intake.loading.rows import Prepared, RowMaker
from stronghold.intake.mapping import InvolvedMapping, RecordMapping

DEFAULTS = {"source_grade": "2", "information_grade": "B", "handling": "P", "sensitivity": "standard"}


def prepare(mapping: RecordMapping, **columns: list[str | None]) -> Prepared:
    cleaners = Cleaners(CleaningContext(today=date(2026, 6, 15)))
    maker = RowMaker(plan_record(mapping, cleaners, "a.csv"), cleaners, DEFAULTS, Occurrences())
    cells = {name: Cells.of(column) for name, column in columns.items()}
    return maker.prepare(pa.array(range(2, 2 + len(next(iter(columns.values()))))), cells, Ids())


def notes(prepared: Prepared) -> list[tuple[object, ...]]:
    return [tuple(note.values()) for note in prepared.notes.to_pylist()]


CALL = RecordMapping(
    "call",
    {"occurred": ("t",), "duration_seconds": ("s",)},
    involved=(InvolvedMapping("phone", "caller", {"number": ("a",)}), InvolvedMapping("phone", "recipient", {"number": ("b",)})),
)
CRIME = RecordMapping("recorded_crime", {"category": ("c",), "occurred": ("t",), "occurred_to": ("u",)}, required=("occurred",))
PERSON = RecordMapping("person", {"full_name": ("n",), "phone": ("p",), "postcode": ("h",), "handling": ("x",)})


def test_ids_skip_what_is_not_there() -> None:
    prepared = prepare(CALL, t=["05/06/2024 10:00"] * 3, s=[None] * 3, a=["07700900001", None, "bad"], b=["07700900002"] * 3)
    table = prepared.table
    assert table["record_id"].to_pylist() == [1, 2, 3]
    assert table["involved1:id"].to_pylist() == [1, None, None]
    assert table["involved2:id"].to_pylist() == [2, 3, 4]
    assert notes(prepared) == [(3, "a", "bad", "not a telephone number")]


def test_an_event_that_says_nothing_is_rejected() -> None:
    prepared = prepare(CALL, t=[None, "05/06/2024"], s=[None, None], a=[None, None], b=["none", None])
    assert prepared.rejected == {0: (None, "the row says nothing and names nobody")}
    assert prepared.table["line"].to_pylist() == [3]


def test_needed_and_required_cells_say_why_they_fail() -> None:
    prepared = prepare(CRIME, c=[None, "Drugs", "Drugs", "Drugs"], t=["05/06/2024", "never", None, "05/06/2024"], u=[None] * 4)
    reasons = prepared.rejected
    assert sorted(reasons) == [0, 1, 2]
    assert reasons[0] == ("c", "'Category' is needed, and there is none")
    assert reasons[1][0] == "t" and "needed" not in reasons[1][1]
    assert reasons[2] == ("t", "'When' is needed, and there is none")


def test_an_end_before_the_start_is_noted_and_not_used() -> None:
    prepared = prepare(CRIME, c=["Drugs"] * 3, t=["05/06/2024"] * 3, u=["04/06/2024", "06/06/2024", None])
    ends = [end.day for end in prepared.table["occurred_to"].to_pylist()]
    assert ends == [5, 6, 5]
    assert notes(prepared) == [(1, "u", "04/06/2024", "it lies before the start, and was not used")]


def test_days_become_spans_in_utc() -> None:
    table = prepare(CRIME, c=["Drugs"], t=["05/06/2024"], u=[None]).table
    start, end = table["occurred_from"].to_pylist()[0], table["occurred_to"].to_pylist()[0]
    assert start == datetime(2024, 6, 4, 23, tzinfo=UTC).replace(tzinfo=None)
    assert (end - start).total_seconds() == 24 * 3600
    assert table["occurred_precision"].to_pylist() == ["day"]


def test_terms_are_the_rows_own_or_the_sources() -> None:
    table = prepare(PERSON, n=["Ann Smith", "Bo Smith"], p=[None] * 2, h=[None] * 2, x=["C", None]).table
    assert table["handling"].to_pylist() == ["C", "P"]
    assert table["source_grade"].to_pylist() == ["2", "2"]


def test_a_row_whose_handling_cannot_be_read_is_not_kept_on_wider_terms() -> None:
    prepared = prepare(PERSON, n=["Ann Smith"] * 3, p=[None] * 3, h=[None] * 3, x=["secret", "unknown", None])
    assert sorted(prepared.rejected) == [0, 1]
    assert prepared.rejected[0][0] == "x"
    assert "list" in prepared.rejected[0][1]


def test_parts_come_with_the_person() -> None:
    table = prepare(
        PERSON, n=["Ann Smith", None, None], p=["07700900001", "07700900001", None], h=["OX1 1AA", None, "OX1 1AA"], x=[None] * 3
    ).table
    assert table["own:id"].to_pylist() == [1, 2]
    assert table["own>phone:id"].is_valid().to_pylist() == [True, True]
    assert table["own>home:id"].is_valid().to_pylist() == [True, False]


def test_what_belongs_to_nobody_is_noted() -> None:
    vehicle = InvolvedMapping("vehicle", "vehicle", {"registration": ("r",), "colour": ("k",)})
    prepared = prepare(
        RecordMapping("sighting", {"occurred": ("t",)}, involved=(vehicle,)), t=["05/06/2024"], r=[None], k=["red"]
    )
    assert notes(prepared) == [(1, "k", "red", "not kept: nothing tells which vehicle this is about")]


def test_numbers_of_keys_pass_over_rejected_rows() -> None:
    mapping = RecordMapping("person", {"full_name": ("n",)}, key=("k",))
    prepared = prepare(mapping, n=[None, "Ann Smith", "Bo Smith"], k=["7", "7", "7"])
    assert prepared.table["record_key"].to_pylist() == ["7", "7/2"]
