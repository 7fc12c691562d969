"""Where an entity, or a record, can be put on a map: homes and places of events, from visible evidence alone.

A place's position is the one its record gives; else the best that another visible record of the same address gives (the council's
list of addresses, say); else the centre of its postcode. How near the truth that is goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import duckdb

from stronghold.governance.labels import entity_labels, mention_label, named
from stronghold.governance.times import in_utc
from stronghold.vocabulary import Kind, kinds

__all__ = ["MOST_PLACES", "PlaceView", "Places", "places_of_entity", "places_of_record"]

MOST_PLACES = 500
"""At most as many are shown, the latest first."""

Precision = Literal["source", "approximate", "postcode"]

_EVIDENCE_SHOWN = 3


@dataclass(frozen=True)
class PlaceView:
    """A place and why it is here: ``role`` in words ("Home", "Stop and search: place").

    ``latitude`` and ``longitude`` are WGS 84 degrees, ``None`` where no visible record knows them. ``precision``: ``source`` as an
    agency gave it; ``approximate`` a point on or near a street, moved on purpose; ``postcode`` the centre of the postcode.
    ``evidence`` holds the keys of the latest of its ``records``. ``entity_id`` is the address; ``None`` where it is none.
    """

    entity_id: str | None
    label: str
    role: str
    latitude: float | None
    longitude: float | None
    precision: Precision | None
    records: int
    first_seen: datetime | None
    last_seen: datetime | None
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """The places of ``key`` (an entity id or a record key), the latest first; ``left_out`` more were found.

    ``kind`` and ``label`` are the entity's, or the record's kind and its key. ``child``: a visible record says that the entity is
    under 18 today; known only to protect.
    """

    key: str
    kind: str
    label: str
    child: bool
    redirected_from: str | None
    places: tuple[PlaceView, ...]
    left_out: int


# $mentions are those asked about; $records theirs. A row of "named" says in words why an address in that role is shown.
_PLACES = f"""
    WITH own AS (SELECT unnest($mentions::BIGINT[]) AS mention_id),
    named AS (SELECT unnest($kinds::VARCHAR[]) AS kind, unnest($roles::VARCHAR[]) AS role, unnest($parts::VARCHAR[]) AS part,
        unnest($words::VARCHAR[]) AS words),
    place AS (
        SELECT m.mention_id, em.entity_id, r.record_id, r.record_key, n.words, r.occurred_from,
            coalesce(r.occurred_to - INTERVAL 1 MICROSECOND, r.occurred_from) AS occurred_last
        FROM mention m JOIN record r USING (record_id) JOIN visible v USING (class_id)
        JOIN named n ON n.kind = r.kind AND n.role = m.role AND n.part = coalesce(m.part, '')
        LEFT JOIN entity_member em USING (mention_id)
        WHERE m.kind = 'address' AND r.record_id IN (SELECT record_id FROM mention JOIN own USING (mention_id)) AND {{which}}
    ),
    located AS (
        SELECT em.entity_id, m.mention_id, a.latitude, a.longitude, CASE WHEN a.geocoded = 'postcode' THEN 3
            WHEN a.location ILIKE 'on or near %' THEN 2 ELSE 1 END AS rank
        FROM mention m JOIN address a USING (mention_id) JOIN record r USING (record_id) JOIN visible v USING (class_id)
        LEFT JOIN entity_member em USING (mention_id)
        WHERE a.latitude IS NOT NULL AND a.longitude IS NOT NULL
            AND (em.entity_id IN (SELECT entity_id FROM place) OR m.mention_id IN (SELECT mention_id FROM place))
    ),
    best AS (
        SELECT DISTINCT ON (entity_id) entity_id, latitude, longitude, rank FROM (
            SELECT entity_id, latitude, longitude, rank, count(*) AS times FROM located WHERE entity_id IS NOT NULL GROUP BY ALL)
        ORDER BY entity_id, rank, times DESC, latitude, longitude
    ),
    put AS (
        SELECT p.*, struct_pack(lat := l.latitude, lon := l.longitude, rank := l.rank) AS given,
            struct_pack(lat := b.latitude, lon := b.longitude, rank := b.rank) AS known
        FROM place p LEFT JOIN located l USING (mention_id) LEFT JOIN best b ON b.entity_id = p.entity_id
    ),
    settled AS (
        SELECT * EXCLUDE (given, known),
            CASE WHEN given.rank < 3 OR known.rank IS NULL OR known.rank = 3 AND given.rank = 3 THEN given ELSE known END AS spot
        FROM put
    ),
    single AS (
        SELECT entity_id, words, spot.lat AS lat, spot.lon AS lon, spot.rank AS rank, if(entity_id IS NULL, mention_id, 0) AS apart,
            record_key, min(mention_id) AS mention_id, any_value(occurred_from) AS occurred_from,
            any_value(occurred_last) AS occurred_last
        FROM settled GROUP BY ALL
    )
    SELECT s.entity_id, any_value(a) AS address, s.words, s.lat, s.lon, s.rank, count(*) AS records, min(s.occurred_from),
        max(s.occurred_last) AS latest,
        (list(s.record_key ORDER BY s.occurred_from DESC NULLS LAST, s.record_key))[1:{_EVIDENCE_SHOWN}] AS evidence,
        count(*) OVER () AS found
    FROM single s JOIN address a USING (mention_id) GROUP BY s.entity_id, s.words, s.lat, s.lon, s.rank, s.apart
    ORDER BY latest DESC NULLS LAST, s.words, s.entity_id, s.lat, s.lon LIMIT $most
"""  # noqa: S608 - constants
_PRECISIONS: dict[int | None, Precision | None] = {1: "source", 2: "approximate", 3: "postcode", None: None}


def places_of_entity(con: duckdb.DuckDBPyConnection, entity_id: str) -> Places | None:
    """A person's homes and the places of events that name them; of an address, itself and what was there; of anything else, the
    places of its events. ``None`` where nothing of it is visible."""
    entity = named(con, [entity_id]).get(entity_id)
    if entity is None:
        return None
    mentions = _ids(
        con,
        "SELECT mention_id FROM entity_member JOIN mention USING (mention_id) JOIN record USING (record_id)"
        " JOIN visible USING (class_id) WHERE entity_id = $key ORDER BY mention_id",
        entity_id,
    )
    if entity.kind == "address":
        which = "m.mention_id IN (SELECT mention_id FROM own)"
    else:
        which = "(m.belongs_to IS NULL OR m.belongs_to IN (SELECT mention_id FROM own))"
    found, left_out = _places(con, mentions, which, whose=entity.kind == "address")
    return Places(entity_id, entity.kind, entity.label, entity.child, None, found, left_out)


def places_of_record(con: duckdb.DuckDBPyConnection, record_key: str) -> Places | None:
    """Every place that the record names; ``None`` where there is none of that key or it is hidden."""
    row = con.execute(
        "SELECT kind FROM record JOIN visible USING (class_id) WHERE record_key = $key", {"key": record_key}
    ).fetchone()
    if row is None:
        return None
    mentions = _ids(
        con,
        "SELECT mention_id FROM mention JOIN record USING (record_id) WHERE record_key = $key ORDER BY mention_id",
        record_key,
    )
    found, left_out = _places(con, mentions, "true", whose=True)
    return Places(record_key, row[0], record_key, False, None, found, left_out)


def _ids(con: duckdb.DuckDBPyConnection, query: str, key: str) -> list[int]:
    return [row[0] for row in con.execute(query, {"key": key}).fetchall()]


def _places(con: duckdb.DuckDBPyConnection, mentions: list[int], which: str, *, whose: bool) -> tuple[tuple[PlaceView, ...], int]:
    """``whose``: a home is told with the role of the person whose it is."""
    ways = [row for kind in kinds().values() for row in _words(kind, whose)]
    columns = dict(zip(("kinds", "roles", "parts", "words"), map(list, zip(*ways, strict=True)), strict=True))
    rows = con.execute(_PLACES.format(which=which), {"mentions": mentions, **columns, "most": MOST_PLACES}).fetchall()
    labels = entity_labels(con, (row[0] for row in rows if row[0]))
    found = tuple(_place(row, labels) for row in rows)
    return found, (rows[0][-1] if rows else 0) - len(found)


def _place(row: tuple[Any, ...], labels: dict[str, tuple[str, str]]) -> PlaceView:
    entity_id, address, words, latitude, longitude, rank, records, first, last, evidence, _ = row
    label = labels[entity_id][1] if entity_id in labels else mention_label("address", address)
    return PlaceView(
        entity_id=entity_id,
        label=label,
        role=words,
        latitude=latitude,
        longitude=longitude,
        precision=_PRECISIONS[rank],
        records=records,
        first_seen=in_utc(first),
        last_seen=in_utc(last),
        evidence=tuple(evidence),
    )


def _words(kind: Kind, whose: bool) -> Iterator[tuple[str, str, str, str]]:
    """(kind, role, part or empty, why in words) of every way a record of the kind can name an address."""
    if kind.name == "address":
        yield kind.name, "subject", "", "Listed address"
    for role in kind.roles.values():
        if "address" in role.kinds:
            yield kind.name, role.name, "", f"{kind.label}: {_lower_first(role.label)}"
    holders = [("subject", "person")] if kind.name == "person" else []
    holders += [(r.name, r.label) for r in kind.roles.values() if "person" in r.kinds]
    for part in kinds()["person"].parts.values():
        if part.kind == "address":
            for role_name, holder in holders:
                words = f"{part.label} of the {_lower_first(holder)}" if whose else part.label
                yield kind.name, role_name, part.name, words


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
