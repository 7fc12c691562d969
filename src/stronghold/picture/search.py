"""Finding entities by what records say of them: the queries on a snapshot's search file.

The search file (:mod:`stronghold.picture.search_index`) is an SQLite FTS5 index of trigrams of distinct texts. It keeps no
positions (``detail=none``), so a word is looked up by its trigrams and then checked against the text itself.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anyascii import anyascii

from stronghold.errors import BadInput

__all__ = ["Hit", "connect_search", "find_texts", "normal_form", "query_words"]

_RANKED = 20_000
_AT_A_TIME = 500
_WORDS = 16
_TRIGRAMS = 60

_MARKS = re.compile(r"[^a-z0-9]+")
_INTERNATIONAL = re.compile(r"\+44(?=\d{7,10}\b)")
_WITH_COUNTRY = re.compile(r"(?:00|\+)?44(\d{2,10})")
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) (\d[a-z]{2})\b")
_UK_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


@dataclass(frozen=True)
class Hit:
    """An entity, and the text of a record (of visibility class ``class_id``) that found it."""

    entity_id: str
    kind: str
    text: str
    class_id: int


def normal_form(text: str) -> str:
    """``text`` as it is compared: lower case, no diacritics; marks are spaces, apostrophes nothing; one space between words."""
    plain = text if text.isascii() else anyascii(text)
    return _MARKS.sub(" ", plain.replace("'", "").lower()).strip()


def indexed_form(text: str) -> str:
    """The form that is indexed: normal, with UK numbers in their national form, and each postcode again without its space.

    A space before and after lets short words be found as whole words.
    """
    return _indexed(normal_form(text), text)


def _indexed(told: str, text: str) -> str:
    """As :func:`indexed_form`, of a text that is ``told`` in its normal form."""
    form = normal_form(_INTERNATIONAL.sub("0", text)) if "+44" in text else told
    if "," not in text:
        return f" {form} "
    return f" {form} {' '.join(outward + inward for outward, inward in _POSTCODE.findall(form))} "


def connect_search(path: Path, *, read_only: bool = True) -> sqlite3.Connection:
    """A connection to a search file; ``BadInput`` where it is missing, or this Python's SQLite has no FTS5 with trigrams."""
    if sqlite3.sqlite_version_info < (3, 34, 0):
        raise BadInput(
            f"searching needs SQLite 3.34 or later with FTS5; this Python has SQLite {sqlite3.sqlite_version}.",
            remedy="Use a Python built with a newer SQLite.",
        )
    try:
        return sqlite3.connect(f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}", uri=True)
    except sqlite3.Error as error:
        raise BadInput(f"the search file cannot be opened ({error}).", file=str(path), remedy="Build again.") from error


def find_texts(path: Path, text: str, classes: Sequence[int], limit: int) -> list[Hit]:
    """Entities with a visible text that holds every word of ``text``, best first.

    Order: the whole text, its first words, whole words, beginnings of words, anything else; then the shorter, then the alphabet.
    Words of one or two letters count only at the beginning of a word. Where more than 20,000 texts match, the first in the
    alphabet are ranked.
    """
    words = query_words(text)
    if not words:
        return []
    visible = json.dumps(list(classes))
    with closing(connect_search(path)) as con:
        found = _candidates(con, words, visible)
        ranked = sorted(rank for row in found if (rank := _rank(words, *row)) is not None)[:limit]
        hits: list[Hit] = []
        for start in range(0, len(ranked), _AT_A_TIME):
            texts = {text_id: told for _, _, told, text_id in ranked[start : start + _AT_A_TIME]}
            entries = _entries(con, list(texts), visible)
            hits += [Hit(entity, kind, told, seen) for text_id, told in texts.items() for entity, kind, seen in entries[text_id]]
            if len(hits) >= limit:
                break
    return hits[:limit]


def _entries(con: sqlite3.Connection, text_ids: Sequence[int], visible: str) -> dict[int, list[tuple[str, str, int]]]:
    """(entity_id, kind, class_id) of the visible entries of each text, by entity."""
    found: dict[int, list[tuple[str, str, int]]] = {text_id: [] for text_id in text_ids}
    rows = con.execute(
        "SELECT text_id, entity_id, kind, min(class_id) FROM entry WHERE text_id IN (SELECT value FROM json_each(?))"
        " AND class_id IN (SELECT value FROM json_each(?)) GROUP BY text_id, entity_id, kind ORDER BY text_id, entity_id",
        (json.dumps(list(text_ids)), visible),
    )
    for text_id, entity, kind, seen in rows:
        found[text_id].append((entity, kind, seen))
    return found


def query_words(text: str) -> list[tuple[str, ...]]:
    """Per word of the query the forms that may stand for it: a UK date also as in ISO 8601, +44 also as 0."""
    words: list[tuple[str, ...]] = []
    for word in text.split():
        forms = {normal_form(word)}
        if (match := _UK_DATE.fullmatch(word)) and (iso := _iso_date(*match.groups())):
            forms.add(iso)
        if match := _WITH_COUNTRY.fullmatch(word):
            forms.add(f"0{match[1]}")
        if meant := tuple(sorted(form for form in forms if form)):
            words.append(meant)
    return list(dict.fromkeys(words))[:_WORDS]


def _iso_date(day: str, month: str, year: str) -> str | None:
    try:
        return normal_form(date(int(year), int(month), int(day)).isoformat())
    except ValueError:
        return None


def _candidates(con: sqlite3.Connection, words: Sequence[tuple[str, ...]], visible: str) -> list[tuple[int, str]]:
    """Visible texts that may match: (text_id, text)."""
    seen = "EXISTS (SELECT 1 FROM entry e WHERE e.text_id = t.text_id AND e.class_id IN (SELECT value FROM json_each(:visible)))"
    try:
        if match := _fts_expression(words):
            return con.execute(
                f"SELECT t.text_id, t.text FROM trigram JOIN text t ON t.text_id = trigram.rowid"  # noqa: S608 - constant
                f" WHERE trigram MATCH :match AND {seen} ORDER BY trigram.rowid LIMIT :cap",
                {"match": match, "visible": visible, "cap": _RANKED},
            ).fetchall()
        # Single letters have no trigram: texts that begin with the first of them.
        return con.execute(
            f"SELECT t.text_id, t.text FROM text t WHERE t.text LIKE :begin AND {seen} ORDER BY t.text_id LIMIT :cap",  # noqa: S608
            {"begin": words[0][0] + "%", "visible": visible, "cap": _RANKED},
        ).fetchall()
    except sqlite3.Error as error:
        raise BadInput(f"the search file cannot be read ({error}).", remedy="Build again.") from error


def _fts_expression(words: Sequence[tuple[str, ...]]) -> str:
    """An FTS5 expression that every matching text satisfies; empty where no word has a trigram."""
    left = _TRIGRAMS
    clauses: list[str] = []
    for forms in words:
        each = [_trigrams(form)[: max(left // len(forms), 1)] for form in forms]
        if left <= 0 or not all(each):
            continue
        left -= sum(map(len, each))
        clauses.append("(" + " OR ".join("(" + " AND ".join(f'"{t}"' for t in some) + ")" for some in each) + ")")
    return " AND ".join(clauses)


def _trigrams(form: str) -> list[str]:
    """Trigrams of a word; a word of two letters is looked for at the beginning of a word."""
    padded = f" {form}" if len(form) == 2 else form
    return list(dict.fromkeys(padded[i : i + 3] for i in range(len(padded) - 2)))


def _rank(words: Sequence[tuple[str, ...]], text_id: int, text: str) -> tuple[int, int, str, int] | None:
    """(grade, length, text, text_id), smaller is better; ``None`` where a word is not in the text."""
    told = normal_form(text)
    form = _indexed(told, text)
    grade = 0
    for meanings in words:
        grade = max(grade, min([_word_grade(form, meant) for meant in meanings]))
    if grade == _NOT_THERE:
        return None
    whole = " ".join([meanings[0] for meanings in words])
    if told.startswith(whole):
        grade = -2 if len(told) == len(whole) else -1 if told[len(whole)] == " " else grade
    return grade, len(told), text, text_id


_NOT_THERE = 9


def _word_grade(form: str, word: str) -> int:
    if f" {word} " in form:
        return 0
    if f" {word}" in form:
        return 1
    return 2 if len(word) > 2 and word in form else _NOT_THERE
