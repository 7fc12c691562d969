"""Decisions that contradict one another, found before one is accepted, with the chain that says otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from stronghold.casework.models import Decision as Row
from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway
from stronghold.linking.decisions import Decision, Judgement, contradictions

__all__ = ["Conflict", "Contradicted", "Told", "contradicted_by", "told"]


@dataclass(frozen=True)
class Told:
    """One decision of a chain. ``about`` is what its two mentions are called, with their keys; empty where not both are visible,
    and then nothing else but its number is told."""

    number: int
    judgement: str
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    about: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        if not self.about:
            return "a decision about records that you may not see"
        (left, _), (right, _) = self.about
        return f"{left} is {'the same as' if self.judgement == 'same' else 'not the same as'} {right}"


@dataclass(frozen=True)
class Conflict:
    """What was to be decided, and the decisions that together say otherwise, each of which could be undone."""

    wanted: Judgement
    left: str
    right: str
    chain: tuple[Told, ...]


class Contradicted(BadInput):
    """Decisions that stand say otherwise: ``conflicts``. Nothing was decided."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        said = "; ".join(f"decision {told.number}: {told.words}" for told in conflicts[0].chain)
        super().__init__(
            f"Earlier decisions say otherwise ({said}). Nothing was decided.",
            remedy="Undo one of them first, with your reason, if it is wrong.",
        )
        self.conflicts = tuple(conflicts)


def contradicted_by(wanted: Sequence[Decision], standing: Iterable[Row]) -> list[tuple[Decision, tuple[Row, ...]]]:
    """Each of the ``wanted`` that the decisions that stand, or others of the wanted, contradict; with those that stand of the chain."""
    rows = {row.number: row for row in standing}
    near = _near(wanted, rows.values())
    known = [Decision(row.number, Judgement(row.judgement), row.left, row.right) for row in near]
    new = {decision.sequence: decision for decision in wanted}
    found: dict[int, tuple[Row, ...]] = {}
    for decision, chain in contradictions([*known, *wanted]):
        together = (decision, *chain)
        for one in together:
            if one.sequence in new and one.sequence not in found:
                found[one.sequence] = tuple(rows[d.sequence] for d in together if d.sequence in rows)
    return [(new[number], chain) for number, chain in found.items()]


def told(gateway: Gateway, found: Sequence[tuple[Decision, tuple[Row, ...]]]) -> list[Conflict]:
    """Those conflicts as the account may see them."""
    keys = {key for _, chain in found for row in chain for key in (row.left, row.right)}
    sides = gateway.mentions(keys) if keys else {}

    def tell(row: Row) -> Told:
        if row.left not in sides or row.right not in sides:
            return Told(row.number, row.judgement)
        about = tuple((sides[key].mention.label, key) for key in (row.left, row.right))
        return Told(row.number, row.judgement, row.by.username, row.at, row.reason, about)

    return [Conflict(d.judgement, d.left, d.right, tuple(map(tell, chain))) for d, chain in found]


def _near(wanted: Sequence[Decision], standing: Collection[Row]) -> list[Row]:
    """The decisions that stand among mentions that "the same" joins to those of the wanted: no other can contradict them."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.setdefault(key, key) != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    pairs: list[tuple[str, str, str]] = [(row.judgement, row.left, row.right) for row in standing]
    pairs += [(decision.judgement.value, decision.left, decision.right) for decision in wanted]
    for judgement, left, right in pairs:
        if judgement == Judgement.SAME.value:
            leader[find(left)] = find(right)
    touched = {find(key) for decision in wanted for key in (decision.left, decision.right)}
    return [row for row in standing if find(row.left) in touched or find(row.right) in touched]
