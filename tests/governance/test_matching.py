"""Marking what a search matched."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.governance.matching import matched_parts


def marked(text: str, query: str) -> str:
    return "".join(f"[{piece}]" if is_match else piece for piece, is_match in matched_parts(text, query))


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("AMOS PERRY 1990-02-01", "perry", "AMOS [PERRY] 1990-02-01"),
        ("AMOS PERRY 1990-02-01", "1/2/1990 am", "[AM]OS PERRY [1990-02-01]"),
        ("John O\u2019Brien", "obrien", "John [O\u2019Brien]"),
        ("Zo\u00eb Ng", "zoe", "[Zo\u00eb] Ng"),
        ("14, High Street, OX1 1AA", "ox11aa", "14, High Street, [OX1 1AA]"),
        ("+447700900123", "07700900123", "+44[7700900123]"),
        ("+447700900123", "900123", "+447700[900123]"),
        ("police/rms/arrest/17", "nothing", "police/rms/arrest/17"),
        ("", "x", ""),
    ],
)
def test_the_matched_part_is_marked(text: str, query: str, shown: str) -> None:
    assert marked(text, query) == shown


@given(st.text(max_size=60), st.text(max_size=30))
def test_the_pieces_are_the_text(text: str, query: str) -> None:
    pieces = matched_parts(text, query)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(one[1] != other[1] for one, other in pairwise(pieces))


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=20))
def test_a_text_matches_itself(text: str) -> None:
    letters = "".join(piece for piece, is_match in matched_parts(text, text) if is_match)
    assert letters or not any(letter.isascii() for letter in text)
