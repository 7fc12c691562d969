"""Things, numbers and people that far more are tied to than is usual: a hostel, a taxi, a shop's number. Listed and capped, never dropped.

What is usual is a stated rule by kind of thing: ``most`` in ``vocabulary/terms/shared_things.yaml``, with why. Ties to a hub stay what
they are and are shown; only as a *way between people* are no more than that many counted: the strongest ties to it, then the latest, then
by id. ``hub_tie`` holds which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from stronghold.vocabulary import terms

__all__ = ["Hub", "find_hubs", "hubs"]


@dataclass(frozen=True)
class Hub:
    """A thing or person (``entity_id``) with more ``ties`` of a kind (``layer``, of ``shared_things``) than the ``cap``; ``nature`` in words."""

    entity_id: str
    layer: str
    ties: int
    cap: int
    nature: str


def hubs(con: duckdb.DuckDBPyConnection) -> tuple[Hub, ...]:
    """All hubs of a picture, by layer and the most tied first."""
    rows = con.execute("SELECT entity_id, layer, ties, cap, nature FROM hub ORDER BY layer, ties DESC, entity_id").fetchall()
    return tuple(Hub(*row) for row in rows)


def find_hubs(con: duckdb.DuckDBPyConnection) -> int:
    """Write ``hub(entity_id, layer, ties, cap, nature)`` and ``hub_tie(entity_id, layer, other_id)``, the ties counted; how many hubs."""
    shares = terms("shared_things").terms
    layers = [(t.name, t.extra["through"]) for t in terms("tie_layers").terms.values() if "through" in t.extra]
    con.register("hub_layer", pa.table({"layer": [name for name, _ in layers], "through": [through for _, through in layers]}))
    con.register(
        "hub_cap",
        pa.table({"through": list(shares), "cap": pa.array([int(t.extra["most"]) for t in shares.values()], pa.int32())}),
    )
    direct = [
        t.name
        for t in terms("tie_layers").terms.values()
        if "nature" in t.extra and t.extra["nature"] in ("association", "risk", "help")
    ]
    try:
        con.execute(_ENDS, {"direct": direct})
        con.execute(_RANKED)
    finally:
        con.unregister("hub_layer")
        con.unregister("hub_cap")
    con.execute(
        """CREATE OR REPLACE TABLE hub AS SELECT entity_id, through AS layer, any_value(ties)::INTEGER AS ties, any_value(cap) AS cap,
            '' AS nature
        FROM hub_ranked GROUP BY ALL ORDER BY layer, entity_id"""
    )
    con.execute(
        """CREATE OR REPLACE TABLE hub_tie AS SELECT entity_id, through AS layer, other_id FROM hub_ranked WHERE place <= cap
        ORDER BY layer, entity_id, other_id"""
    )
    _name_natures(con)
    for table in ("hub_end", "hub_ranked"):
        con.execute(f"DROP TABLE {table}")
    return int(con.execute("SELECT count(*) FROM hub").fetchall()[0][0])


# Ends of ties, each with what is at the other: a thing and who had it, a number and those in touch, a person and those tied directly.
_ENDS = """
    CREATE OR REPLACE TEMP TABLE hub_end AS
    WITH ends AS (
        SELECT entity_l AS entity_id, entity_r AS other_id, layer, strength, last_seen FROM tie WHERE strength > 0
        UNION ALL SELECT entity_r, entity_l, layer, strength, last_seen FROM tie WHERE strength > 0
    )
    SELECT entity_id, other_id, through, strength, last_seen FROM ends JOIN hub_layer USING (layer)
        WHERE entity_id[1] <> 'P' AND other_id[1] = 'P'
      AND through NOT IN ('school', 'organisation')
    UNION ALL SELECT entity_id, other_id, 'in touch', strength, last_seen FROM ends WHERE entity_id[1] = 'T' AND other_id[1] = 'T'
    UNION ALL SELECT entity_id, other_id, 'person', strength, last_seen FROM ends
        WHERE entity_id[1] = 'P' AND other_id[1] = 'P' AND layer IN (SELECT unnest($direct))
"""
_RANKED = """
    CREATE OR REPLACE TEMP TABLE hub_ranked AS
    WITH crowded AS (
        SELECT entity_id, through, cap, count(DISTINCT other_id) AS ties FROM hub_end JOIN hub_cap USING (through)
        GROUP BY ALL HAVING count(DISTINCT other_id) > cap
    ), one AS (
        SELECT entity_id, through, other_id, max(strength) AS strength, max(last_seen) AS last_seen
        FROM hub_end SEMI JOIN crowded USING (entity_id, through) GROUP BY ALL
    )
    SELECT c.*, other_id,
        row_number() OVER (PARTITION BY entity_id, through ORDER BY strength DESC, last_seen DESC NULLS LAST, other_id) AS place
    FROM crowded c JOIN one USING (entity_id, through)
"""


def _name_natures(con: duckdb.DuckDBPyConnection) -> None:
    """What a hub is, where a record's words about it say so (``terms/hub_natures.yaml``); else by its kind."""
    rules = [
        (t.label, r"\b(?:" + "|".join(re.escape(w) for w in t.also) + r")") for t in terms("hub_natures").terms.values() if t.also
    ]
    kinds = {t.name: t.label for t in terms("hub_natures").terms.values() if not t.also}
    said = dict(con.execute(_SAID).fetchall())
    rows = []
    for entity, layer in con.execute("SELECT entity_id, layer FROM hub").fetchall():
        text = said.get(entity, "")
        rows.append((entity, layer, next((label for label, pattern in rules if re.search(pattern, text)), kinds[layer])))
    if not rows:
        return
    entities, layers, natures = zip(*rows, strict=True)
    con.register("hub_named", pa.table({"entity_id": list(entities), "layer": list(layers), "nature": list(natures)}))
    con.execute("UPDATE hub SET nature = n.nature FROM hub_named n WHERE n.entity_id = hub.entity_id AND n.layer = hub.layer")
    con.unregister("hub_named")


_SAID = """
    WITH theirs AS (SELECT DISTINCT entity_id, mention_id FROM entity_member SEMI JOIN hub USING (entity_id))
    SELECT entity_id, lower(string_agg(DISTINCT words, ' ' ORDER BY words)) FROM (
        SELECT entity_id, concat_ws(' ', house, street, location) AS words FROM theirs JOIN address USING (mention_id)
        UNION ALL SELECT entity_id, o.name FROM theirs JOIN organisation o USING (mention_id)
    ) GROUP BY entity_id
"""
