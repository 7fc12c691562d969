"""Finding records by their key or reference, and entities by an identifier that a record gives: whole, never in part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import duckdb

from stronghold.intake.loading.keys import escaped
from stronghold.intake.loading.schema import kept_columns, quoted
from stronghold.picture.search import Hit
from stronghold.vocabulary import Kind, event_kinds, mention_kinds

__all__ = ["find_identifiers", "find_keyed", "find_records", "may_be_identifier"]

_IDENTIFIER_TYPES = frozenset({"identifier", "nino", "nhs_number", "email"})
_LONGEST = 500

# A key is told whole or by its last parts ("17" for police/rms/arrest/17, and for its repeat police/rms/arrest/17/2). The first
# condition is the only one most records are tried on.
_BY_KEY = """
    SELECT record_id FROM record
    WHERE (record_key ILIKE $within ESCAPE '\\' AND (record_key ILIKE $ending ESCAPE '\\' OR record_key ILIKE $repeated ESCAPE '\\'))
       OR lower(record_key) = $wanted
"""


def may_be_identifier(text: str) -> bool:
    """Whether it is worth looking for a record's key or a person's number: one word, or a few short ones, with a figure or @."""
    words = text.split()
    short = len(words) == 1 or (len(words) <= 5 and all(len(word) <= 4 for word in words))
    return short and 3 <= len(text) <= _LONGEST and any(ch.isdigit() or ch == "@" for ch in text)


def find_keyed(con: duckdb.DuckDBPyConnection, text: str) -> list[int]:
    """Ids of the records, visible or not, whose key (whole, or its last parts) is ``text``; without regard to case."""
    wanted, compact = _forms(text)
    if len(compact) < 3:
        return []
    return [row[0] for row in con.execute(_BY_KEY, _key_patterns(wanted)).fetchall()]


def find_identifiers(
    con: duckdb.DuckDBPyConnection, text: str, classes: Sequence[int], limit: int, *, keyed: Sequence[int] | None = None
) -> list[Hit]:
    """Entities of records whose key (whole, or its last parts) is ``text``, or that give ``text`` as an identifier.

    Compared without regard to case; spaces are also tried away ("AB 12 34 56 C"). ``keyed``: what :func:`find_keyed` gives,
    where that is known.
    """
    wanted, compact = _forms(text)
    if len(compact) < 3:
        return []
    ids = list(find_keyed(con, text) if keyed is None else keyed)
    queries = [
        "SELECT m.mention_id, r.record_key AS text FROM record r JOIN mention m USING (record_id)"
        " WHERE r.record_id IN (SELECT unnest($ids::BIGINT[]))",
        *(f"SELECT mention_id, {column} FROM {table} WHERE lower({column}) IN ($wanted, $compact)"  # noqa: S608
          for table, column in _identifiers(mention_kinds())),
    ]  # fmt: skip
    found = con.execute(" UNION ALL ".join(queries), {"ids": ids, "wanted": wanted, "compact": compact}).fetchall()
    # In two steps, so that the large tables are read for these few mentions alone.
    rows = con.execute(
        """
        SELECT em.entity_id, m.kind, f.text, min(r.class_id)
        FROM (SELECT unnest($mentions::BIGINT[]) AS mention_id, unnest($texts::VARCHAR[]) AS text) f
        JOIN mention m USING (mention_id) JOIN record r USING (record_id) JOIN entity_member em USING (mention_id)
        WHERE r.class_id IN (SELECT unnest($classes::INTEGER[]))
        GROUP BY ALL ORDER BY f.text, em.entity_id LIMIT $limit
        """,
        {
            "mentions": [mention for mention, _ in found],
            "texts": [told for _, told in found],
            "classes": list(classes),
            "limit": limit,
        },
    ).fetchall()
    return [Hit(entity_id, kind, told, class_id) for entity_id, kind, told, class_id in rows]


def find_records(
    con: duckdb.DuckDBPyConnection, text: str, classes: Sequence[int], limit: int, *, keyed: Sequence[int]
) -> tuple[list[int], int]:
    """Records of the given classes that are ``keyed`` (:func:`find_keyed`) or whose reference is ``text``, the latest first.

    Gives the ids of the first ``limit``, and how many there are. Compared as :func:`find_identifiers` does.
    """
    wanted, compact = _forms(text)
    if len(compact) < 3:
        return [], 0
    queries = [
        "SELECT unnest($keyed::BIGINT[]) AS record_id",
        *(f"SELECT record_id FROM {table} WHERE lower({column}) IN ($wanted, $compact)"  # noqa: S608 - from the vocabulary
          for table, column in _identifiers(event_kinds())),
    ]  # fmt: skip
    rows = con.execute(
        f"""
        SELECT r.record_id, count(*) OVER () FROM ({" UNION ".join(queries)}) JOIN record r USING (record_id)
        WHERE r.class_id IN (SELECT unnest($classes::INTEGER[]))
        ORDER BY r.occurred_from DESC NULLS LAST, r.record_key LIMIT $limit
        """,  # noqa: S608 - identifiers come from the vocabulary
        {"keyed": list(keyed), "wanted": wanted, "compact": compact, "classes": list(classes), "limit": limit},
    ).fetchall()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def _forms(text: str) -> tuple[str, str]:
    """In lower case with one space between words, and without spaces."""
    wanted = " ".join(text.encode("utf-8", "ignore").decode().replace("\0", "").lower().split())
    return wanted, wanted.replace(" ", "")


def _key_patterns(wanted: str) -> dict[str, str]:
    key = escaped(wanted)
    for special in "\\%_":
        key = key.replace(special, f"\\{special}")
    return {"wanted": wanted, "within": f"%/{key}%", "ending": f"%/{key}", "repeated": f"%/{key}/%"}


def _identifiers(kinds: Iterable[Kind]) -> Iterator[tuple[str, str]]:
    """(table, column) of each identifier, quoted."""
    for kind in kinds:
        for column in kept_columns(kind):
            if column.type in _IDENTIFIER_TYPES:
                yield quoted(kind.name), quoted(column.name)
