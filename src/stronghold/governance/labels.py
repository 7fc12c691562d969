"""What an entity is called, from visible mentions alone: never a name that only a hidden record holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import duckdb

from stronghold.governance.answers import Named
from stronghold.governance.times import in_utc, is_child
from stronghold.vocabulary import kind

__all__ = ["entity_labels", "mention_label", "named", "named_in", "title_case"]

# The columns a label is made of, per kind of mention.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": ("forename", "surname", "alias"),
    "address": ("flat", "house", "street", "town", "postcode", "location", "area_name"),
    "phone": ("number", "imei"),
    "vehicle": ("registration",),
    "organisation": ("name", "company_number"),
}
# The visible mentions of some entities, in one reading of the large tables.
_MENTIONS = """
    CREATE OR REPLACE TEMP TABLE named_mention AS
    SELECT em.entity_id, em.mention_id, m.kind, m.record_id, r.occurred_from,
        coalesce(r.occurred_to - INTERVAL 1 MICROSECOND, r.occurred_from) AS occurred_last, c.handling
    FROM (SELECT entity_id, mention_id FROM entity_member WHERE entity_id IN (SELECT unnest($wanted::VARCHAR[]))) em
    JOIN mention m USING (mention_id) JOIN record r USING (record_id) JOIN visible v USING (class_id)
    JOIN visibility_class c USING (class_id)
"""
_LETTERS = re.compile(r"[^\W\d_]+")


def named(con: duckdb.DuckDBPyConnection, entity_ids: Iterable[str]) -> dict[str, Named]:
    """What each entity that has a visible mention is called; the others are not in the answer. In the order asked for.

    Of several names, the fullest is taken, then the one most often recorded, then the first in the alphabet. ``con`` has the
    table ``visible`` of class ids.
    """
    wanted = list(dict.fromkeys(entity_ids))
    if not wanted:
        return {}
    con.execute(_MENTIONS, {"wanted": wanted})
    answer = named_in(con)
    return {entity: answer[entity] for entity in wanted if entity in answer}


def named_in(con: duckdb.DuckDBPyConnection) -> dict[str, Named]:
    """As :func:`named`, for the visible mentions in the temporary table ``named_mention``."""
    seen = con.execute(
        "SELECT entity_id, any_value(kind), count(DISTINCT record_id), min(occurred_from), max(occurred_last),"
        " list_sort(list(DISTINCT handling)) FROM named_mention GROUP BY entity_id"
    ).fetchall()
    best, born = _best_names(con, {kind_name for _, kind_name, *_ in seen})
    return {
        entity: Named(
            kind=kind_name,
            label=best[entity][2],
            child=is_child(born.get(entity)),
            records=records,
            first_seen=in_utc(first),
            last_seen=in_utc(last),
            handling=tuple(handling),
        )
        for entity, kind_name, records, first, last, handling in seen
    }


def entity_labels(con: duckdb.DuckDBPyConnection, entity_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """(kind, label) of each entity that has a visible mention, as :func:`named` has them."""
    return {entity: (each.kind, each.label) for entity, each in named(con, entity_ids).items()}


def _best_names(
    con: duckdb.DuckDBPyConnection, kind_names: Iterable[str]
) -> tuple[dict[str, tuple[int, int, str]], dict[str, str]]:
    """By entity: (-fullness, -times, label), the best there is; and the latest date of birth that is recorded of a person."""
    best: dict[str, tuple[int, int, str]] = {}
    born: dict[str, str] = {}
    for name in sorted(kind_names):
        columns = _COLUMNS[name]
        values = ", ".join(f'k."{c}"' for c in columns)
        birth = "max(k.date_of_birth)" if name == "person" else "NULL"
        rows = con.execute(
            f"SELECT entity_id, count(*), {birth}, {values} FROM named_mention n JOIN {name} k USING (mention_id)"  # noqa: S608
            " GROUP BY entity_id, " + values
        ).fetchall()
        for entity, times, latest_birth, *found in rows:
            fullness, label = _label(name, dict(zip(columns, found, strict=True)))
            rank = (-fullness, -times, label)
            best[entity] = min(best.get(entity, rank), rank)
            born[entity] = max(born.get(entity, ""), latest_birth or "")
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
