"""A network that a reader saw, ready to be written as a file: with the handling of the visible records behind each thing and tie."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

import duckdb

from stronghold.governance.models import Account
from stronghold.governance.neighbourhood import Neighbourhood
from stronghold.network.formats import DrawnNetwork, DrawnThing, DrawnTie

__all__ = ["drawn_groups", "drawn_of", "made_by"]

_FREELY = "P"


def made_by(account: Account, purpose: str) -> str:
    """Who exports, for what, and when: the words that go with the file."""
    return f"Exported by {account.username} ({account.agency.name}) for {purpose.replace('_', ' ')} on {datetime.now(UTC):%-d %B %Y}."


def drawn_of(con: duckdb.DuckDBPyConnection, found: Neighbourhood, made: str, title: str | None = None) -> DrawnNetwork:
    """``found`` with handling codes and places, from visible records; ``title``: what it is of, the network around its first node where not
    given."""
    ids = [node.entity_id for node in found.nodes]
    of_things = {entity: _strictest(codes) for entity, codes in con.execute(_HANDLING, {"ids": ids}).fetchall()}
    of_ties = {(left, right): _strictest(codes) for left, right, codes in con.execute(_TIE_HANDLING, {"ids": ids}).fetchall()}
    places = {entity: (latitude, longitude) for entity, latitude, longitude in con.execute(_PLACES, {"ids": ids}).fetchall()}
    things = tuple(
        DrawnThing(
            node.entity_id,
            node.kind,
            node.label,
            of_things.get(node.entity_id, _FREELY),
            *places.get(node.entity_id, (None, None)),
            facts={"steps away": str(node.distance), "records": str(node.records)}
            | ({"under 18": "yes, to protect"} if node.child else {}),
        )
        for node in found.nodes
    )
    ties = tuple(
        DrawnTie(
            edge.entity_l,
            edge.entity_r,
            edge.layers,
            edge.strength,
            edge.records,
            edge.agencies,
            edge.first_seen,
            edge.last_seen,
            of_ties.get((edge.entity_l, edge.entity_r), _FREELY),
        )
        for edge in found.edges
    )
    codes = [*(thing.handling for thing in things), *(tie.handling for tie in ties)]
    whole = _strictest(code for joined in codes for code in joined.split("; "))
    return DrawnNetwork(title or f"Network around {found.nodes[0].label}", made, whole, things, ties)


def drawn_groups(con: duckdb.DuckDBPyConnection, found: Neighbourhood, people: Collection[str], made: str) -> DrawnNetwork:
    """Groups as nodes, under the strictest handling of the visible records of all their ``people``."""
    codes = [code for _, each in con.execute(_HANDLING, {"ids": sorted(people)}).fetchall() for code in each]
    whole = _strictest(codes)
    things = tuple(DrawnThing(node.entity_id, node.kind, node.label, whole) for node in found.nodes)
    return DrawnNetwork("The groups that were found", made, whole, things, ())


def _strictest(codes: Iterable[str | None]) -> str:
    """The codes that restrict, joined; ``P`` where none does. A record without a code restricts nothing of its own."""
    return "; ".join(sorted({code for code in codes if code and code != _FREELY})) or _FREELY


_HANDLING = """
    SELECT entity_id, list(DISTINCT r.handling)
    FROM entity_member JOIN mention USING (mention_id) JOIN record r USING (record_id) JOIN visible USING (class_id)
    WHERE entity_id IN (SELECT unnest($ids::VARCHAR[])) GROUP BY entity_id
"""
_TIE_HANDLING = """
    SELECT entity_l, entity_r, list(DISTINCT r.handling)
    FROM tie JOIN tie_evidence USING (tie_id) JOIN record r USING (record_id) JOIN visible USING (class_id)
    WHERE entity_l IN (SELECT unnest($ids::VARCHAR[])) AND entity_r IN (SELECT unnest($ids::VARCHAR[])) GROUP BY ALL
"""
# A place that a source gives goes before the centre of a postcode.
_PLACES = """
    SELECT entity_id, arg_min(latitude, (geocoded <> 'source', m.mention_id)), arg_min(longitude, (geocoded <> 'source', m.mention_id))
    FROM entity_member JOIN mention m USING (mention_id) JOIN address a ON a.mention_id = m.mention_id
    JOIN record r USING (record_id) JOIN visible USING (class_id)
    WHERE entity_id IN (SELECT unnest($ids::VARCHAR[])) AND a.latitude IS NOT NULL AND a.longitude IS NOT NULL GROUP BY entity_id
"""
