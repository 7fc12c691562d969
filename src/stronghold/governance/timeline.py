"""Every visible record of an entity in time order, and how many there are in each month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from stronghold.engine import by_ids
from stronghold.errors import BadInput
from stronghold.governance.labels import entity_labels, named
from stronghold.governance.spans import IN_SPAN, SPANS, span_parameters
from stronghold.governance.times import in_utc
from stronghold.vocabulary import kinds as all_kinds

__all__ = ["MOST_ENTRIES", "Entry", "MonthCount", "PlaceNamed", "Timeline", "timeline_of"]

MOST_ENTRIES = 500
"""The largest limit that may be asked for."""


@dataclass(frozen=True)
class PlaceNamed:
    """A place that a record names as where it happened."""

    entity_id: str
    label: str


@dataclass(frozen=True)
class Entry:
    """One record: what, when, from whom, how graded, and the entity's part in it.

    ``occurred_from`` and ``occurred_to`` (exclusive) are in the zone of the source; where ``precision`` is ``day``, ``month`` or
    ``year``, they are the ends of that day, month or year. ``roles`` are in words.
    """

    record_key: str
    kind: str
    agency: str
    system: str
    occurred_from: datetime | None
    occurred_to: datetime | None
    precision: str | None
    source_grade: str | None
    information_grade: str | None
    handling: str | None
    roles: tuple[str, ...]
    places: tuple[PlaceNamed, ...]


@dataclass(frozen=True)
class MonthCount:
    """How many records of a kind there are in a month; ``month`` is ``None`` where only the year is known, ``year`` where
    not even that is."""

    kind: str
    year: int | None
    month: int | None
    records: int


@dataclass(frozen=True)
class Timeline:
    """``entries`` are those asked for out of ``total``; ``months`` count all of these. ``kinds`` counts the visible records of
    each kind in the span, whichever kinds were chosen. ``child``: a visible record says under 18 today; known only to protect."""

    entity_id: str
    kind: str
    label: str
    child: bool
    redirected_from: str | None
    entries: tuple[Entry, ...]
    total: int
    months: tuple[MonthCount, ...]
    kinds: dict[str, int]


# Looked up step by step, by ids.
_MEMBERS = "SELECT mention_id FROM entity_member WHERE entity_id = $entity"
_MENTIONS = "SELECT record_id, role, part FROM mention WHERE mention_id IN $mentions"
_RECORDS = f"""
    CREATE OR REPLACE TEMP TABLE in_time AS
    WITH {SPANS}, r AS MATERIALIZED (FROM record WHERE record_id IN $records)
    SELECT r.record_id, r.record_key, r.kind, s.agency, s.system, r.occurred_from, r.occurred_to, r.occurred_precision, r.source_grade,
        r.information_grade, coalesce(r.handling, s.handling) AS handling, s.timezone
    FROM r JOIN visible v USING (class_id) JOIN source s USING (source_id) JOIN spans w USING (timezone) WHERE {IN_SPAN}
"""  # noqa: S608 - constants
_PLACES = ("address", "organisation")
_ORDERS = {
    "latest": "occurred_from DESC NULLS LAST, occurred_to NULLS FIRST, record_key",
    "earliest": "occurred_from NULLS LAST, occurred_to NULLS LAST, record_key",
}


def timeline_of(
    con: duckdb.DuckDBPyConnection,
    entity_id: str,
    *,
    kinds: Collection[str] | None = None,
    since: date | None = None,
    until: date | None = None,
    order: str = "latest",
    limit: int = 100,
    offset: int = 0,
) -> Timeline | None:
    """The entity's visible records of ``kinds`` (``None``: all) from ``since`` to ``until``, both days included.

    ``order``: ``latest`` or ``earliest`` first; undated ones come last, and are not there where a day was given. ``None`` where
    nothing of the entity is visible. ``BadInput`` for an order, a limit or a span that cannot be used.
    """
    if order not in _ORDERS:
        raise BadInput(f"There is no order '{order}'.", column="order", remedy=f"Choose {' or '.join(_ORDERS)}.")
    if not 1 <= limit <= MOST_ENTRIES or offset < 0:
        raise BadInput("That part cannot be shown.", column="limit", remedy=f"Ask for 1 to {MOST_ENTRIES} at once.")
    entity = named(con, [entity_id]).get(entity_id)
    if entity is None:
        return None
    mentions = [row[0] for row in con.execute(_MEMBERS, {"entity": entity_id}).fetchall()]
    roles: dict[int, set[tuple[str, str | None]]] = defaultdict(set)
    for record, role, part in by_ids(con, _MENTIONS, {"mentions": mentions}).fetchall():
        roles[record].add((role, part))
    by_ids(con, _RECORDS, {**span_parameters(con, since, until), "records": list(roles)})
    months = _months(con)
    chosen = [m for m in months if kinds is None or m.kind in kinds]
    rows = con.execute(
        "FROM in_time WHERE $kinds IS NULL OR list_contains($kinds::VARCHAR[], kind)"
        f" ORDER BY {_ORDERS[order]} LIMIT $limit OFFSET $offset",
        {"kinds": None if kinds is None else sorted(kinds), "limit": limit, "offset": offset},
    ).fetchall()
    counted: Counter[str] = Counter()
    for month in months:
        counted[month.kind] += month.records
    return Timeline(
        entity_id=entity_id,
        kind=entity.kind,
        label=entity.label,
        child=entity.child,
        redirected_from=None,
        entries=tuple(_entries(rows, roles, _places(con, entity_id, [row[0] for row in rows]))),
        total=sum(m.records for m in chosen),
        months=tuple(chosen),
        kinds=dict(sorted(counted.items())),
    )


def _months(con: duckdb.DuckDBPyConnection) -> list[MonthCount]:
    rows = con.execute("SELECT kind, timezone, occurred_precision, occurred_from FROM in_time").fetchall()
    counted: Counter[tuple[str, int | None, int | None]] = Counter()
    for kind, timezone, precision, start in rows:
        local = _local(start, timezone)
        year = local.year if local else None
        counted[kind, year, local.month if local and precision != "year" else None] += 1
    ordered = sorted(counted.items(), key=lambda item: (item[0][0], item[0][1] or 0, item[0][2] or 0))
    return [MonthCount(kind, year, month, records) for (kind, year, month), records in ordered]


def _entries(
    rows: Sequence[tuple[Any, ...]],
    roles: Mapping[int, Collection[tuple[str, str | None]]],
    places: Mapping[int, Sequence[PlaceNamed]],
) -> list[Entry]:
    return [
        Entry(
            record_key=key,
            kind=kind,
            agency=agency,
            system=system,
            occurred_from=_local(start, timezone),
            occurred_to=_local(end, timezone),
            precision=precision,
            source_grade=source_grade,
            information_grade=information_grade,
            handling=handling,
            roles=tuple(_in_words(kind, role, part) for role, part in sorted(roles[record_id], key=_in_order)),
            places=tuple(places.get(record_id, ())),
        )
        for (
            record_id, key, kind, agency, system, start, end, precision, source_grade, information_grade, handling, timezone,
        ) in rows
    ]  # fmt: skip


def _local(moment: datetime | None, timezone: str) -> datetime | None:
    utc = in_utc(moment)
    return utc.astimezone(ZoneInfo(timezone)) if utc else None


def _in_order(role: tuple[str, str | None]) -> tuple[str, bool, str]:
    name, part = role
    return name, part is None, part or ""


def _places(con: duckdb.DuckDBPyConnection, entity_id: str, record_ids: list[int]) -> dict[int, list[PlaceNamed]]:
    """Places of the records' events, by record id; not the entity itself."""
    mentions = con.execute(
        "SELECT mention_id, record_id, kind, belongs_to FROM mention WHERE record_id IN $records", {"records": record_ids}
    ).fetchall()
    where = {mention: record for mention, record, kind, whole in mentions if kind in _PLACES and whole is None}
    entities = con.execute(
        "SELECT mention_id, entity_id FROM entity_member WHERE mention_id IN $mentions", {"mentions": list(where)}
    ).fetchall()
    rows = sorted({(where[mention], place) for mention, place in entities if place != entity_id})
    labels = entity_labels(con, (place for _, place in rows))
    found: dict[int, list[PlaceNamed]] = defaultdict(list)
    for record_id, place in rows:
        found[record_id].append(PlaceNamed(place, labels[place][1]))
    return found


def _in_words(kind: str, role: str, part: str | None) -> str:
    roles = all_kinds()[kind].roles
    words = roles[role].label if role in roles else "Subject of the record"
    if part is None:
        return words
    parts = all_kinds()["person"].parts
    return f"{parts[part].label if part in parts else part} of: {words[:1].lower()}{words[1:]}"
