"""The laws that hold for every type of cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.intake.cleaning import TYPES, Cleaned, CleaningContext, cleaner
from stronghold.vocabulary import kinds

CONTEXT = CleaningContext(today=date(2026, 5, 1))
SIMPLE = [name for name, kind in TYPES.items() if not kind.composite and name != "term:<list>"]
MOMENTS = {"date", "datetime"}

WORDS = """Mr dr O o' Mc al- van Smith SMITH John - , ( ) " ' aka nee jr 2nd 1st baron of unknown na flat unit 12 12a 3 / high st rd court
north OX1 1AA 0X1 IAA oxford nfa 07700 900123 +44 (0) ext AB12 CDE 2019 -03- 31 01:30 Z pm £ 5k .0 1e5"""
ODD = ["é", "ß", "İ", "ŉ", "张", "\u2019", "\u00a0", "\n", "\x00", "\x1b", "\ud800", "٣", "²", "K", " "]
PIECES = st.sampled_from([*WORDS.split(), *ODD])
TEXTS = st.one_of(
    st.text(max_size=30), st.lists(PIECES, min_size=1, max_size=7).map("".join), st.lists(PIECES, max_size=6).map(" ".join)
)
STRIPPED = TEXTS.map(str.strip).filter(bool)


def as_text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else "yes" if value is True else "no" if value is False else str(value)


@pytest.mark.parametrize("name", [*SIMPLE, "full_name", "address_line", "term:source_grades"])
@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_no_text_makes_a_cleaner_raise(name: str, text: str) -> None:
    result = cleaner(name, CONTEXT)(text)
    assert isinstance(result, Cleaned)
    if result.failed:
        assert result.value is None
        assert result.note
    assert result.value not in ("", [], {})


@pytest.mark.parametrize("name", [name for name in SIMPLE if name not in MOMENTS])
@settings(max_examples=200, deadline=None)
@given(text=STRIPPED)
def test_a_clean_value_is_left_as_it_is(name: str, text: str) -> None:
    clean = cleaner(name, CONTEXT)
    value = clean(text).value
    if value is not None:
        assert clean(as_text(value)).value == value


@pytest.mark.parametrize("name", ["full_name", "address_line"])
@settings(max_examples=400, deadline=None)
@given(text=STRIPPED)
def test_every_part_of_a_composite_value_is_clean(name: str, text: str) -> None:
    value = cleaner(name, CONTEXT)(text).value
    if value is None:
        return
    assert set(value) <= set(TYPES[name].columns)
    types = {"middle_names": "forename", "town": "words"}
    for column, part in value.items():
        assert cleaner(types.get(column, column), CONTEXT)(as_text(part)).value == part, column


@pytest.mark.parametrize("name", SIMPLE)
def test_a_value_that_was_kept_can_be_stored(name: str) -> None:
    value = cleaner(name, CONTEXT)("a\ud800b\x00c 12").value
    if isinstance(value, str):
        assert "\x00" not in value
        value.encode("utf-8")


@pytest.mark.parametrize(
    "name", ["full_name", "surname", "address_line", "house", "street", "flat", "postcode", "phone", "birth_date", "nino"]
)
@pytest.mark.parametrize("text", ["n/a", "N/A", "Unknown", "not known", "NK", "none", "NULL", "-", ".", "TBC", "refused"])
def test_words_for_no_value_are_no_value_and_no_failure(name: str, text: str) -> None:
    assert cleaner(name, CONTEXT)(text)[::2] == (None, False)


def test_every_column_of_the_vocabulary_has_a_type_that_exists() -> None:
    used = {column.type for kind in kinds().values() for column in kind.columns.values()}
    assert used
    for name in used:
        cleaner(name, CONTEXT)


def test_composite_types_yield_columns_that_the_person_kind_has() -> None:
    columns = kinds()["person"].columns
    for kind in TYPES.values():
        assert set(kind.columns) <= set(columns)


@pytest.mark.parametrize("name", ["nonsense", "term", "term:", "term:../secret", "term:no_such_list"])
def test_a_type_that_does_not_exist_is_bad_input(name: str) -> None:
    with pytest.raises(BadInput):
        cleaner(name, CONTEXT)


def test_a_zone_that_does_not_exist_is_bad_input() -> None:
    with pytest.raises(BadInput, match="time zone"):
        cleaner("datetime", CleaningContext(today=CONTEXT.today, timezone="Europe/Nowhere"))


def test_a_term_is_found_by_its_name_and_its_label() -> None:
    clean = cleaner("term:crime_categories", CONTEXT)
    assert clean("drugs").value == clean("Drugs").value == "drugs"
    refused = clean("not a crime at all")
    assert refused.failed
    assert "drugs" in (refused.note or "")
    assert clean("unknown") == Cleaned(None)


def test_a_very_long_cell_fails_but_free_words_may_be_long() -> None:
    assert cleaner("surname", CONTEXT)("a" * 1001).failed
    assert cleaner("text", CONTEXT)("a" * 5000).value == "a" * 5000


def test_results_are_remembered_and_the_memory_is_bounded() -> None:
    clean = cleaner("surname", CONTEXT)
    assert clean("Smith") is clean("Smith")
    assert clean.cache_info().maxsize is not None  # type: ignore[attr-defined]
