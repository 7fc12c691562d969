"""The manifest: written and read back the same; damage is found."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.picture.manifest import (
    FORMAT_VERSION,
    CorrectionFile,
    Manifest,
    ModelEntry,
    RefusedFile,
    SourceEntry,
    StageCost,
    hash_file,
    library_versions,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
counts = st.integers(0, 2**40)
manifests = st.builds(
    Manifest,
    id=words,
    created=words,
    versions=st.dictionaries(words, words, max_size=3),
    inputs=st.lists(
        st.builds(SourceEntry, words, words, words, counts, words, words, words, counts, counts, counts, counts, counts),
        max_size=3,
    ).map(tuple),
    counts=st.dictionaries(words, counts | st.dictionaries(words, counts, max_size=3), max_size=4),
    timings=st.lists(st.builds(StageCost, words, *[st.floats(0, 1e6)] * 3), max_size=3).map(tuple),
    files=st.dictionaries(words, words, max_size=3),
    model=st.none() | st.builds(ModelEntry, words, words),
    refused=st.lists(st.builds(RefusedFile, words, words, st.none() | counts, st.none() | words), max_size=2).map(tuple),
    passed_over=st.lists(st.builds(RefusedFile, words, words), max_size=2).map(tuple),
    corrections=st.lists(st.builds(CorrectionFile, words, words), max_size=2).map(tuple),
    decisions_sequence=counts,
    decisions=st.lists(counts, max_size=3).map(tuple),
    previous=st.none() | words,
)
EMPTY = Manifest(id="x", created="now", versions={}, inputs=(), counts={}, timings=(), files={})


@given(manifests)
def test_what_is_written_is_read_back(manifest: Manifest) -> None:
    assert Manifest.from_json(manifest.to_json(), file="manifest.json") == manifest


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null", '{"format_version": "x"}', '{"format_version": 1}'])
def test_a_damaged_manifest_is_said_plainly(text: str) -> None:
    with pytest.raises(BadInput, match="damaged"):
        Manifest.from_json(text, file="manifest.json")


def test_a_field_that_is_not_known_is_damage() -> None:
    raw = json.loads(EMPTY.to_json())
    with pytest.raises(BadInput, match="damaged"):
        Manifest.from_json(json.dumps({**raw, "more": 1}), file="manifest.json")


def test_a_later_format_is_refused() -> None:
    with pytest.raises(BadInput, match="newer version"):
        Manifest.from_json(replace(EMPTY, format_version=FORMAT_VERSION + 1).to_json(), file="manifest.json")


def test_a_missing_manifest_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        Manifest.read(tmp_path)


def test_verifying_finds_what_changed_and_what_is_missing(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
    manifest = replace(EMPTY, files={name: hash_file(tmp_path / name) for name in ("a", "b", "c")})
    manifest.write(tmp_path)
    assert Manifest.read(tmp_path).verify(tmp_path) == []
    (tmp_path / "a").write_text("A")
    (tmp_path / "b").unlink()
    assert manifest.verify(tmp_path) == ["a is not as it was built", "b is missing"]


def test_versions_name_what_decides_a_build() -> None:
    assert {"python", "stronghold", "duckdb", "splink"} <= library_versions().keys()
