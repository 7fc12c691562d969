"""Bringing a search file up to date with what was added to its picture: it then finds what one that is written anew would find.

Looked at again are the texts of the mentions that are new or gone, that are another entity's than before, or that others may see now.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path

import duckdb

from stronghold.picture.search import indexed_form
from stronghold.picture.search_index import ENTRIES, ROOM, TEXTS, WHOSE, open_for_writing, put_entries, put_texts, texts_sql

__all__ = ["update_search_file"]

# Of more than a quarter of the texts, all are sooner written anew.
_MOST = 4

_OTHER_CLASSES = "SELECT 1 FROM (FROM served.visibility_class EXCEPT FROM visibility_class) LIMIT 1"
_TOUCHED = f"""
    CREATE OR REPLACE TEMP TABLE search_touched AS
    WITH seen AS (
        SELECT mention_id FROM moved_mention
        UNION SELECT mention_id FROM mention JOIN record r USING (record_id) JOIN served.record b USING (record_id)
        WHERE r.class_id IS DISTINCT FROM b.class_id
    )
    SELECT text FROM ({TEXTS}) SEMI JOIN seen USING (mention_id) WHERE text <> ''
    UNION SELECT text FROM ({texts_sql("gone_")}) WHERE text <> ''
"""  # noqa: S608 - constants
_WHOSE = "CREATE OR REPLACE TEMP TABLE search_text AS" + WHOSE.format(
    texts=f"FROM ({TEXTS}) SEMI JOIN search_touched USING (text)"
)


def update_search_file(con: duckdb.DuckDBPyConnection, served: Path, before: Path, path: Path) -> bool:
    """Write to ``path``, which must not exist, what the search file ``before`` of the picture ``served`` becomes with that in ``con``;
    whether it could be: else nothing is there, and it is to be written anew.

    Reads, besides what :func:`.search_index.write_search_file` does, the temporary ``moved_mention`` of linking and the ``gone_`` tables of
    intake. It cannot be where a visibility class has another number now, many texts are touched, or there is no room between two.
    """
    with _attached(con, served):
        if con.execute(_OTHER_CLASSES).fetchall():
            return False
        con.execute(_TOUCHED)
    touched = [row[0] for row in con.execute("SELECT text FROM search_touched ORDER BY text").fetchall()]
    con.execute(_WHOSE)
    try:
        shutil.copyfile(before, path)
        with closing(open_for_writing(path)) as out:
            is_done = _update(con, out, touched)
    except (FileNotFoundError, sqlite3.DatabaseError):
        is_done = False  # lost or damaged: one that is written anew is whole again
    for table in ("search_touched", "search_text"):
        con.execute(f"DROP TABLE {table}")
    if not is_done:
        path.unlink(missing_ok=True)
    return is_done


@contextmanager
def _attached(con: duckdb.DuckDBPyConnection, picture: Path) -> Iterator[None]:
    path = str(picture).replace("'", "''")
    con.execute(f"ATTACH '{path}' AS served (READ_ONLY)")
    try:
        yield
    finally:
        con.execute("DETACH served")


def _update(con: duckdb.DuckDBPyConnection, out: sqlite3.Connection, touched: Sequence[str]) -> bool:
    """Whether the touched texts could be brought up to date."""
    (texts,) = out.execute("SELECT count(*) FROM text").fetchone()
    if len(touched) * _MOST > texts:
        return False
    out.execute("CREATE TEMP TABLE asked (text TEXT PRIMARY KEY) WITHOUT ROWID")
    out.executemany("INSERT INTO asked VALUES (?)", ((text,) for text in touched))
    ids = {text: number for number, text in out.execute("SELECT text_id, text FROM text WHERE text IN (SELECT text FROM asked)")}
    there = {row[0] for row in con.execute("SELECT text FROM search_text").fetchall()}
    out.executemany("DELETE FROM entry WHERE text_id = ?", ((number,) for number in ids.values()))
    for text in sorted(ids.keys() - there, key=ids.__getitem__):
        out.execute("INSERT INTO trigram(trigram, rowid, form) VALUES ('delete', ?, ?)", (ids[text], indexed_form(text)))
        out.execute("DELETE FROM text WHERE text_id = ?", (ids[text],))
    new = _numbered(out, sorted(there - ids.keys()))
    if new is None:
        return False
    put_texts(out, [(number, text) for text, number in new.items()])
    ids |= new
    rows = con.execute(ENTRIES.format(key="text")).fetchall()
    put_entries(out, ((ids[text], *rest) for text, *rest in rows))
    out.commit()
    return True


def _numbered(out: sqlite3.Connection, new: Sequence[str]) -> Mapping[str, int] | None:
    """A number for each new text (in order) between those of the texts that it stands between; ``None`` where there is no room."""
    (last,) = out.execute("SELECT coalesce(max(text_id), 0) FROM text").fetchone()
    found: dict[str, int] = {}
    for below, same in groupby(new, key=_below(out, last)):
        texts = list(same)
        (above,) = out.execute("SELECT min(text_id) FROM text WHERE text_id > ?", (below,)).fetchone()
        step = ROOM if above is None else (above - below) // (len(texts) + 1)
        if not step:
            return None
        found |= {text: below + step * place for place, text in enumerate(texts, start=1)}
    return found


def _below(out: sqlite3.Connection, last: int) -> Callable[[str], int]:
    """Finds the number of the last text before one; 0 where there is none. ``last`` is the largest number."""

    def numbered(condition: str, number: int) -> tuple[int, str]:
        row = out.execute(f"SELECT text_id, text FROM text WHERE text_id {condition} LIMIT 1", (number,)).fetchone()  # noqa: S608
        return row or (0, "")

    def below(text: str) -> int:
        low, high = 0, last  # the number of a text, or 0, and the largest that it may be
        while low < high:
            middle = (low + high + 1) // 2
            number, there = numbered("<= ? ORDER BY text_id DESC", middle)
            if number <= low:  # none stands between: the next one says on which side to go on
                number, there = numbered("> ? ORDER BY text_id", middle)
                low, high = (number, high) if there < text else (low, low)
            elif there < text:
                low = number
            else:
                high = number - 1
        return low

    return below
