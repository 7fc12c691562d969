"""Bytes of a file, compressed or not, within the limits."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.stream import byte_chunks, file_bytes


def test_compressed_content_is_seen_by_its_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(gzip.compress(b"a,b\n" * 1_000_000))
    chunks = list(byte_chunks(path, Limits()))
    assert b"".join(chunks) == b"a,b\n" * 1_000_000
    assert max(map(len, chunks)) <= 1 << 20


def test_a_bomb_is_refused_long_before_it_is_expanded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    # A gigabyte of zeros, written as one small member many times over: a gzip file may hold several.
    path.write_bytes(gzip.compress(bytes(16 << 20)) * 64)
    seen = 0
    with pytest.raises(BadInput, match="200 times its size") as caught:
        for chunk in byte_chunks(path, Limits()):
            seen += len(chunk)
    assert seen <= 64 << 20
    assert "STRONGHOLD_MAX_RATIO" in str(caught.value)


def test_what_expands_too_far_is_refused_whatever_its_ratio(tmp_path: Path) -> None:
    path = tmp_path / "large.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * 1_000_000))
    with pytest.raises(BadInput, match="max_uncompressed_bytes"):
        list(byte_chunks(path, Limits(max_uncompressed_bytes=1 << 20)))


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"a,b\n" * 100)
    with pytest.raises(BadInput, match="max_file_bytes = 399"):
        file_bytes(path, Limits(max_file_bytes=399))
    assert file_bytes(path, Limits(max_file_bytes=400)) == 400


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_damaged_gzip_says_so(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "damaged.csv.gz"
    data = bytearray(gzip.compress(b"".join(b"%d,x\n" % number for number in range(10_000))))
    if damage == "cut":
        del data[len(data) // 2 :]
    else:
        data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(BadInput, match="is damaged"):
        list(byte_chunks(path, Limits()))


def test_missing_empty_and_folders(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        file_bytes(tmp_path / "none.csv", Limits())
    with pytest.raises(BadInput, match="is not a file"):
        file_bytes(tmp_path, Limits())
    (tmp_path / "empty.csv").touch()
    with pytest.raises(BadInput, match="is empty"):
        file_bytes(tmp_path / "empty.csv", Limits())
