"""Fits the person model to a partnership's own records and judges it against the one in use. Nothing is written.

Four fifths of the records teach, one fifth judges: the fifth is chosen by how surnames sound, so that a person's records are mostly
on one side. The model that was judged is the one that is given back. It holds rates alone: no name, no number of anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import duckdb

from stronghold.errors import BadInput
from stronghold.linking.blocking import find_candidates
from stronghold.linking.collapse import collapse_people
from stronghold.linking.decisions import Decision, Judgement
from stronghold.linking.fields import prepare_fields, present_columns
from stronghold.linking.judging import Change, Criterion, changes, held_out, in_order, labelled, plausible
from stronghold.linking.levels import Comparison
from stronghold.linking.model import PersonModel
from stronghold.linking.priors import estimate_priors
from stronghold.linking.scoring import score_candidates, score_sql
from stronghold.linking.training import ENOUGH, learn_model

__all__ = ["Fitting", "fit_model"]

Progress = Callable[[str], None]
_HELD = 5  # one of so many parts is held out


@dataclass(frozen=True)
class Fitting:
    """A model learnt from records, what changed, and how it was judged. ``nodes``: different entries that taught it;
    ``held_out``: those that judged it."""

    model: PersonModel
    in_use: PersonModel
    changes: tuple[Change, ...]
    criteria: tuple[Criterion, ...]
    nodes: int
    held_out: int

    @property
    def reasons_against(self) -> tuple[str, ...]:
        """Why it is refused: every criterion by which it is worse. Empty where it may be used."""
        return tuple(f"{c.name}: {c.words}" for c in self.criteria if c.worse)


def fit_model(
    con: duckdb.DuckDBPyConnection,
    in_use: PersonModel,
    *,
    decisions: Sequence[Decision] = (),
    progress: Progress | None = None,
) -> Fitting:
    """Learn from ``person`` (and ``mention``, ``record``, ``source``) of the connection, which is left with linking's temporary tables.

    ``in_use`` is compared against as it is; its threshold and floor stay. ``decisions`` of people are used to judge, never to
    learn. ``BadInput`` where there are too few records to learn from.
    """
    say = progress or (lambda _: None)
    say("Collapsing exact repeats")
    total = collapse_people(con)
    prepare_fields(con)
    columns = present_columns(con, "node_value")
    comparisons = in_use.used(present_columns(con, "node_field"))
    nodes, held = _part(con)
    if nodes < ENOUGH or not comparisons:
        raise BadInput(
            f"there are {total:,} different entries of people: too few to learn from.",
            remedy=f"The model in use stays. {ENOUGH * _HELD // (_HELD - 1):,} or more are needed.",
        )
    say("Finding pairs to compare")
    find_candidates(con)
    say("Learning the model from these records")
    learnt = learn_model(con, in_use, comparisons, columns=columns, nodes=nodes)
    say("Judging it")
    priors = {}
    for name, model in (("before", in_use), ("after", learnt)):
        fresh = replace(model, nodes=0, expected=PersonModel.expected, relatives=PersonModel.relatives)
        score_candidates(con, comparisons, fresh)
        priors[name] = estimate_priors(con, fresh, nodes)
    con.execute("CREATE OR REPLACE TEMP TABLE node_field AS FROM taught UNION ALL FROM held_out")
    criteria = (
        held_out(con, "held_out", comparisons, in_use, learnt),
        in_order(comparisons, in_use, learnt),
        plausible(priors["before"], priors["after"]),
        labelled({name: _linked(con, comparisons, model, decisions) for name, model in priors.items()}),
    )
    con.execute("DROP TABLE taught")
    con.execute("DROP TABLE held_out")
    start = PersonModel.by_reason()
    ready = replace(learnt, expected=start.expected, relatives=start.relatives, nodes=0)
    return Fitting(ready, in_use, changes(in_use, ready, comparisons), criteria, nodes, held)


def _part(con: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """``node_field`` is left with what teaches (also in ``taught``), ``held_out`` gets the rest; how many each has."""
    side = f"hash(coalesce(surname_sound, forename_sound, dob_key, '')) % {_HELD} = 0"
    con.execute(f"CREATE OR REPLACE TEMP TABLE held_out AS FROM node_field WHERE {side}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE taught AS FROM node_field WHERE NOT ({side})")
    con.execute("CREATE OR REPLACE TEMP TABLE node_field AS FROM taught")
    row = con.execute("SELECT (SELECT count(*) FROM taught), (SELECT count(*) FROM held_out)").fetchone() or (0, 0)
    return int(row[0]), int(row[1])


def _linked(
    con: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], model: PersonModel, decisions: Sequence[Decision]
) -> list[tuple[bool, bool]]:
    """(linked at the threshold, said to be the same) of each decision about two entries that these records hold."""
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE labelled_pair AS
        SELECT DISTINCT least(l.node_id, r.node_id) AS node_l, greatest(l.node_id, r.node_id) AS node_r, same
        FROM (SELECT unnest($same::BOOL[]) AS same, unnest($left::VARCHAR[]) AS key_l, unnest($right::VARCHAR[]) AS key_r)
        JOIN mention ml ON ml.mention_key = key_l JOIN mention mr ON mr.mention_key = key_r
        JOIN node l ON l.mention_id = ml.mention_id JOIN node r ON r.mention_id = mr.mention_id WHERE l.node_id <> r.node_id
        """,
        {
            "same": [d.judgement is Judgement.SAME for d in decisions],
            "left": [d.left for d in decisions],
            "right": [d.right for d in decisions],
        },
    )
    scored = score_sql(comparisons, model, pairs="labelled_pair", least=-1e9)
    rows = con.execute(
        f"""
        SELECT coalesce({model.weight_sql()} >= {model.threshold}, false), same
        FROM labelled_pair LEFT JOIN ({scored}) USING (node_l, node_r) ORDER BY node_l, node_r, same
        """
    ).fetchall()
    con.execute("DROP TABLE labelled_pair")
    return [(bool(linked), bool(same)) for linked, same in rows]
