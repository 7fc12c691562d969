"""Parts of a zipped workbook as streams."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.intake.readers.part_stream import expanded, whole_tags


def archive(content: bytes, declared: int | None = None) -> zipfile.ZipFile:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("part.xml", content)
    opened = zipfile.ZipFile(file)
    if declared is not None:
        opened.infolist()[0].file_size = declared
    return opened


def test_a_part_comes_whole_in_chunks() -> None:
    content = b"<a/>" * 1_000_000
    with archive(content) as opened:
        chunks = list(expanded(opened, opened.infolist()[0], file="a.xlsx"))
        assert opened.infolist()[0].file_size == len(content)
    assert b"".join(chunks) == content
    assert max(map(len, chunks)) <= 1 << 20


@pytest.mark.parametrize("declared", [10, 2_000_000])
def test_a_false_size_is_found_either_way(declared: int) -> None:
    with archive(b"x" * 1_000_000, declared) as opened, pytest.raises(BadInput, match="false size"):
        list(expanded(opened, opened.infolist()[0], file="a.xlsx"))


@given(st.lists(st.sampled_from([b"<a>", b"text", b"</a>", b" ", b"<b r='1'/>"]), max_size=12), st.integers(1, 9))
def test_no_tag_is_cut(pieces: list[bytes], size: int) -> None:
    xml = b"".join(pieces)
    stretches = list(whole_tags(xml[start : start + size] for start in range(0, len(xml), size)))
    assert b"".join(stretches) == xml
    assert all(stretch.count(b"<") == stretch.count(b">") for stretch in stretches)
