"""Which files of a folder are read, and what is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.intake.readers import source_files


def test_every_file_is_read_passed_over_with_a_reason_or_a_mapping(tmp_path: Path) -> None:
    for name in [
        "b.csv",
        "a.xlsx",
        "C.CSV.GZ",
        "d.parquet",
        "e.ndjson",
        "b.mapping.toml",
        "b.csv.mapping.toml",
        "c.mapping.toml",
        "~$a.xlsx",
        ".hidden.csv",
        "notes.docx",
        "x",
    ]:
        (tmp_path / name).touch()
    (tmp_path / "old.csv").mkdir()
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    files, passed = source_files(tmp_path)
    assert [path.name for path in files] == ["C.CSV.GZ", "a.xlsx", "b.csv", "d.parquet", "e.ndjson"]
    assert {path.name: reason for path, reason in passed} == {
        "old.csv": "is a folder; folders inside are not searched",
        "~$a.xlsx": "is the lock of a workbook that someone has open",
        ".hidden.csv": "is hidden",
        "notes.docx": "is of a kind that is not read (.docx)",
        "x": "is of a kind that is not read (no ending)",
        "gone.csv": "is a broken link",
        "b.mapping.toml": "is a mapping of no file here: give it the name of its file",
        "c.mapping.toml": "is a mapping of no file here: give it the name of its file",
    }


@pytest.mark.parametrize("name", ["a.parquet.gz", "a.gz", "a.xlsx.gz", "a.zip"])
def test_what_is_packed_otherwise_is_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    files, passed = source_files(tmp_path)
    assert (files, len(passed)) == ([], 1)


def test_an_empty_folder_and_none(tmp_path: Path) -> None:
    assert source_files(tmp_path) == ([], [])
    with pytest.raises(BadInput, match="is not a folder"):
        source_files(tmp_path / "none")
