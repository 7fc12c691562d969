"""One entity as visible records show it: looked up once, then what a page asks of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import duckdb

from stronghold.engine import by_ids
from stronghold.governance.answers import EntityView
from stronghold.governance.belongings import belongings_of
from stronghold.governance.bridge import bridge_of, shown_links
from stronghold.governance.buildings import building_of
from stronghold.governance.facts import facts_of, parts_of
from stronghold.governance.labels import Seen, named, names_of
from stronghold.governance.records import records_of
from stronghold.governance.relations import gather_ties, links_of, tied_to, ties_of
from stronghold.governance.ways import ways_of
from stronghold.linking.model import PersonModel

__all__ = ["SECTIONS", "entity_view", "look_up", "today_called"]

SECTIONS = ("facts", "records", "ties", "links", "bridge", "belongings", "ways")
"""What :func:`entity_view` can tell of an entity besides its name."""

# Each link is explained field by field, which takes several look-ups.
_LINKS_SHOWN = 25
_TIED_SHOWN = 10
_BELONGINGS_SHOWN = 50
_WAYS_SHOWN = 50

_MEMBERS = "SELECT mention_id FROM entity_member WHERE entity_id = $entity"
_RECORDS = "SELECT DISTINCT record_id FROM mention WHERE mention_id IN $mentions"
_OWN = """
    CREATE OR REPLACE TEMP TABLE own AS
    WITH m AS MATERIALIZED (FROM mention WHERE mention_id IN $mentions),
    r AS MATERIALIZED (SELECT record_id, record_key, kind, occurred_from, occurred_to, class_id FROM record WHERE record_id IN $records)
    SELECT m.mention_id, m.mention_key, m.kind, m.role, m.part, m.belongs_to, r.record_id, r.record_key, r.kind AS record_kind,
        r.occurred_from, coalesce(r.occurred_to - INTERVAL 1 MICROSECOND, r.occurred_from) AS occurred_last, c.agency, c.handling
    FROM m JOIN r USING (record_id) JOIN visible v USING (class_id) JOIN visibility_class c USING (class_id)
"""
_SEEN = "SELECT $entity, mention_id, kind, record_id, occurred_from, occurred_last, handling, agency FROM own"


def entity_view(
    con: duckdb.DuckDBPyConnection,
    model: Callable[[], PersonModel | None],
    asked: str,
    *,
    sections: Collection[str] = SECTIONS,
    limit: int = 100,
    offset: int = 0,
    records_tied_to: str | None = None,
    layer: str | None = None,
    each: int | None = None,
) -> EntityView | None:
    """The entity that goes by the id ``asked`` today; ``None`` where there is none, or none of its records are visible.

    Of the ``sections`` asked for, lists are of at most ``limit`` from the ``offset``th on. ``records_tied_to`` (an entity)
    narrows the records to the evidence of ties to it; ``layer`` the ties; ``each`` is the most of a layer. ``model`` gives the
    snapshot's, and is asked for it where links are. ``con`` has the table ``visible`` of class ids.
    """
    view = look_up(con, asked)
    if view is None:
        return None
    entity = view.entity_id
    if {"facts", "ties"} & set(sections):
        gather_ties(con, entity)
    if "facts" in sections:
        tied, tied_visible = tied_to(con, _TIED_SHOWN)
        facts, parts = tuple(facts_of(con, view.kind)), tuple(parts_of(con))
        view = replace(view, facts=facts, parts=parts, tied=tuple(tied), tied_visible=tied_visible)
    if "records" in sections:
        records, matching = records_of(con, entity, limit, offset, tied_to=records_tied_to)
        view = replace(view, records=tuple(records), records_matching=matching)
        if records_tied_to and matching:
            view = replace(view, narrowed_to=(records_tied_to, named(con, [records_tied_to])[records_tied_to].label))
    if "ties" in sections:
        ties, ties_visible = ties_of(con, limit, offset, layer=layer, each=each)
        view = replace(view, ties=tuple(ties), ties_visible=ties_visible)
    if "links" in sections:
        links, links_visible = links_of(con, model(), min(limit, _LINKS_SHOWN), offset)
        view = replace(view, links=tuple(links), links_visible=links_visible)
    if "bridge" in sections:
        view = replace(view, bridge=bridge_of(shown_links(con))[0])
    if "belongings" in sections:
        belongings, held = belongings_of(con, entity, view.kind, min(limit, _BELONGINGS_SHOWN))
        view = replace(view, belongings=tuple(belongings), belongings_visible=held)
    if "ways" in sections:
        ways, written = ways_of(con, view.kind, min(limit, _WAYS_SHOWN))
        view = replace(view, ways=tuple(ways), ways_visible=written, building=building_of(con, entity, view.kind, _WAYS_SHOWN))
    return view


def today_called(con: duckdb.DuckDBPyConnection, entity_id: str) -> str:
    """The id that ``entity_id`` goes by today: itself, or the one it was merged into."""
    seen = {entity_id}
    while row := con.execute("SELECT entity_id FROM entity_alias WHERE old_id = $id", {"id": entity_id}).fetchone():
        if row[0] in seen:
            break
        entity_id = row[0]
        seen.add(entity_id)
    return entity_id


def look_up(con: duckdb.DuckDBPyConnection, asked: str) -> EntityView | None:
    """The entity without its sections. Leaves the temporary table ``own``: its visible mentions."""
    entity_id = today_called(con, asked)
    mentions = [row[0] for row in con.execute(_MEMBERS, {"entity": entity_id}).fetchall()]
    records = [row[0] for row in by_ids(con, _RECORDS, {"mentions": mentions}).fetchall()]
    by_ids(con, _OWN, {"mentions": mentions, "records": records})
    rows = con.execute(_SEEN, {"entity": entity_id}).fetchall()
    name = names_of(con, [Seen(*row[:-1]) for row in rows]).get(entity_id)
    if name is None:
        return None
    return EntityView(
        entity_id=entity_id,
        kind=name.kind,
        label=name.label,
        redirected_from=asked if asked != entity_id else None,
        child=name.child,
        told_by=tuple(sorted({row[-1] for row in rows})),
        handling=name.handling,
        records_visible=name.records,
        first_seen=name.first_seen,
        last_seen=name.last_seen,
    )
