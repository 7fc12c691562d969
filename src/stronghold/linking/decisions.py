"""What people decided: these two mentions are the same person, or they are not. Linking obeys, whatever the evidence says.

Decisions name *mentions* by their keys, never entities: entities come and go, a record's key stays. A decision whose mention is
no longer in the records waits; it comes back with the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import duckdb

from stronghold.errors import BadInput
from stronghold.linking.clustering import Constraints

__all__ = ["Decision", "Judgement", "constraints_of", "contradictions", "mark_decided", "require_consistent"]


class Judgement(Enum):
    """What a person says of two mentions. ``SAME`` carries over: same as the same is the same, and what is not the same as one
    of them is not the same as any."""

    SAME = "same"
    NOT_SAME = "not_same"

    @property
    def label(self) -> str:
        return {"same": "the same", "not_same": "not the same"}[self.value]


@dataclass(frozen=True)
class Decision:
    """One decision that stands; ``sequence`` is its number in the order in which people made them."""

    sequence: int
    judgement: Judgement
    left: str
    right: str

    def __post_init__(self) -> None:
        if self.left == self.right:
            raise BadInput("a decision is about two different mentions.", remedy="Name another mention.")


def contradictions(decisions: Iterable[Decision]) -> list[tuple[Decision, tuple[Decision, ...]]]:
    """Every "not the same" that the others contradict, with a shortest chain of "the same" that does so; by sequence."""
    ordered = sorted(decisions, key=lambda d: d.sequence)
    same: dict[str, list[tuple[str, Decision]]] = {}
    for decision in ordered:
        if decision.judgement is Judgement.SAME:
            same.setdefault(decision.left, []).append((decision.right, decision))
            same.setdefault(decision.right, []).append((decision.left, decision))
    found = []
    for decision in ordered:
        if decision.judgement is Judgement.NOT_SAME:
            chain = _chain(same, decision.left, decision.right)
            if chain:
                found.append((decision, chain))
    return found


def _chain(same: Mapping[str, list[tuple[str, Decision]]], start: str, end: str) -> tuple[Decision, ...]:
    """The shortest chain of decisions from ``start`` to ``end``; empty where there is none."""
    came: dict[str, tuple[str, Decision] | None] = {start: None}
    front = [start]
    while front and end not in came:
        reached = []
        for key in front:
            for other, decision in same.get(key, ()):
                if other not in came:
                    came[other] = (key, decision)
                    reached.append(other)
        front = reached
    chain: list[Decision] = []
    step = came.get(end)
    while step is not None:
        key, decision = step
        chain.append(decision)
        step = came[key]
    return tuple(reversed(chain))


def require_consistent(decisions: Sequence[Decision]) -> None:
    """``BadInput`` names the first decision that others contradict, and those others."""
    for decision, chain in contradictions(decisions):
        said = "; ".join(f"decision {d.sequence}: {d.left} is the same as {d.right}" for d in chain)
        raise BadInput(
            f"decision {decision.sequence} says that {decision.left} is not the same as {decision.right}, and others say it is ({said}).",
            remedy="Undo one of them.",
        )


def mark_decided(con: duckdb.DuckDBPyConnection, decisions: Sequence[Decision]) -> None:
    """Temporary ``decided(sequence, judgement, mention_l, mention_r)``: the decisions whose mentions are both there.

    Every mention in it keeps a node of its own, so that nothing is said of others that happen to be alike.
    """
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE decided AS
        SELECT sequence, judgement, l.mention_id AS mention_l, r.mention_id AS mention_r
        FROM (SELECT unnest($numbers::BIGINT[]) AS sequence, unnest($judgements::VARCHAR[]) AS judgement,
                  unnest($left::VARCHAR[]) AS key_l, unnest($right::VARCHAR[]) AS key_r)
        JOIN mention l ON l.mention_key = key_l JOIN mention r ON r.mention_key = key_r AND r.kind = l.kind
        """,
        {
            "numbers": [d.sequence for d in decisions],
            "judgements": [d.judgement.value for d in decisions],
            "left": [d.left for d in decisions],
            "right": [d.right for d in decisions],
        },
    )


def constraints_of(rows: Iterable[tuple[str, int, int]]) -> Constraints:
    """Rows of (judgement, position, position) as what clusters must obey."""
    pairs: dict[Judgement, list[tuple[int, int]]] = {judgement: [] for judgement in Judgement}
    for judgement, left, right in rows:
        pairs[Judgement(judgement)].append((left, right))
    return Constraints(pairs[Judgement.SAME], pairs[Judgement.NOT_SAME])
