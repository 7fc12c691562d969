"""JSON lines as batches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.intake.readers import RawBatch, open_source
from stronghold.intake.readers.jsonlines import JsonLinesReader, flat_object
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.lines import TextLines


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reports.jsonl"


def read(path: Path, content: str, limits: Limits | None = None) -> RawBatch:
    path.write_text(content)
    with open_source(path, limits) as reader:
        (batch,) = reader.batches()
        return batch


def test_nested_objects_and_lists() -> None:
    assert flat_object('{"name": {"first": " Ann ", "last": null}, "tags": ["a", 2, null], "ok": true, "n": 12.0}') == {
        "name.first": "Ann",
        "name.last": None,
        "tags": "a; 2",
        "ok": "true",
        "n": "12",
    }


def test_long_numbers_keep_their_digits() -> None:
    assert flat_object('{"n": 123456789012345678901234567890, "x": NaN}') == {"n": "123456789012345678901234567890", "x": None}


def test_columns_are_the_union_of_all_keys(path: Path) -> None:
    batch = read(path, '{"a": 1}\n\n{"b": "x", "a": ""}\n')
    assert (batch.lines, batch.columns) == ([1, 3], {"a": ["1", None], "b": [None, "x"]})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"a": 1', "is not valid JSON"),
        ("[1]", "is not a JSON object"),
        ('{"a": 1, "a": 2}', "names 'a' twice"),
        ('{"a.b": 1, "a": {"b": 2}}', "names 'a.b' twice"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_a_line_that_is_no_object_is_rejected_and_the_load_goes_on(path: Path, line: str, reason: str) -> None:
    batch = read(path, f'{{"a": "x"}}\n{line}\n{{"a": "y"}}\n')
    assert (batch.lines, batch.columns["a"]) == ([1, 3], ["x", "y"])
    (row,) = batch.rejected
    assert row.line == 2
    assert reason in row.reason
    assert row.raw["line"] == line


def test_a_too_long_value_costs_its_row(path: Path) -> None:
    batch = read(path, '{"a": "' + "x" * 51 + '"}\n{"a": "y"}\n', Limits(max_cell_chars=50))
    assert (batch.lines, batch.rejected[0].line, batch.rejected[0].column) == ([2], 1, "a")


def test_keys_that_are_data_meet_the_limit_of_columns(path: Path) -> None:
    with pytest.raises(BadInput, match="max_columns") as caught:
        read(path, "\n".join(json.dumps({f"id{number}": 1}) for number in range(20)), Limits(max_columns=10))
    assert caught.value.line == 11


def test_no_objects_at_all(path: Path) -> None:
    with pytest.raises(BadInput, match="no JSON object on any line"):
        read(path, '{"a"\n')
    with pytest.raises(BadInput, match="holds no rows"):
        read(path, "\n\n")


def test_a_short_survey_misses_later_keys_and_a_whole_one_does_not(path: Path) -> None:
    path.write_text('{"a": 1}\n{"b": 2}\n')
    text = TextLines(path, Limits())
    assert JsonLinesReader(path, Limits(), text, surveyed=1).columns == ["a"]
    assert JsonLinesReader(path, Limits(), text).columns == ["a", "b"]


KEYS = st.text(alphabet="abc", min_size=1, max_size=3)


@given(st.dictionaries(KEYS, st.text() | st.integers() | st.dictionaries(KEYS, st.integers(), min_size=1), max_size=5))
def test_every_value_has_its_place(value: dict[str, object]) -> None:
    flat = flat_object(json.dumps(value))
    for key, part in value.items():
        if isinstance(part, dict):
            assert all(flat[f"{key}.{inner}"] == str(number) for inner, number in part.items())
        else:
            assert flat[key] == (str(part).replace("\0", "").strip() or None)
