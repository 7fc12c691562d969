"""What is around a group: where it is active, the lines it uses, and which other groups it is tied to. Each row counts the records behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from stronghold.network.reading import COUNTED, Asked, associate
from stronghold.vocabulary import kinds, terms

__all__ = ["Line", "Link", "Place", "Surroundings", "surroundings_of", "write_surroundings"]


@dataclass(frozen=True)
class Place:
    """An area where ``records`` say that members did what counts between people; the point is the mean of theirs (WGS 84), for a map."""

    group_id: str
    area_code: str | None
    area_name: str | None
    district: str | None
    records: int
    latitude: float | None
    longitude: float | None
    first_seen: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True)
class Line:
    """A busy number: had by so many members, or in touch with so many members' numbers; ``bursts``: hours in which it wrote to many."""

    group_id: str
    entity_id: str
    in_touch: int
    had_by: int
    members_in_touch: int
    bursts: int


@dataclass(frozen=True)
class Link:
    """Ties between members of two groups."""

    group_l: str
    group_r: str
    pairs: int
    records: int
    strength: float
    first_seen: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True)
class Surroundings:
    """Of all groups, each by group: the places by their records, the lines by how busy they are."""

    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    links: tuple[Link, ...]


def write_surroundings(con: duckdb.DuckDBPyConnection) -> None:
    """Write ``group_place``, ``group_line`` and ``group_link`` from ``group_member`` and the picture's records and ties."""
    tables = {"members": "group_member", "record": "record", "tie": "tie"}
    with _parts(con):
        con.execute(f"CREATE OR REPLACE TABLE group_place AS {_PLACES.format(**tables)}")
    con.execute(f"CREATE OR REPLACE TABLE group_line AS {_LINES.format(**tables)}", _line_rules())
    people = [row[0] for row in con.execute("SELECT entity_id FROM group_member ORDER BY entity_id").fetchall()]
    associate(con, Asked(people, aged=False))
    con.execute(f"CREATE OR REPLACE TABLE group_link AS {_LINKS.format(**tables)}", {"natures": sorted(COUNTED)})
    con.execute("DROP TABLE association")


def surroundings_of(
    con: duckdb.DuckDBPyConnection, groups: Mapping[str, Collection[str]], class_ids: Collection[int]
) -> Surroundings:
    """The same of ``groups`` (their members), by records of these visibility classes alone."""
    pairs = [(name, who) for name in sorted(groups) for who in sorted(groups[name])]
    con.register(
        "shown_member",
        pa.table({"group_id": _texts([name for name, _ in pairs]), "entity_id": _texts([who for _, who in pairs])}),
    )
    con.register("shown_class", pa.table({"class_id": pa.array(sorted(class_ids), pa.int32())}))
    record = "(FROM record SEMI JOIN shown_class USING (class_id))"
    tie = f"""(FROM tie WHERE layer IN ('phone', 'call', 'message')
        AND tie_id IN (SELECT tie_id FROM tie_evidence JOIN {record} USING (record_id) WHERE weight > 0))"""
    tables = {"members": "shown_member", "record": record, "tie": tie}
    try:
        with _parts(con):
            places = con.execute(_PLACES.format(**tables)).fetchall()
        lines = con.execute(_LINES.format(**tables), _line_rules()).fetchall()
        associate(con, Asked([who for _, who in pairs], class_ids=class_ids, aged=False))
        links = con.execute(_LINKS.format(**tables), {"natures": sorted(COUNTED)}).fetchall()
        con.execute("DROP TABLE association")
    finally:
        con.unregister("shown_member")
        con.unregister("shown_class")
    return Surroundings(
        tuple(Place(*row) for row in places), tuple(Line(*row) for row in lines), tuple(Link(*row) for row in links)
    )


def _texts(values: list[str]) -> pa.Array:
    return pa.array(values, pa.string())


def _line_rules() -> dict[str, float]:
    return {name: float(term.extra["value"]) for name, term in terms("phone_lines").terms.items()}


@contextmanager
def _parts(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """The roles, as ``group_part(kind, role)``, whose ties count between people: not those of someone's home, nor of whoever is
    harmed or helped."""
    counted = {t.name for t in terms("tie_layers").terms.values() if t.extra.get("nature") == "association"}
    rules = [(kind.name, rule) for kind in kinds().values() for rule in kind.ties if rule.layer in counted]
    parts = sorted({(name, role) for name, rule in rules for role in rule.between})
    con.register(
        "group_part", pa.table({"kind": _texts([name for name, _ in parts]), "role": _texts([role for _, role in parts])})
    )
    try:
        yield
    finally:
        con.unregister("group_part")


# A district is the postcode's first half. What has neither area nor district is put together by the hundredth of a degree, about a kilometre.
# Points are means of those of the records, for a map.
_PLACES = """
    WITH theirs AS (
        SELECT DISTINCT group_id, m.record_id FROM {members} JOIN entity_member USING (entity_id) JOIN mention m USING (mention_id)
        JOIN {record} r USING (record_id) JOIN group_part p ON p.kind = r.kind AND p.role = m.role
    ), placed AS (
        SELECT t.group_id, t.record_id, a.area_code, a.area_name, nullif(split_part(a.postcode, ' ', 1), '') AS district,
            a.latitude, a.longitude, r.occurred_from
        FROM theirs t JOIN mention m USING (record_id) JOIN address a USING (mention_id) JOIN {record} r USING (record_id)
        WHERE m.belongs_to IS NULL AND m.role NOT IN ('bail_address')
    )
    SELECT group_id, area_code, any_value(area_name) AS area_name, district, count(DISTINCT record_id)::INTEGER AS records,
        round(avg(latitude), 5) AS latitude, round(avg(longitude), 5) AS longitude,
        min(occurred_from) AS first_seen, max(occurred_from) AS last_seen
    FROM (SELECT *, if(area_code IS NULL AND district IS NULL, [round(latitude, 2), round(longitude, 2)], NULL) AS cell FROM placed)
    WHERE area_code IS NOT NULL OR district IS NOT NULL OR latitude IS NOT NULL
    GROUP BY group_id, area_code, district, cell ORDER BY group_id, records DESC, area_code, district, latitude, longitude
"""
_LINES = """
    WITH touch AS (
        SELECT entity_l AS phone, entity_r AS other FROM {tie}
        WHERE layer IN ('call', 'message') AND strength > 0 AND entity_l[1] = 'T' AND entity_r[1] = 'T'
        UNION SELECT entity_r, entity_l FROM {tie}
        WHERE layer IN ('call', 'message') AND strength > 0 AND entity_l[1] = 'T' AND entity_r[1] = 'T'
    ), busy AS (SELECT phone, count(*) AS in_touch FROM touch GROUP BY phone HAVING count(*) >= $in_touch),
    had AS (
        SELECT group_id, entity_id, phone FROM {members} JOIN (
            SELECT entity_l AS entity_id, entity_r AS phone FROM {tie} WHERE layer = 'phone' AND strength > 0 AND entity_l[1] = 'P'
            UNION ALL SELECT entity_r, entity_l FROM {tie} WHERE layer = 'phone' AND strength > 0 AND entity_r[1] = 'P') USING (entity_id)
    ), named AS (
        SELECT group_id, phone, count(DISTINCT entity_id) AS had_by, 0 AS touching FROM had GROUP BY ALL
        UNION ALL SELECT group_id, t.phone, 0, count(DISTINCT entity_id) FROM had JOIN touch t ON t.other = had.phone GROUP BY ALL
        HAVING count(DISTINCT entity_id) >= $members
    ), line AS (
        SELECT group_id, phone, max(in_touch)::INTEGER AS in_touch, max(had_by)::INTEGER AS had_by, max(touching)::INTEGER AS members_in_touch
        FROM named JOIN busy USING (phone) GROUP BY ALL
    ), sent AS (
        SELECT s.entity_id AS phone, time_bucket(INTERVAL 1 HOUR, occurred_from) AS hour, o.entity_id AS other
        FROM entity_member s JOIN mention m USING (mention_id) JOIN mention n ON n.record_id = m.record_id
        JOIN entity_member o ON o.mention_id = n.mention_id JOIN {record} r ON r.record_id = m.record_id
        WHERE s.entity_id IN (SELECT phone FROM line) AND r.kind = 'message' AND m.role = 'sender' AND n.role = 'recipient'
    ), burst AS (SELECT phone, count(*)::INTEGER AS bursts FROM (
        SELECT phone, hour FROM sent GROUP BY ALL HAVING count(DISTINCT other) >= $burst) GROUP BY phone)
    SELECT group_id, phone AS entity_id, in_touch, had_by, members_in_touch, coalesce(bursts, 0) AS bursts
    FROM line LEFT JOIN burst USING (phone) ORDER BY group_id, in_touch DESC, phone
"""
_LINKS = """
    SELECT least(l.group_id, r.group_id) AS group_l, greatest(l.group_id, r.group_id) AS group_r,
        count(DISTINCT (person_l, person_r))::INTEGER AS pairs, sum(records)::INTEGER AS records,
        round(1 - exp(sum(ln(1 - least(strength, 0.999)))), 6) AS strength,
        min(a.first_seen) AS first_seen, max(a.last_seen) AS last_seen
    FROM association a JOIN {members} l ON l.entity_id = person_l JOIN {members} r ON r.entity_id = person_r
    WHERE l.group_id <> r.group_id AND counted AND nature IN (SELECT unnest($natures)) AND strength > 0
    GROUP BY 1, 2 ORDER BY 1, 2
"""
