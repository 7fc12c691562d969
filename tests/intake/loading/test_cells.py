"""Cells of a batch: cleaned once a text, spread over the rows."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.cleaning import CleaningContext, cleaner
from stronghold.intake.loading.cells import Cells, Cleaners, cells_of, clean_cells, raw_cells, whole_characters
from stronghold.vocabulary import kind

CONTEXT = CleaningContext(today=date(2026, 6, 15))
PERSON = kind("person")


@pytest.fixture
def cleaners() -> Cleaners:
    return Cleaners(CONTEXT)


@settings(deadline=None)
@given(st.lists(st.sampled_from([None, "Ann", "O'Brien", "12", "unknown", "d. 1950"]), max_size=8))
def test_every_row_gets_what_its_text_is_cleaned_to(texts: list[str | None]) -> None:
    clean = cleaner("surname", CONTEXT)
    cleaned = clean_cells(PERSON.columns["surname"], PERSON, Cells.of(texts), Cleaners(CONTEXT))
    expected = [clean(text) if text is not None else None for text in texts]
    assert cleaned.values["surname"].to_pylist() == [one and one.value for one in expected]
    assert cleaned.noted.tolist() == [row for row, one in enumerate(expected) if one is not None and one.note is not None]
    assert cleaned.failed.keys() == {row for row, one in enumerate(expected) if one is not None and one.failed}


def test_a_composite_fills_several_columns(cleaners: Cleaners) -> None:
    cleaned = clean_cells(PERSON.columns["full_name"], PERSON, Cells.of(["Mr John Smith", None]), cleaners)
    assert cleaned.values["surname"].to_pylist() == ["smith", None]
    assert cleaned.values["forename"].to_pylist() == ["john", None]
    assert cleaned.present().to_pylist() == [True, False]


def test_times_usual_and_unusual_keep_their_rows(cleaners: Cleaners) -> None:
    texts = ["5 June 2024", "05/06/2024 14:30", "never", None, "27/10/2024 01:30", "05/06/2024 14:30"]
    call = kind("call")
    cleaned = clean_cells(call.columns["occurred"], call, Cells.of(texts), cleaners)
    assert cleaned.values["occurred.precision"].to_pylist() == ["day", "minute", None, None, "minute", "minute"]
    half_past = datetime(2024, 6, 5, 13, 30, tzinfo=UTC).replace(tzinfo=None)
    assert cleaned.values["occurred"].to_pylist()[1] == cleaned.values["occurred"].to_pylist()[5] == half_past
    assert cleaned.noted.tolist() == [2, 4]
    assert list(cleaned.failed) == [2]


def test_what_is_uncertain_about_a_birth_date_stands_beside_it(cleaners: Cleaners) -> None:
    cells = Cells.of(["01/01/1990", "02/03/1990", "99/99/1990"])
    cleaned = clean_cells(PERSON.columns["date_of_birth"], PERSON, cells, cleaners)
    assert cleaned.values["date_of_birth"].to_pylist() == ["1990-01-01", "1990-03-02", None]
    notes = cleaned.values["date_of_birth_note"].to_pylist()
    assert "placeholder" in notes[0]
    assert notes[1:] == [None, None]


@given(st.lists(st.tuples(*[st.sampled_from([None, "a", "b c"])] * 3), min_size=1, max_size=6))
@settings(deadline=None)
def test_several_columns_join_by_a_blank(rows: list[tuple[str | None, ...]]) -> None:
    joined = raw_cells([Cells.of(column) for column in zip(*rows, strict=True)])
    assert joined.texts().to_pylist() == [" ".join(filter(None, row)) or None for row in rows]


def test_a_cell_with_half_a_character_is_no_text() -> None:
    found, broken = cells_of({"a": ["x", "\ud800", None], "b": ["1", "2", "3"]}, ["a", "b"])
    assert found["a"].texts().to_pylist() == ["x", None, None]
    assert found["b"].texts().to_pylist() == ["1", "2", "3"]
    assert broken == {1: ("a", "the cell holds half a character, which is no text")}
    assert whole_characters("x\ud800") == "x\ufffd"
