"""What an entity is called, from visible mentions alone: never a name that only a hidden record holds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import duckdb

from stronghold.engine import by_ids
from stronghold.governance.answers import Named
from stronghold.governance.times import in_utc, is_child
from stronghold.vocabulary import kind

__all__ = ["Seen", "entity_labels", "mention_label", "named", "names_of", "title_case"]

# The columns a label is made of, per kind of mention.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": ("forename", "surname", "alias"),
    "address": ("flat", "house", "street", "town", "postcode", "location", "area_name"),
    "phone": ("number", "imei"),
    "vehicle": ("registration",),
    "organisation": ("name", "company_number"),
}
_MEMBERS = "SELECT entity_id, mention_id FROM entity_member WHERE entity_id IN $wanted"
_MENTIONS = "SELECT mention_id, kind, record_id FROM mention WHERE mention_id IN $mentions"
_RECORDS = """
    WITH r AS MATERIALIZED (SELECT record_id, occurred_from, occurred_to, class_id FROM record WHERE record_id IN $records)
    SELECT record_id, occurred_from, coalesce(occurred_to - INTERVAL 1 MICROSECOND, occurred_from), handling
    FROM r JOIN visible USING (class_id) JOIN visibility_class USING (class_id)
"""
_LETTERS = re.compile(r"[^\W\d_]+")


class Seen(NamedTuple):
    """A visible mention of an entity, and of its record the first and the last moment and the handling code."""

    entity_id: str
    mention_id: int
    kind: str
    record_id: int
    first: datetime | None
    last: datetime | None
    handling: str


def named(con: duckdb.DuckDBPyConnection, entity_ids: Iterable[str]) -> dict[str, Named]:
    """What each entity that has a visible mention is called; the others are not in the answer. In the order asked for.

    Of several names, the fullest is taken, then the one most often recorded, then the first in the alphabet. ``con`` has the
    table ``visible`` of class ids.
    """
    wanted = list(dict.fromkeys(entity_ids))
    if not wanted:
        return {}
    answer = names_of(con, _seen(con, wanted))
    return {entity: answer[entity] for entity in wanted if entity in answer}


def _seen(con: duckdb.DuckDBPyConnection, wanted: list[str]) -> list[Seen]:
    """Looked up step by step, by ids: a join would go through all mentions and records."""
    members = dict[int, str]((mention, entity) for entity, mention in by_ids(con, _MEMBERS, {"wanted": wanted}).fetchall())
    mentions = by_ids(con, _MENTIONS, {"mentions": list(members)}).fetchall()
    asked = {"records": list({record for *_, record in mentions})}
    records = {record: rest for record, *rest in by_ids(con, _RECORDS, asked).fetchall()}
    return [
        Seen(members[mention], mention, kind_name, record, *records[record])
        for mention, kind_name, record in mentions
        if record in records
    ]


def names_of(con: duckdb.DuckDBPyConnection, seen: Collection[Seen]) -> dict[str, Named]:
    """As :func:`named`, for entities of which these mentions are ``seen``."""
    by_entity: dict[str, list[Seen]] = defaultdict(list)
    for mention in seen:
        by_entity[mention.entity_id].append(mention)
    best, born = _best_names(con, seen)
    return {
        entity: Named(
            kind=mentions[0].kind,
            label=best[entity][2],
            child=is_child(born.get(entity)),
            records=len({mention.record_id for mention in mentions}),
            first_seen=in_utc(min((mention.first for mention in mentions if mention.first), default=None)),
            last_seen=in_utc(max((mention.last for mention in mentions if mention.last), default=None)),
            handling=tuple(sorted({mention.handling for mention in mentions})),
        )
        for entity, mentions in by_entity.items()
    }


def entity_labels(con: duckdb.DuckDBPyConnection, entity_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """(kind, label) of each entity that has a visible mention, as :func:`named` has them."""
    return {entity: (each.kind, each.label) for entity, each in named(con, entity_ids).items()}


def _best_names(con: duckdb.DuckDBPyConnection, seen: Collection[Seen]) -> tuple[dict[str, tuple[int, int, str]], dict[str, str]]:
    """By entity: (-fullness, -times, label), the best there is; and the latest date of birth that is recorded of a person."""
    best: dict[str, tuple[int, int, str]] = {}
    born: dict[str, str] = {}
    for name in sorted({mention.kind for mention in seen}):
        whose = {mention.mention_id: mention.entity_id for mention in seen if mention.kind == name}
        columns = _COLUMNS[name]
        values = ", ".join(f'"{column}"' for column in columns)
        dated = "date_of_birth" if name == "person" else "NULL"
        query = f"SELECT mention_id, {dated}, {values} FROM {name} WHERE mention_id IN $mentions"  # noqa: S608 - constants
        rows = by_ids(con, query, {"mentions": list(whose)}).fetchall()
        if name == "person":
            rows = [(mention, birth, first, last, tuple(other or ())) for mention, birth, first, last, other in rows]
            for mention, birth, *_ in rows:
                born[whose[mention]] = max(born.get(whose[mention], ""), birth or "")
        times: Counter[tuple[Any, ...]] = Counter((whose[row[0]], *row[2:]) for row in rows)
        called: Counter[tuple[str, int, str]] = Counter()  # one name may be written in several ways
        for (entity, *said), number in times.items():
            called[entity, *_label(name, dict(zip(columns, said, strict=True)))] += number
        for (entity, fullness, label), number in called.items():
            rank = (-fullness, -number, label)
            best[entity] = min(best.get(entity, rank), rank)
    return best, born


def mention_label(kind_name: str, values: Mapping[str, object]) -> str:
    """What one mention calls its entity."""
    return _label(kind_name, values)[1]


def _label(kind_name: str, values: Mapping[str, object]) -> tuple[int, str]:
    """(how full, label)."""
    given = {c: values[c] for c in _COLUMNS[kind_name] if values.get(c)}
    if kind_name == "person":
        return _person(given)
    if kind_name == "address":
        return _address({c: str(v) for c, v in given.items()})
    if not given:
        return 0, _nameless(kind_name)
    return 1, str(next(iter(given.values())))


def _person(given: Mapping[str, object]) -> tuple[int, str]:
    names = [title_case(str(given[c])) for c in ("forename", "surname") if c in given]
    if names:
        return 1 + len(names), " ".join(names)
    aliases = given.get("alias")
    if isinstance(aliases, list | tuple) and aliases:
        return 1, title_case(str(aliases[0]))
    return 0, _nameless("person")


def _address(given: Mapping[str, str]) -> tuple[int, str]:
    street = " ".join(given[c] for c in ("house", "street") if c in given)
    flat = given.get("flat", "")
    # "Flat 3" is recorded as 3, "Unit 3" and "Ground floor" as they are.
    parts = [f"flat {flat}" if flat[:1].isdigit() or len(flat) == 1 else flat, street, given.get("town", "")]
    label = ", ".join([*(title_case(p) for p in parts if p), *([given["postcode"]] if "postcode" in given else [])])
    label = label or given.get("location") or given.get("area_name") or ""
    return len(given), label or _nameless("address")


def _nameless(kind_name: str) -> str:
    return f"{kind(kind_name).label} without a recorded name"


def title_case(text: str) -> str:
    """Words with a capital each ("O'Neil", "Mary-Ann", "St John's Road") where ``text`` is all in one case; else as it stands."""
    if not (text.isupper() or text.islower()):
        return text

    def capital(match: re.Match[str]) -> str:
        before = text[: match.start()]
        if before[-1:].isdigit() and match.group().lower() in ("st", "nd", "rd", "th"):
            return match.group().lower()
        # The s of "John's" follows an apostrophe after a word; the N of "O'Neil" one after a single letter.
        if before.endswith(("'", "\u2019")) and len(before) > 2 and before[-2].isalpha() and before[-3].isalpha():
            return match.group().lower()
        return match.group().capitalize()

    return _LETTERS.sub(capital, text)
