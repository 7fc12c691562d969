"""Which files a group's ties rest on, and the records of one of them: to ask what would be, were one false."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from stronghold.errors import BadInput
from stronghold.network.reading import COUNTED
from stronghold.vocabulary import terms

__all__ = ["SourceBehind", "doubted", "records_of_source", "sources_behind"]


@dataclass(frozen=True)
class SourceBehind:
    """A file, its agency, and how many of its visible records are evidence of ties of the group's people."""

    name: str
    agency: str
    records: int


def sources_behind(con: duckdb.DuckDBPyConnection, people: Collection[str]) -> tuple[SourceBehind, ...]:
    """The files behind the ties of ``people`` to each other: directly, by a thing that two of them have, or by numbers of theirs that were
    in touch; those with most records first. ``con`` has the table ``visible``."""
    rows = con.execute(_BEHIND, {"people": sorted(people), **_layers()}).fetchall()
    return tuple(SourceBehind(*row) for row in rows)


def _layers() -> dict[str, list[str]]:
    """Layers that count between people, and layers of things that do once two have them."""
    counted = {share.name for share in terms("shared_things").terms.values() if share.extra["nature"] in COUNTED and share.weight}
    layers = terms("tie_layers").terms.values()
    return {
        "direct": [term.name for term in layers if term.extra.get("nature") in COUNTED],
        "things": [term.name for term in layers if term.extra.get("through") in counted],
    }


_BEHIND = """
    WITH member AS (SELECT unnest($people::VARCHAR[]) AS entity_id),
    had AS (
        SELECT tie_id, entity_l AS person, entity_r AS thing FROM tie SEMI JOIN member ON entity_id = entity_l
        WHERE layer IN (SELECT unnest($things::VARCHAR[]))
        UNION ALL SELECT tie_id, entity_r, entity_l FROM tie SEMI JOIN member ON entity_id = entity_r
        WHERE layer IN (SELECT unnest($things::VARCHAR[]))
    ), touch AS (
        SELECT tie_id, entity_l, entity_r FROM tie WHERE layer IN (SELECT unnest($direct::VARCHAR[]))
            AND entity_l IN (SELECT thing FROM had) AND entity_r IN (SELECT thing FROM had)
            AND EXISTS (FROM had a, had b WHERE a.thing = entity_l AND b.thing = entity_r AND a.person <> b.person)
    ), theirs AS (
        SELECT tie_id FROM tie SEMI JOIN member ON entity_id = entity_l WHERE layer IN (SELECT unnest($direct::VARCHAR[]))
            AND entity_r IN (FROM member)
        UNION SELECT tie_id FROM had WHERE thing IN (SELECT thing FROM had GROUP BY thing HAVING count(DISTINCT person) > 1)
        UNION SELECT tie_id FROM had WHERE thing IN (SELECT entity_l FROM touch UNION ALL SELECT entity_r FROM touch)
        UNION SELECT tie_id FROM touch
    )
    SELECT s.name, any_value(s.agency), count(DISTINCT e.record_id) AS records
    FROM theirs JOIN tie_evidence e USING (tie_id) JOIN record r USING (record_id) SEMI JOIN visible USING (class_id)
    JOIN source s USING (source_id) WHERE e.weight > 0 GROUP BY s.name ORDER BY records DESC, s.name
"""


def doubted(false: Collection[str]) -> dict[str, list[str]]:
    """What is taken for false, as the gateway's plans are asked: the key of a record has its agency, system and kind before it; the name of a
    file has no such strokes."""
    return {"false_records": [one for one in false if "/" in one], "false_sources": [one for one in false if "/" not in one]}


def records_of_source(con: duckdb.DuckDBPyConnection, keys: Collection[str], sources: Collection[str]) -> tuple[int, ...]:
    """Ids of the visible records of these keys and of these files. ``BadInput`` where one has none, whether there is none or it is hidden."""
    rows = con.execute(
        """
        SELECT r.record_id, r.record_key, s.name FROM record r SEMI JOIN visible USING (class_id) JOIN source s USING (source_id)
        WHERE r.record_key IN (SELECT unnest($keys::VARCHAR[])) OR s.name IN (SELECT unnest($sources::VARCHAR[]))
        """,
        {"keys": sorted(keys), "sources": sorted(sources)},
    ).fetchall()
    for what, asked, found in (
        ("record", keys, {key for _, key, _ in rows}),
        ("source", sources, {name for _, _, name in rows}),
    ):
        missing = sorted(set(asked) - found)
        if missing:
            message = f"There is no {what} {missing[0]!r} that you may see."
            raise BadInput(
                message, column="false", remedy=f"Give the {'key' if what == 'record' else 'name'} as its page shows it."
            )
    return tuple(sorted(number for number, _, _ in rows))
