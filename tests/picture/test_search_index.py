"""Writing the search file: lean, the same each time, and only what a mention may be looked for by."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from stronghold.picture.search_index import ROOM, write_search_file


def contents(path: Path) -> tuple[list[Any], list[Any]]:
    with closing(sqlite3.connect(path)) as con:
        texts = con.execute("SELECT text_id, text FROM text ORDER BY text_id").fetchall()
        entries = con.execute("SELECT text_id, entity_id, class_id, kind FROM entry ORDER BY 1, 2, 3").fetchall()
    return texts, entries


def test_it_holds_each_text_once_with_everyone_it_is_of(town: Any, tmp_path: Path) -> None:
    town.con.execute("INSERT INTO mention VALUES (90, 'again', 2, 'person', 'subject', NULL, NULL)")
    town.con.execute("INSERT INTO person (mention_id, forename, surname) VALUES (90, 'Jonathan', 'Obrien')")
    town.con.execute("INSERT INTO entity_member VALUES (90, 'P-LI')")
    told: list[tuple[int, int]] = []
    written = write_search_file(town.con, tmp_path / "s.sqlite", progress=lambda done, total: told.append((done, total)))
    texts, entries = contents(tmp_path / "s.sqlite")
    assert [text for _, text in texts] == [
        "+447700900123",
        "2, 14 High Street, Oxford, OX1 1AA",
        "AB12CDE",
        "John O'Brien",
        "John O'Brien 1990-04-03",
        "Jonathan Obrien",
        "Ng",
        "Ziggy",
        "Zoë Ng 1988-12-31",
    ]
    assert (written, told[-1]) == (9, (9, 9))
    both = [entry[1:] for entry in entries if entry[0] == 6 * ROOM]
    assert both == [("P-JOHN", 1, "person"), ("P-LI", 3, "person")]
    assert "AB123456C" not in str(texts)


def test_it_is_the_same_each_time(town: Any, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_search_file(town.con, tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_an_empty_picture_gives_an_empty_file(town: Any, tmp_path: Path) -> None:
    town.con.execute("DELETE FROM entity_member")
    assert write_search_file(town.con, tmp_path / "s.sqlite") == 0
    assert contents(tmp_path / "s.sqlite") == ([], [])
