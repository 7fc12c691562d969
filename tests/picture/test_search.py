"""Searching a snapshot: what finds an entity, in which order, and what a class hides."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.picture import Snapshot
from stronghold.picture.search import connect_search, find_texts, indexed_form, normal_form


def classes(snapshot: Snapshot, *agencies: str) -> list[int]:
    return [c.class_id for c in snapshot.classes() if c.agency in agencies]


def found(snapshot: Snapshot, text: str, *agencies: str) -> list[str]:
    visible = classes(snapshot, *(agencies or ("Police", "Council")))
    return list(dict.fromkeys(hit.entity_id for hit in snapshot.search(text, visible)))


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("John O'Brien", "P-JOHN"),
        ("obrien john", "P-JOHN"),
        ("JOHN O\u2019BRIEN 1990-04-03", "P-JOHN"),
        ("o'brien 3/4/1990", "P-JOHN"),
        ("03.04.1990", "P-JOHN"),
        ("ziggy", "P-JOHN"),
        ("iggy", "P-JOHN"),
        ("zoe", "P-LI"),
        ("Zoë", "P-LI"),
        ("ng", "P-LI"),
        ("z n", "P-LI"),
        ("+447700900123", "T-JOHN"),
        ("07700900123", "T-JOHN"),
        ("00447700900123", "T-JOHN"),
        ("07700 900 123", "T-JOHN"),
        ("900123", "T-JOHN"),
        ("14 high street", "A-HIGH"),
        ("OX11AA", "A-HIGH"),
        ("ox1 1aa", "A-HIGH"),
        ("ab12 cde", "V-CAR"),
        ("12CD", "V-CAR"),
        ("AB 12 34 56 C", "P-JOHN"),
        ("ab123456c", "P-JOHN"),
        ("NOM/17", "P-JOHN"),
        ("nom2", "P-LI"),
        ("Police/niche/person/NOM2", "P-LI"),
    ],
)
def test_finds(snapshot: Snapshot, text: str, entity: str) -> None:
    assert found(snapshot, text)[0] == entity


@pytest.mark.parametrize(
    "text", ["", "   ", "'", '"', "ng john", "rien x", "hn", "NOM", "*", "-", "O'Brien AND Smith", "\0", "\ud800"]
)
def test_finds_nothing(snapshot: Snapshot, text: str) -> None:
    assert found(snapshot, text) == []


def test_a_hidden_record_tells_nothing(snapshot: Snapshot) -> None:
    assert found(snapshot, "jonathan", "Police") == []
    assert found(snapshot, "jonathan", "Council") == ["P-JOHN"]
    assert found(snapshot, "T1", "Police") == []
    assert found(snapshot, "Council/housing/person/T1", "Police") == []
    assert set(found(snapshot, "Council/housing/person/T1", "Council")) == {"P-JOHN", "A-HIGH"}
    assert found(snapshot, "AB123456C", "Council") == []
    assert snapshot.search("john", [], 10) == []


def test_a_hit_shows_the_text_that_found_it_and_its_class(snapshot: Snapshot) -> None:
    (hit,) = snapshot.search("jonathan", classes(snapshot, "Council"))
    assert (hit.kind, hit.text) == ("person", "Jonathan Obrien")
    assert hit.class_id in classes(snapshot, "Council")


def test_exact_names_come_before_longer_ones_and_the_order_is_always_the_same(snapshot: Snapshot) -> None:
    visible = classes(snapshot, "Police", "Council")
    texts = [hit.text for hit in snapshot.search("john o'brien", visible)]
    assert texts == ["John O'Brien", "John O'Brien 1990-04-03"]
    assert [hit.text for hit in snapshot.search("john o'brien", list(reversed(visible)))] == texts


def test_at_most_so_many(snapshot: Snapshot) -> None:
    assert len(snapshot.search("john", classes(snapshot, "Police"), 1)) == 1
    assert snapshot.search("john", classes(snapshot, "Police"), 0) == []


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=60))
@example('"john" OR "')
@example("john* NEAR(a b)")
@example("{form}: x")
@example("a" * 500)
@example(" ".join(["john"] * 300))
@example("\ud800\udfff 1")
@example("99/99/9999")
def test_never_raises_on_any_text(snapshot: Snapshot, text: str) -> None:
    assert len(snapshot.search(text, [1, 2, 3], 5)) <= 5


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(["John O'Brien 1990-04-03", "2, 14 High Street, Oxford, OX1 1AA", "AB12CDE", "Zoë Ng 1988-12-31"]), st.data()
)
def test_any_word_or_longer_piece_of_a_text_finds_it(snapshot: Snapshot, text: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from([w for w in normal_form(text).split() if len(w) > 2]))
    start = data.draw(st.integers(0, len(word) - 3))
    piece = word[start : data.draw(st.integers(start + 3, len(word)))]
    told = [hit.text for hit in find_texts(snapshot.path / "search.sqlite", piece, [1, 2, 3], 20)]
    assert text in told


@given(st.text())
def test_the_normal_form_is_plain_and_stays_as_it_is(text: str) -> None:
    form = normal_form(text)
    assert form.isascii()
    assert form == form.strip()
    assert "  " not in form
    assert normal_form(form) == form


def test_the_indexed_form_has_the_other_ways_to_write_it() -> None:
    assert indexed_form("+447700900123") == " 07700900123 "
    assert indexed_form("14 High Street, OX1 1AA") == " 14 high street ox1 1aa ox11aa "


def test_a_missing_search_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="search file"):
        connect_search(tmp_path / "none.sqlite")


def test_a_damaged_search_file_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    path.write_bytes(b"not a database at all, but long enough to be one" * 40)
    with pytest.raises(BadInput, match="search file"):
        find_texts(path, "john", [1], 5)
