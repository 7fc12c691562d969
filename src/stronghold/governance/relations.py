"""Ties and links of an entity, worked out again from visible evidence: a tie only hidden records speak of is not there."""

from __future__ import annotations

import duckdb

from stronghold.governance.answers import LinkView, TieView
from stronghold.governance.labels import entity_labels
from stronghold.governance.records import in_utc
from stronghold.linking.explanation import explain
from stronghold.linking.model import PersonModel
from stronghold.network.ties import STRONGEST

__all__ = ["links_of", "ties_of"]

_EVIDENCE_SHOWN = 20
# In bits: a weight that is shown as 0.0 says nothing.
_SAYS_SOMETHING = 0.05

# Dates and strength as network.ties works them out, over visible records: within an agency each record counts half of the one
# before it, by falling weight.
_TIES = """
    WITH spoken AS (
        SELECT t.tie_id, t.layer, CASE WHEN t.entity_l = $entity THEN t.entity_r ELSE t.entity_l END AS other,
            r.record_key, r.occurred_from, coalesce(r.occurred_to - INTERVAL 1 MICROSECOND, r.occurred_from) AS occurred_last,
            s.agency, e.weight, row_number() OVER (PARTITION BY t.tie_id, s.agency ORDER BY e.weight DESC) AS place
        FROM tie t JOIN tie_evidence e USING (tie_id) JOIN record r USING (record_id) JOIN visible v USING (class_id)
        JOIN source s USING (source_id)
        WHERE t.entity_l = $entity OR t.entity_r = $entity
    )
    SELECT layer, other, count(*) AS records, count(DISTINCT agency) AS agencies,
        min(occurred_from) AS first_seen, max(occurred_last) AS last_seen,
        least(round(1 - exp(sum(ln(1 - least(weight, 0.999) * pow(0.5, place - 1)))), 6), $strongest) AS strength,
        (list(record_key ORDER BY occurred_from DESC NULLS LAST, record_key))[1:$shown] AS evidence
    FROM spoken GROUP BY tie_id, layer, other ORDER BY strength DESC, records DESC, layer, other LIMIT $limit
"""

# A node stands for mentions alike in every compared field, so a visible one of them shows no more than it says itself.
_LINKS = """
    WITH shown AS (
        SELECT n.node_id, min(m.mention_key) AS first_key, max(m.mention_key) AS last_key, count(*) AS mentions
        FROM entity_member em JOIN node n USING (mention_id) JOIN mention m USING (mention_id)
        JOIN record r USING (record_id) JOIN visible v USING (class_id)
        WHERE em.entity_id = $entity GROUP BY n.node_id
    )
    SELECT a.first_key AS key_l, b.first_key AS key_r, l.probability, l.match_weight, l.mention_l, l.mention_r, 0 AS alike
    FROM link l JOIN shown a ON a.node_id = l.mention_l JOIN shown b ON b.node_id = l.mention_r
    WHERE l.accepted
    UNION ALL
    SELECT s.first_key, s.last_key, l.probability, l.match_weight, l.mention_l, l.mention_r, s.mentions
    FROM link_repeat l JOIN shown s ON s.node_id = l.mention_l WHERE s.mentions > 1
    ORDER BY match_weight DESC, key_l, key_r LIMIT $limit
"""


def ties_of(con: duckdb.DuckDBPyConnection, entity_id: str, limit: int) -> list[TieView]:
    """The strongest ties, at most ``limit``; one whose other end has no visible mention is withheld whole."""
    rows = con.execute(_TIES, {"entity": entity_id, "limit": limit, "shown": _EVIDENCE_SHOWN, "strongest": STRONGEST}).fetchall()
    labels = entity_labels(con, (row[1] for row in rows))
    return [
        TieView(layer, other, *labels[other], records, agencies, in_utc(first), in_utc(last), strength, tuple(evidence))
        for layer, other, records, agencies, first, last, strength, evidence in rows
        if other in labels
    ]


def links_of(con: duckdb.DuckDBPyConnection, model: PersonModel | None, entity_id: str, limit: int) -> list[LinkView]:
    """The accepted links between the entity's visible mentions, the surest first, at most ``limit``.

    Mentions alike in every compared field are one link, between the first and the last of them. ``model`` is the
    snapshot's; without one, links come without their reasons.
    """
    found = con.execute(_LINKS, {"entity": entity_id, "limit": limit}).fetchall()
    return [
        LinkView(key_l, key_r, probability, weight, _reasons(con, model, node_l, node_r, alike) if model else ())
        for key_l, key_r, probability, weight, node_l, node_r, alike in found
    ]


def _reasons(con: duckdb.DuckDBPyConnection, model: PersonModel, node_l: int, node_r: int, alike: int) -> tuple[str, ...]:
    """A line per field that says something, without its values: the visible mentions' own are in their records."""
    repeats = [f"{alike:,} mentions are alike in every compared field"] if alike else []
    fields = explain(con, model, node_l, node_r).fields
    return (*repeats, *(f"{f.field}: {f.words} ({f.weight:+.1f})" for f in fields if abs(f.weight) >= _SAYS_SOMETHING))
