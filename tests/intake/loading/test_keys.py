"""Record keys: stable, safe, numbered within a file."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.loading.keys import Occurrences, content_hashes, escaped, own_keys, record_keys

CELLS = st.one_of(st.none(), st.text(st.characters(codec="utf-8"), max_size=5))


def strings(*cells: str | None) -> pa.Array:
    return pa.array(cells, pa.string())


def test_a_content_hash_is_the_start_of_the_sha_256_of_the_cells() -> None:
    _, digits = content_hashes([strings("Ann", None), strings(None, "Bo")], 2)
    assert digits == [sha256(b"Ann\x1f").hexdigest()[:16], sha256(b"\x1fBo").hexdigest()[:16]]


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20))
def test_hashes_as_numbers_and_digits_agree(rows: list[tuple[str | None, str | None]]) -> None:
    numbers, digits = content_hashes([strings(*column) for column in zip(*rows, strict=True)], len(rows))
    assert [f"{number:016x}" for number in numbers.tolist()] == digits


def test_a_row_without_mapped_cells_has_a_hash() -> None:
    assert content_hashes([], 2)[1] == [sha256(b"").hexdigest()[:16]] * 2


def test_own_keys_join_and_are_missing_where_a_part_is_empty() -> None:
    assert own_keys([strings("12", None, "x")]) == ["12", None, "x"]
    assert own_keys([strings("12", "13", None), strings("1", None, "2")]) == ["12|1", None, None]


def test_marks_of_keys_are_escaped() -> None:
    assert escaped("A/2#x>y|~%") == "A%2F2%23x%3Ey%7C%7E%25"
    assert own_keys([strings("A/2", "B", None)]) == ["A%2F2", "B", None]


@settings(deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_escaping_never_makes_two_keys_one(one: str, other: str) -> None:
    assert (escaped(one) == escaped(other)) == (one == other)
    assert not set(escaped(one)) & set("/#>|~")


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=12), max_size=6))
def test_occurrences_are_numbered_over_batches(batches: list[list[str]]) -> None:
    seen = Occurrences()
    times: Counter[str] = Counter()
    for batch in batches:
        numbered = seen.number(batch, np.array([ord(key) for key in batch], dtype=np.uint64))
        for key, got in zip(batch, numbered, strict=True):
            times[key] += 1
            assert got == (key if times[key] == 1 else f"{key}/{times[key]}")


def test_many_distinct_keys_stay_distinct() -> None:
    seen = Occurrences()
    for start in range(0, 5_000, 500):
        keys = [str(number) for number in range(start, start + 500)]
        assert seen.number(keys, np.arange(start, start + 500, dtype=np.uint64)) == keys
    assert seen.number(["4999", "5000"], np.array([4999, 5000], dtype=np.uint64)) == ["4999/2", "5000"]


def test_the_own_key_goes_before_the_content() -> None:
    cells = [strings("Ann", "Bo", "Ann", "Ann")]
    keys, content = record_keys(cells, [strings("7", None, "7", None)], 4, Occurrences())
    assert keys == ["7", f"~{content[1]}", "7/2", f"~{content[3]}"]
    assert content[0] == content[2] == content[3] != content[1]


def test_without_own_keys_equal_rows_are_numbered() -> None:
    keys, content = record_keys([strings("Ann", "Ann")], [], 2, Occurrences())
    assert keys == [f"~{content[0]}", f"~{content[0]}/2"]
