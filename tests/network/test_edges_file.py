"""Ties from a file: what is kept, what is counted, and what is refused with line, column and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.network.edges_file import read_edges, read_ids


def test_loops_and_repeats_are_counted_and_the_stronger_tie_stays(tmp_path: Path) -> None:
    file = tmp_path / "ties.csv"
    file.write_text("﻿Target,Source,strength,note\nb,a,0.2,x\na,b,0.7,\n\nc,c,,\nd,c\n", encoding="utf-8")
    read = read_edges(file)
    assert (read.network.ids, read.loops, read.repeats) == (("a", "b", "c", "d"), 1, 1)
    assert read.network.strength.tolist() == [0.7, 1.0]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, "source", "no column"),
        ("source;target\na;b\n", 1, "source", "no column"),
        ("source,target\n", None, None, "no ties"),
        ("source,target\na,b\na,\n", 3, "target", "says no target"),
        ("source,target,strength\na,b,2\n", 2, "strength", "the strength '2'"),
        ("source,target,probability\na,b,x\n", 2, "probability", "the probability 'x'"),
        ("source,target,weight\na,b,-1\n", 2, "weight", "the weight '-1'"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, line: int | None, column: str | None, words: str) -> None:
    file = tmp_path / "ties.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=words) as refused:
        read_edges(file)
    assert (refused.value.file, refused.value.line, refused.value.column) == ("ties.csv", line, column)
    assert refused.value.remedy


def test_bytes_that_are_no_text_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "ties.csv"
    file.write_bytes(b"source,target\n\xff\xfe,b\n")
    with pytest.raises(BadInput, match="not UTF-8"):
        read_edges(file)
    with pytest.raises(BadInput, match="cannot be read"):
        read_edges(tmp_path / "none.csv")


def test_ids_come_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "ids.txt"
    file.write_text("a\n\n  b \n", encoding="utf-8")
    assert read_ids(file) == ((1, "a"), (3, "b"))


GRAPHML = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="s" for="edge" attr.name="strength"/>\n'
    '<key id="w" for="edge" attr.name="weight"/><graph edgedefault="directed">\n'
    '<node id="a"/><node id="b"/><node id="alone"/>\n'
    '<edge source="a" target="b"><data key="s">0.2</data></edge>\n'
    '<edge source="b" target="a"><data key="s">0.7</data><data key="w">3</data></edge>\n'
    '<edge source="b" target="b"/></graph></graphml>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_graphml_is_known_by_how_it_begins_and_not_by_its_name(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "ties.csv"
    file.write_text(GRAPHML, encoding=encoding)
    read = read_edges(file)
    assert (read.network.ids, read.loops, read.repeats) == (("a", "alone", "b"), 1, 1)
    assert read.network.strength.tolist() == [0.7]


@pytest.mark.parametrize(
    ("before", "after", "line", "column", "words"),
    [
        (">0.7<", ">1.7<", 5, "strength", "the strength '1.7'"),
        (">3<", ">-3<", 5, "weight", "the weight '-3'"),
        ('source="a"', 'source="z"', 4, None, "leads to 'z'"),
        ("</graph></graphml>", "", 6, None, "not XML"),
    ],
)
def test_what_cannot_be_used_of_graphml_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, column: str | None, words: str
) -> None:
    file = tmp_path / "ties.graphml"
    file.write_text(GRAPHML.replace(before, after), encoding="utf-8")
    with pytest.raises(BadInput, match=words) as refused:
        read_edges(file)
    assert (refused.value.file, refused.value.line, refused.value.column) == ("ties.graphml", line, column)
    assert refused.value.remedy


def test_graphml_of_nobody_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ties.graphml"
    file.write_text("<graphml><graph/></graphml>", encoding="utf-8")
    with pytest.raises(BadInput, match="holds nobody"):
        read_edges(file)
