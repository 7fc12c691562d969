"""Which encoding a file is in."""

from __future__ import annotations

import pytest

from stronghold.errors import BadInput
from stronghold.intake.readers.encoding import Survey, legacy_encoding, opening_codec

WESTERN = ["José,Müller", "Zoë,Brontë", "Siân,O’Neill", "François,Lefèvre", "£200,seized", "Seán,Ó Briain"]
POLISH = ["Paweł,Wiśniewski", "Łukasz,Wójcik", "Małgorzata,Zając", "Żaneta,Kowalczyk"]


def encoded(names: list[str], codec: str) -> bytes:
    return "\n".join(f"{number},{name},1 High Street,OX1 1AA" for number, name in enumerate(names)).encode(codec)


@pytest.mark.parametrize("times", [1, 50])
@pytest.mark.parametrize(
    ("names", "codec"),
    [(WESTERN, "cp1252"), (POLISH, "cp1250"), (["Иван,Петров", "Сергей,Иванов"], "cp1251"), (WESTERN[:2], "cp850")],
)
def test_names_of_many_languages_are_recognised(names: list[str], codec: str, times: int) -> None:
    assert legacy_encoding(encoded(names * times, codec)) == codec


@pytest.mark.parametrize("name", WESTERN)
def test_a_single_western_name_is_windows_1252(name: str) -> None:
    assert legacy_encoding(encoded([name], "cp1252")) == "cp1252"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xef\xbb\xbfa,b", ("utf-8", 3)),
        ("a,b".encode("utf-16"), ("utf-16", 0)),
        ("a,b".encode("utf-32"), ("utf-32", 0)),
        ("a,b\n1,2".encode("utf-16-le"), ("utf-16-le", 0)),
        ("a,b\n1,2".encode("utf-16-be"), ("utf-16-be", 0)),
        (b"a,b\n1,\x002", ("utf-8", 0)),
        (b"a", ("utf-8", 0)),
    ],
)
def test_the_first_bytes(head: bytes, expected: tuple[str, int]) -> None:
    assert opening_codec(head) == expected


def test_binary_is_not_text() -> None:
    with pytest.raises(ValueError, match="not text"):
        opening_codec(bytes(range(256)) * 4)


def test_a_survey_of_utf8_finds_nothing_odd() -> None:
    survey = Survey().take([b"a\n", "Zoë\n".encode()])
    assert survey.fallback("a.csv") is None
    assert survey.notes(None) == []


def test_a_survey_counts_the_odd_lines_among_utf8() -> None:
    survey = Survey().take(["name\nZoë\n".encode(), "José\nAnn\nRenée\n".encode("cp1252")])
    assert survey.fallback("a.csv") == "cp1252"
    (note,) = survey.notes("cp1252")
    assert "2 lines (first: line 3)" in note
    assert "Windows-1252" in note


def test_a_byte_of_no_encoding_names_its_line() -> None:
    survey = Survey().take([b"name\nJos\xe9\nx \x81 y\n"])
    survey.sample[:] = b"Jos\xe9\nRen\xe9e\n"
    with pytest.raises(BadInput, match="0x81") as caught:
        survey.fallback("a.csv")
    assert caught.value.line == 3
