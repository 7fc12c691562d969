"""A search file that is brought up to date is the one that would be written anew."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold import engine
from stronghold.picture import search_update
from stronghold.picture.search import find_texts
from stronghold.picture.search_index import ROOM, write_search_file
from stronghold.picture.search_update import _numbered, update_search_file
from stronghold.picture.snapshot import PICTURE_FILE, SEARCH_FILE
from stronghold.picture.store import Store
from tests.picture.conftest import make_snapshot

QUERIES = ("john", "brien", "zoe", "ng", "1990", "oxford", "ab12", "07700", "adeyemi", "zzz", "high street", "n")
# A new mention in a record that is there: as what linking and intake leave behind says.
NEW = """INSERT INTO mention VALUES (91, 'new', {record}, 'person', 'subject', NULL, NULL);
    INSERT INTO person (mention_id, forename, surname, alias) VALUES (91, '{forename}', '{surname}', ['Zzz']);
    INSERT INTO entity_member VALUES (91, '{entity}'); INSERT INTO moved_mention VALUES (91, '{entity}', NULL)"""
GONE = """INSERT INTO gone_person FROM person WHERE mention_id = {mention};
    DELETE FROM person WHERE mention_id = {mention}; DELETE FROM entity_member WHERE mention_id = {mention};
    DELETE FROM mention WHERE mention_id = {mention}"""


class Day:
    """The filled town as it is served, and a copy of its tables that may be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.served = make_snapshot(Store.create(folder / "store"), "one").path
        shutil.copyfile(self.served / PICTURE_FILE, folder / "now.duckdb")
        self.con = engine.connect(folder / "now.duckdb")
        self.con.execute("CREATE TEMP TABLE moved_mention (mention_id BIGINT, entity_id VARCHAR, before VARCHAR)")
        for kind in ("person", "address", "phone", "vehicle", "organisation"):
            self.con.execute(f"CREATE TEMP TABLE gone_{kind} AS FROM {kind} LIMIT 0")

    def update(self) -> bool:
        return update_search_file(self.con, self.served / PICTURE_FILE, self.served / SEARCH_FILE, self.folder / "updated")

    def require_as_anew(self) -> None:
        write_search_file(self.con, self.folder / "anew")
        updated, anew = self.folder / "updated", self.folder / "anew"
        assert contents(updated) == contents(anew)
        for query in QUERIES:
            assert find_texts(updated, query, (1, 2, 3), 50) == find_texts(anew, query, (1, 2, 3), 50), query


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    monkeypatch.setattr(search_update, "_MOST", 0)  # of so few texts, one is a large part
    made = Day(tmp_path)
    yield made
    made.con.close()


def contents(path: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as con:
        texts = [row[0] for row in con.execute("SELECT text FROM text ORDER BY text_id")]
        entries = con.execute("SELECT text, entity_id, class_id, kind FROM entry JOIN text USING (text_id) ORDER BY 1, 2, 3")
        return texts, entries.fetchall()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(NEW.format(record=1, forename="Ade", surname="Adeyemi", entity="P-NEW"), id="a text before all"),
        pytest.param(NEW.format(record=4, forename="Zz", surname="Zz", entity="P-LI"), id="a text after all"),
        pytest.param(
            NEW.format(record=4, forename="John", surname="O''Brien", entity="P-LI"), id="a text that is there, of another"
        ),
        pytest.param(GONE.format(mention=5), id="a text that nobody says any more"),
        pytest.param(GONE.format(mention=4), id="a text that others say still"),
        pytest.param(
            """UPDATE entity_member SET entity_id = 'P-MERGED' WHERE entity_id = 'P-JOHN';
            INSERT INTO moved_mention SELECT mention_id, entity_id, 'P-JOHN' FROM entity_member WHERE entity_id = 'P-MERGED'""",
            id="another id",
        ),
        pytest.param("UPDATE record SET class_id = 1 WHERE record_id = 4", id="a record that others may see now"),
        pytest.param("SELECT 1", id="nothing"),
    ],
)
def test_it_holds_and_finds_what_one_that_is_written_anew_does(day: Day, change: str) -> None:
    day.con.execute(change)
    assert day.update()
    day.require_as_anew()


def test_an_update_of_an_update(day: Day) -> None:
    day.con.execute(NEW.format(record=1, forename="Ade", surname="Adeyemi", entity="P-NEW"))
    assert day.update()
    shutil.move(day.folder / "updated", day.folder / "first")
    day.con.execute("DELETE FROM moved_mention")
    day.con.execute(GONE.format(mention=91))
    assert update_search_file(day.con, day.served / PICTURE_FILE, day.folder / "first", day.folder / "updated")
    day.require_as_anew()


def test_where_a_class_has_another_number_it_is_written_anew(day: Day) -> None:
    day.con.execute("UPDATE visibility_class SET class_id = class_id + 1")
    assert not day.update() and not (day.folder / "updated").exists()


def test_where_many_texts_are_touched_it_is_written_anew(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    day.con.execute(NEW.format(record=1, forename="Ade", surname="Adeyemi", entity="P-NEW"))
    monkeypatch.setattr(search_update, "_MOST", 9)
    assert not day.update() and not (day.folder / "updated").exists()


def test_where_there_is_no_room_between_two_it_is_written_anew(day: Day) -> None:
    with closing(sqlite3.connect(day.served / SEARCH_FILE)) as con:
        con.execute(f"UPDATE text SET text_id = text_id / {ROOM}")
        con.commit()
    day.con.execute(NEW.format(record=1, forename="Kay", surname="Low", entity="P-NEW"))
    assert not day.update() and not (day.folder / "updated").exists()


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"no database" * 999)], ids=["lost", "damaged"])
def test_where_the_file_of_before_is_lost_or_damaged_it_is_written_anew(day: Day, spoil: Callable[[Path], object]) -> None:
    spoil(day.served / SEARCH_FILE)
    day.con.execute(NEW.format(record=1, forename="Kay", surname="Low", entity="P-NEW"))
    assert not day.update() and not (day.folder / "updated").exists()


@given(
    there=st.dictionaries(st.integers(1, 4000), st.just(None), max_size=40),
    words=st.sets(st.text(max_size=3), max_size=60),
    new=st.sets(st.text(max_size=3), min_size=1, max_size=20),
)
def test_numbers_are_in_the_order_of_texts(there: dict[int, None], words: set[str], new: set[str]) -> None:
    old = dict(zip(sorted(words - new), sorted(there), strict=False))
    with closing(sqlite3.connect(":memory:")) as con:
        con.execute("CREATE TABLE text (text_id INTEGER PRIMARY KEY, text TEXT)")
        con.executemany("INSERT INTO text VALUES (?, ?)", [(number, text) for text, number in old.items()])
        found = _numbered(con, sorted(new))
    if found is not None:
        whole = old | dict(found)
        assert set(found) == new and len(set(whole.values())) == len(whole) and min(found.values()) > 0
        assert sorted(whole) == sorted(whole, key=whole.__getitem__)
    else:
        places = sorted([0, *old.values()])
        assert any(above - below <= len(new) for below, above in pairwise(places))
