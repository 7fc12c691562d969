"""Person mentions become people: exact repeats collapsed, pairs found and scored, nodes clustered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
import numpy as np
import pyarrow as pa

from stronghold.linking.bridges import Split
from stronghold.linking.clustering import IDENTIFIERS, Constraints, Integers, Traits, constrained_clusters
from stronghold.linking.collapse import collapse_people
from stronghold.linking.decisions import Decision, constraints_of, mark_decided, require_consistent
from stronghold.linking.fields import crowded_numbers, prepare_fields, present_columns
from stronghold.linking.levels import Comparison
from stronghold.linking.model import PersonModel
from stronghold.linking.pairs import ON_DUCKDB, PairWork
from stronghold.linking.priors import estimate_priors
from stronghold.linking.training import learn_model, worth_training
from stronghold.vocabulary import kind

__all__ = ["LinkReport", "form_people", "link_people", "links_sql"]

Progress = Callable[[str], None]
Train = Literal["auto", "never", "always"]


@dataclass(frozen=True)
class LinkReport:
    """What linking did. ``weak``: pairs of people with a link that all else between them speaks
    against. ``model`` is the one used, priors and all, frozen: give it to a later build for the same answers. ``crowded``: as
    :func:`.fields.crowded_numbers` gives them."""

    mentions: int
    nodes: int
    candidates: int
    links: int
    accepted: int
    people: int
    weak: int
    model: PersonModel
    columns: tuple[str, ...]
    crowded: tuple[tuple[str, str, int], ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What whoever sent the records should hear of."""
        labels = kind("person").columns
        return tuple(
            f"{labels[column].label} {value} is given with {names:,} first names, so it is no one person's: it was not used. Ask whoever "
            "sent it where it comes from."
            for column, value, names in self.crowded
        )


def link_people(
    con: duckdb.DuckDBPyConnection,
    *,
    model: PersonModel | None = None,
    train: Train = "auto",
    decisions: Sequence[Decision] = (),
    frozen: Path | None = None,
    pairs: PairWork = ON_DUCKDB,
    progress: Progress | None = None,
) -> LinkReport:
    """Writes ``node``, ``link``, ``link_repeat``, the ``linking_`` tables and ``person_cluster(mention_id, cluster)``.

    Reads ``person``, and ``mention``, ``record``, ``source`` where the person columns hold a system's own number. A ``model``
    that is given is used as it is. Else the shipped one is; with ``train="auto"`` its numbers are learnt again, without truth,
    from the data at hand where these hold columns it was not trained on and are many enough.

    ``frozen`` is an earlier picture whose frequencies of names are used instead of these records' own; with that picture's
    ``model``, records of before weigh what they weighed then.

    ``pairs`` finds and scores the pairs, on this machine's DuckDB or another engine: what comes out is the same.

    ``decisions`` of people always hold: what they say is the same is one person, what they say is not never is. ``BadInput``
    where they contradict one another.
    """
    require_consistent(decisions)
    mark_decided(con, decisions)
    con.execute("CREATE OR REPLACE TABLE linking_decided AS FROM decided")
    with _packing_put_off(con):
        return _link(con, model, train, frozen, pairs, progress or (lambda _: None))


@contextmanager
def _packing_put_off(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A large temporary table that is written makes DuckDB pack all the others, which is dear, and they are dropped soon after."""
    ((before,),) = con.execute("SELECT current_setting('checkpoint_threshold')").fetchall()
    con.execute("SET checkpoint_threshold = '1TB'")
    try:
        yield
    finally:
        con.execute(f"SET checkpoint_threshold = '{before}'")


def _link(
    con: duckdb.DuckDBPyConnection, model: PersonModel | None, train: Train, frozen: Path | None, pairs: PairWork, say: Progress
) -> LinkReport:
    say("Collapsing exact repeats")
    nodes = collapse_people(con)
    prepare_fields(con, frozen)
    columns = present_columns(con, "node_value")
    chosen = model or PersonModel.shipped()
    comparisons = chosen.used(present_columns(con, "node_field"))
    say("Finding pairs to compare")
    candidates = pairs.find(con, frozen)
    if train == "always" or (train == "auto" and model is None and worth_training(chosen, columns, nodes)):
        say("Learning the model from these records")
        chosen = learn_model(con, chosen, comparisons, columns=columns, nodes=nodes, score=pairs.score)
    say("Comparing pairs")
    pairs.score(con, comparisons, chosen)
    if not chosen.nodes:
        chosen = estimate_priors(con, chosen, nodes)
    for table in ("link", "link_repeat"):
        con.execute(f"CREATE OR REPLACE TABLE {table} AS {links_sql(table, comparisons, chosen)}")
    links, accepted = _count(con, "SELECT count(*) FROM link"), _count(con, "SELECT count(*) FROM link WHERE accepted")
    say("Forming people")
    people = form_people(con, chosen)
    con.execute("CREATE OR REPLACE TABLE linking_split AS FROM split_found")
    weak = _count(con, "SELECT count(*) FROM linking_split WHERE reason = 'weak'")
    mentions = _count(con, "SELECT count(*) FROM node")
    return LinkReport(mentions, nodes, candidates, links, accepted, people, weak, chosen, columns, crowded_numbers(con))


def _count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0


def links_sql(table: str, comparisons: tuple[Comparison, ...], model: PersonModel) -> str:
    """SQL: the rows of ``scored`` as rows of ``link`` (pairs at the floor or more) or of ``link_repeat`` (repeated nodes each
    against itself)."""
    gammas = "".join(f", gamma_{c.name}" for c in comparisons)
    where = f"match_weight >= {model.floor} AND node_l <> node_r" if table == "link" else "node_l = node_r"
    return f"""
        WITH weighed AS (SELECT *, {model.weight_sql()} AS match_weight FROM scored)
        SELECT node_l AS mention_l, node_r AS mention_r, 'person' AS kind, match_weight,
            1 / (1 + 2 ** -match_weight) AS probability{gammas}, match_weight >= {model.threshold} AS accepted, found_by
        FROM weighed WHERE {where}
        """


def _write_loose(con: duckdb.DuckDBPyConnection) -> None:
    """Temporary ``loose_node``: the repeats that say too little to be one person ("john", twice) and that nothing links."""
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE loose_node AS
        SELECT node_id FROM node_value WHERE mentions > 1
        EXCEPT SELECT mention_l FROM link_repeat WHERE accepted
        EXCEPT SELECT unnest([mention_l, mention_r]) FROM link WHERE accepted
        """
    )


def form_people(con: duckdb.DuckDBPyConnection, model: PersonModel, links: str = "link") -> int:
    """Table ``person_cluster``; returns the number of people. A cluster's number is the smallest node id in it. Temporary ``split_found``
    has the accepted links that join nobody, as ``linking_split`` has them.

    Clustered are the nodes of ``node_value`` and ``node_field``, by the table ``links``, which links no other nodes.
    """
    _write_loose(con)
    ids = con.execute("SELECT node_id FROM node_value ORDER BY node_id").fetchnumpy()["node_id"].astype(np.int64)
    found = con.execute(f"SELECT mention_l, mention_r, match_weight FROM {links}").fetchnumpy()
    left, right = (np.searchsorted(ids, found[side].astype(np.int64)) for side in ("mention_l", "mention_r"))
    coded = ", ".join(
        # Only whether two are the same counts.
        f"CASE WHEN {c} IS NULL THEN -1 ELSE (hash({c}) >> 2)::BIGINT END AS {c}"
        for c in IDENTIFIERS
    )
    codes = con.execute(
        f"""
        SELECT {coded}, CASE WHEN dob IS NULL OR dob_placeholder THEN -1 ELSE replace(dob, '-', '')::BIGINT END AS dob
        FROM node_field ORDER BY node_id
        """
    ).fetchnumpy()
    clustered = constrained_clusters(
        left.astype(np.int64),
        right.astype(np.int64),
        found["match_weight"].astype(np.float64),
        [np.asarray(codes[c], np.int64) for c in (*IDENTIFIERS, "dob")],
        lambda members: _traits(con, ids, members),
        nodes=len(ids),
        threshold=model.threshold,
        floor=model.floor,
        constraints=_constraints(con, ids),
    )
    con.register("node_label", pa.table({"node_id": ids, "cluster": ids[clustered.cluster]}))
    con.execute(
        """
        CREATE OR REPLACE TABLE person_cluster AS
        SELECT mention_id, CASE WHEN loose.node_id IS NULL THEN cluster ELSE mention_id END AS cluster
        FROM node JOIN node_label USING (node_id) LEFT JOIN loose_node loose ON loose.node_id = node.node_id
        """
    )
    con.unregister("node_label")
    _write_splits(con, ids, clustered.splits)
    return _count(con, "SELECT count(DISTINCT cluster) FROM person_cluster")


def _write_splits(con: duckdb.DuckDBPyConnection, ids: Integers, splits: Sequence[Split]) -> None:
    rows = pa.table(
        {
            "mention_l": ids[np.array([split.left for split in splits], np.int64)],
            "mention_r": ids[np.array([split.right for split in splits], np.int64)],
            "match_weight": pa.array([split.weight for split in splits], pa.float64()),
            "reason": pa.array([split.reason for split in splits], pa.string()),
        }
    )
    con.register("split_rows", rows)
    con.execute("CREATE OR REPLACE TEMP TABLE split_found AS FROM split_rows ORDER BY mention_l, mention_r")
    con.unregister("split_rows")


def _constraints(con: duckdb.DuckDBPyConnection, ids: Integers) -> Constraints:
    """Decisions about people as pairs of positions: a decided mention is its node."""
    rows = con.execute(
        """
        SELECT judgement, mention_l, mention_r FROM decided WHERE mention_l IN (SELECT node_id FROM node_value)
            AND mention_r IN (SELECT node_id FROM node_value) ORDER BY sequence
        """
    ).fetchall()
    return constraints_of((judgement, *(int(np.searchsorted(ids, m)) for m in pair)) for judgement, *pair in rows)


def _traits(con: duckdb.DuckDBPyConnection, ids: Integers, members: Integers) -> Mapping[int, Traits]:
    con.register("looked_at", pa.table({"position": members, "node_id": ids[members]}))
    rows = con.execute(
        f"""
        SELECT position, {", ".join(IDENTIFIERS)}, CASE WHEN NOT dob_placeholder THEN dob END, key
        FROM looked_at JOIN node_field USING (node_id)
        JOIN (SELECT node_id, min(mention_key) AS key FROM node JOIN mention USING (mention_id)
              WHERE node_id IN (SELECT node_id FROM looked_at) GROUP BY node_id) USING (node_id)
        """
    ).fetchall()
    con.unregister("looked_at")
    return {row[0]: Traits(tuple(row[1:4]), row[4], row[5]) for row in rows}
