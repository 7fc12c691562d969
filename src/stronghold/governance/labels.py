"""What an entity is called, from visible mentions alone: never a name that only a hidden record holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import duckdb

from stronghold.vocabulary import kind

__all__ = ["entity_labels", "mention_label"]

# The columns a label is made of, per kind of mention.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": ("forename", "surname", "alias"),
    "address": ("flat", "house", "street", "town", "postcode", "location", "area_name"),
    "phone": ("number", "imei"),
    "vehicle": ("registration",),
    "organisation": ("name", "company_number"),
}
_LETTERS = re.compile(r"[^\W\d_]+")


def entity_labels(con: duckdb.DuckDBPyConnection, entity_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """(kind, label) of each entity that has a visible mention; the others are not in the answer.

    Of several names, the fullest is taken, then the one most often recorded, then the first in the alphabet. ``con`` has the
    table ``visible`` of class ids.
    """
    wanted = list(dict.fromkeys(entity_ids))
    best: dict[str, tuple[int, int, str]] = {}
    kinds: dict[str, str] = {}
    for name, columns in _COLUMNS.items():
        values = ", ".join(f'k."{c}"' for c in columns)
        rows = con.execute(
            f"SELECT em.entity_id, count(*), {values} FROM entity_member em JOIN mention m USING (mention_id)"  # noqa: S608
            f" JOIN record r USING (record_id) JOIN visible v USING (class_id) JOIN {name} k USING (mention_id)"
            " WHERE em.entity_id IN (SELECT unnest($wanted::VARCHAR[])) GROUP BY ALL",
            {"wanted": wanted},
        ).fetchall()
        for entity_id, times, *found in rows:
            kinds[entity_id] = name
            fullness, label = _label(name, dict(zip(columns, found, strict=True)))
            rank = (-fullness, -times, label)
            if entity_id not in best or rank < best[entity_id]:
                best[entity_id] = rank
    return {e: (kinds[e], best[e][2]) for e in wanted if e in best}


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
