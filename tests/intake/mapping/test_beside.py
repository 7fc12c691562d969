"""The mapping beside a file is found under any of the names it may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.intake.mapping import mapping_beside, names_beside

TEXT = """\
[source]
agency = "a"
system = "s"
purpose = "p"
lawful_basis = "l"
[[record]]
kind = "person"
[record.columns]
surname = "Surname"
"""


def test_the_name_of_a_mapping_is_the_files_with_or_without_its_extensions() -> None:
    assert names_beside("arrests.csv.gz") == [
        "arrests.csv.gz.mapping.toml",
        "arrests.csv.mapping.toml",
        "arrests.mapping.toml",
    ]
    assert names_beside(".hidden") == [".hidden.mapping.toml"]


@pytest.mark.parametrize("name", names_beside("arrests.csv.gz"))
def test_it_is_found_under_each_of_them(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("\ufeff" + TEXT, encoding="utf-8")
    found = mapping_beside(tmp_path / "arrests.csv.gz")
    assert found is not None
    assert found.records[0].kind == "person"


def test_the_fullest_name_comes_first(tmp_path: Path) -> None:
    (tmp_path / "arrests.mapping.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "arrests.csv.mapping.toml").write_text(TEXT.replace('"a"', '"b"'), encoding="utf-8")
    found = mapping_beside(tmp_path / "arrests.csv")
    assert found is not None
    assert found.source.agency == "b"


def test_without_one_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "other.mapping.toml").write_text(TEXT, encoding="utf-8")
    assert mapping_beside(tmp_path / "arrests.csv") is None


def test_one_that_is_not_text_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "arrests.mapping.toml").write_bytes(b"\xff\xfe\x00agency")
    with pytest.raises(BadInput) as caught:
        mapping_beside(tmp_path / "arrests.csv")
    assert caught.value.file == "arrests.mapping.toml"
    assert "UTF-8" in (caught.value.remedy or "")
