"""Physical lines of a text file."""

from __future__ import annotations

import io
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.intake.readers import lines as lines_module
from stronghold.intake.readers import stream
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.lines import TextLines


def read(path: Path) -> tuple[TextLines, list[str]]:
    text = TextLines(path, Limits())
    return text, list(chain.from_iterable(text.blocks()))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, codec: str, end: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"name,town{end}José,Oxford{end}Zoë,Leeds".encode(codec))
    text, lines = read(path)
    assert lines == [f"name,town{end}", f"José,Oxford{end}", "Zoë,Leeds"]
    assert text.encoding == {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(codec, codec[:6] if "16" in codec else codec)
    assert ("read as Windows-1252" in text.notes) == (codec == "cp1252")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(content=st.text(alphabet='ab"é,\n\r', min_size=1), codec=st.sampled_from(["utf-8", "utf-16"]), chunk=st.integers(4, 12))
def test_blocks_cut_anywhere_give_the_same_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, codec: str, chunk: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content.encode(codec))
    monkeypatch.setattr(stream, "CHUNK_BYTES", chunk)
    text = TextLines(path, Limits())
    assert list(chain.from_iterable(text.blocks())) == list(io.StringIO(content, newline=""))


def test_a_line_of_another_encoding_far_down_is_read_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name\nZoë\n".encode() + b"Ann\n" * 400_000 + "José\n".encode("cp1252"))
    text, lines = read(path)
    assert (lines[1], lines[-1]) == ("Zoë\n", "José\n")
    assert text.encoding == "utf-8"
    assert any("first: line 400,003" in note for note in text.notes)


def test_nul_bytes_are_removed_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,town\nAn\0n,Ox\0ford\n")
    text, lines = read(path)
    assert lines[1] == "Ann,Oxford\n"
    assert text.notes == ["2 NUL bytes were removed"]


def test_what_a_crash_filled_up_with_nul_bytes_is_no_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,town\n" + b"Ann,Oxford\n" * 600 + bytes(100))
    text, lines = read(path)
    assert len(lines) == 601 and all(text.blocks())
    assert text.notes == ["100 NUL bytes were removed"]


def test_binary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(range(256)) * 8)
    with pytest.raises(BadInput, match="is not text"):
        TextLines(path, Limits())


def test_a_line_without_end_is_refused_before_it_fills_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + b"x" * 5_000)
    monkeypatch.setattr(lines_module, "MAX_LINE_BYTES", 1_000)
    monkeypatch.setattr(stream, "CHUNK_BYTES", 100)
    with pytest.raises(BadInput, match="has a line of more than") as caught:
        TextLines(path, Limits())
    assert caught.value.line == 2


def test_broken_utf16_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a,b\n1,2\n".encode("utf-16") + b"x")
    with pytest.raises(BadInput, match="UTF-16") as caught:
        TextLines(path, Limits())
    assert caught.value.line == 3


def test_a_peek_reads_no_further_than_the_first_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"name\nAnn\n" + b"x" * 90_000 + b"\n\xe9\n")
    monkeypatch.setattr(stream, "CHUNK_BYTES", 70_000)
    assert TextLines(path, Limits(), whole=False).encoding == "utf-8"
    assert TextLines(path, Limits()).encoding == "windows-1252"
