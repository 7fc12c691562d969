"""Sources in a store: kept byte for byte, read from there under their own names."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.intake.readers import Limits
from stronghold.picture import Manifest, Store
from stronghold.picture.manifest import SourceEntry
from stronghold.picture.sources import find_sources, keep_sources, kept_sources

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "partners"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "partners"
    made.mkdir()
    for name in ("calls.csv", "calls.mapping.toml"):
        shutil.copy(EXAMPLES / name, made / name)
    return made


def test_files_are_found_with_their_mappings_or_their_problems(folder: Path) -> None:
    (folder / "page.csv").write_text("<!doctype html><html></html>")
    (folder / "unknown.csv").write_text("a,b\n1,2\n")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    found, passed_over = find_sources(folder, Limits())
    by_name = {source.name: source for source in found}
    assert by_name.keys() == {"calls.csv", "page.csv", "unknown.csv"}
    assert by_name["calls.csv"].mapping is not None
    assert by_name["page.csv"].mapping is None and "web page" in str(by_name["page.csv"].problem)
    assert by_name["unknown.csv"].mapping is None and by_name["unknown.csv"].problem is None
    assert [file.path.name for file in passed_over] == ["notes.pdf"]


def test_what_is_kept_is_what_was_sent_whatever_becomes_of_the_folder(folder: Path, store: Store, tmp_path: Path) -> None:
    sent = (folder / "calls.csv").read_bytes()
    found, _ = find_sources(folder, Limits())
    told: list[tuple[int, int]] = []
    (laid,) = keep_sources(found, store.sources_folder, tmp_path / "reading", progress=lambda n, of: told.append((n, of)))
    shutil.rmtree(folder)
    assert laid.path.read_bytes() == sent
    assert (laid.name, laid.path.name, told) == ("calls.csv", "calls.csv", [(0, 1)])
    (kept,) = store.sources_folder.iterdir()
    assert kept.name == hashlib.sha256(sent).hexdigest()


def test_kept_sources_come_back_with_the_same_mapping(folder: Path, store: Store, tmp_path: Path) -> None:
    found, _ = find_sources(folder, Limits())
    (laid,) = keep_sources(found, store.sources_folder, tmp_path / "reading")
    mapping = found[0].mapping
    assert mapping is not None
    entry = SourceEntry(
        name="calls.csv",
        sha256=hashlib.sha256(laid.path.read_bytes()).hexdigest(),
        mapping_sha256=hashlib.sha256(mapping.to_toml().encode()).hexdigest(),
        bytes=1, format="csv", agency="police", system="x", read_rows=1, kept_rows=1, quarantined_rows=0, repeated_rows=0,
        replaced_rows=0,
    )  # fmt: skip
    manifest = Manifest(id="x", created="", versions={}, inputs=(entry,), counts={}, timings=(), files={})
    (back,) = kept_sources(manifest, store.sources_folder, tmp_path / "again")
    assert back.mapping is not None
    assert (back.name, back.mapping.to_toml(), back.path.read_bytes()) == ("calls.csv", mapping.to_toml(), laid.path.read_bytes())
    shutil.rmtree(store.sources_folder / entry.sha256)
    with pytest.raises(BadInput, match="no longer has this source"):
        kept_sources(manifest, store.sources_folder, tmp_path / "third")


def test_a_file_that_is_gone_by_then_is_refused_and_the_rest_is_kept(folder: Path, store: Store, tmp_path: Path) -> None:
    shutil.copy(folder / "calls.csv", folder / "later.csv")
    shutil.copy(folder / "calls.mapping.toml", folder / "later.mapping.toml")
    found, _ = find_sources(folder, Limits())
    (folder / "calls.csv").unlink()
    gone, later = keep_sources(found, store.sources_folder, tmp_path / "reading")
    assert gone.mapping is None and "cannot be read" in str(gone.problem)
    assert later.path.is_file()


def test_an_empty_folder_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file in the folder"):
        find_sources(tmp_path, Limits())
