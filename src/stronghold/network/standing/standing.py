"""Why each person of a group matters to supply: reasons with their records, a part in the chain with its evidence, never one number or rank.

The order is a rule that anyone can check: parts nearest the source of supply first (as the vocabulary lists them), then more agencies
behind the reasons, then the latest record, then id. Whoever is said to be used by others comes last, marked: they are to be protected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from stronghold.network.graph import Network
from stronghold.network.standing.evidence import Said, said_of
from stronghold.network.standing.holdings import held_by
from stronghold.network.standing.positions import Position, positions_in
from stronghold.network.standing.reasons import order, reason

__all__ = ["PersonStanding", "position_sentence", "standing_in"]


@dataclass(frozen=True)
class PersonStanding:
    """One person's reasons: what records ``said`` (what they have among it), and ``positions`` in the group's network.

    ``parts``: the parts in the supply chain that records are evidence of, nearest the source first. ``protects``: they are said to be
    used by others.
    """

    entity_id: str
    said: tuple[Said, ...]
    positions: tuple[Position, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(said.part for said in self.said if said.part))

    @property
    def protects(self) -> bool:
        return any(said.protects for said in self.said)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every reason in words."""
        return (*(said.sentence for said in self.said), *(position_sentence(position) for position in self.positions))


def standing_in(
    con: duckdb.DuckDBPyConnection,
    network: Network,
    people: Collection[str] | None = None,
    *,
    classes: Collection[int] | None = None,
    seed: int = 0,
) -> tuple[PersonStanding, ...]:
    """The standing of ``people`` (of all of the network where not given) by a snapshot's records and the group's ``network``.

    With ``classes``, only records of those visibility classes are read; the network must have been read by the same.
    """
    chosen = sorted(network.ids if people is None else people)
    said: dict[str, list[Said]] = defaultdict(list)
    placed: dict[str, list[Position]] = defaultdict(list)
    for one in (*said_of(con, chosen, classes), *held_by(con, chosen, classes)):
        said[one.entity_id].append(one)
    for position in positions_in(network, seed=seed):
        placed[position.entity_id].append(position)
    found = [
        PersonStanding(who, tuple(sorted(said[who], key=lambda one: order(one.reason))), tuple(placed[who])) for who in chosen
    ]
    return tuple(sorted(found, key=_rule))


def _rule(person: PersonStanding) -> tuple[bool, int, int, float, str]:
    nearest = min((order(one.reason) for one in person.said if one.part), default=order("hard_to_replace"))
    agencies = max((one.agencies for one in person.said), default=0)
    latest = max((one.last_seen.timestamp() for one in person.said if one.last_seen), default=0.0)
    return person.protects, nearest, -agencies, -latest, person.entity_id


def position_sentence(position: Position) -> str:
    """The position in words, with its interval and how often it is found again."""
    term = reason(position.reason)
    words = str(term.extra["sentence"])
    what = term.extra["counted"]["what"]
    digits = 2 if position.high < 1 else 0
    amount, low, high = (f"{number:,.{digits}f}" for number in (position.amount, position.low, position.high))
    return (
        f"{words[0].upper()}{words[1:]}: {amount} {what}, {low} to {high} when some ties or people are missing."
        f" Among the first {position.first} again in {position.kept_without_ties:.0%} of draws with a tenth of the ties missing,"
        f" {position.kept_without_people:.0%} with 2 in 100 people missing"
    )
