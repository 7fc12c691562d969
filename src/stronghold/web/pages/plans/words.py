"""A plan in words and rows: what it does, how sure that is, who is in which part, and what the group can do next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from stronghold.governance.planning import GroupPlan, NotChosen, Person, Standing, WhatIf
from stronghold.network.disruption.aftermath import Aftermath
from stronghold.network.disruption.plan import Plan
from stronghold.network.disruption.uncertain import UncertainPlan

__all__ = [
    "NextPlace",
    "PartRow",
    "PersonRow",
    "comparison",
    "next_places",
    "part_rows",
    "person_rows",
    "proof_words",
    "share_words",
]

_NAMED, _PARTS_SHOWN = 12, 20


@dataclass(frozen=True)
class PersonRow:
    """Somebody of the group on the board. ``never``: why they are never chosen; ``part``: the number of the part they are in (0: out)."""

    person: Person
    is_out: bool
    is_excluded: bool
    is_unchecked: bool
    never: NotChosen | None
    part: int
    sentence: str


@dataclass(frozen=True)
class PartRow:
    """A part that the group falls into: its number, how many are in it, the first by name, and how many more."""

    number: int
    size: int
    people: tuple[Person, ...]
    more: int


@dataclass(frozen=True)
class NextPlace:
    """Who could take somebody's place: each with how many of the same people they know, and whether they are to be protected first."""

    out: Person
    successors: tuple[tuple[Person, int, str], ...]


def share_words(part: float, whole: float) -> str:
    """A share in words: "31 in every 100", "none", "fewer than 1 in every 100"."""
    if not whole or not part:
        return "none"
    hundred = 100 * part / whole
    return "fewer than 1 in every 100" if hundred < 1 else f"{hundred:.0f} in every 100"


def proof_words(plan: Plan) -> tuple[str, ...]:
    """How sure it is that no other choice does better, in sentences."""
    if isinstance(plan, UncertainPlan):
        return (
            f"A mean over {plan.scenarios:,} networks drawn by how well each tie is evidenced: {plan.low:,.0f} to {plan.high:,.0f}"
            " pairs (95 % interval).",
            f"Another choice may leave {plan.gap:.1%} fewer by estimate, and {plan.gap_limit:.1%} fewer at most (with 95 % confidence)."
            " That is no proof.",
        )
    number = f"{len(plan.chosen):,} {'person' if len(plan.chosen) == 1 else 'people'}"
    if plan.proved:
        return (f"Proved: no other choice of {number} leaves fewer pairs.",)
    return (
        f"Not proved in the time there was: another choice of {number} may leave fewer pairs, but none fewer than {plan.bound:,.0f}"
        f" (a gap of at most {plan.gap:.0%}).",
    )


def person_rows(
    standing: Standing, out: Collection[str], after: Aftermath, excluded: Collection[str], made: GroupPlan | None
) -> list[PersonRow]:
    """Everybody of the group: those who are out first, then those who may be chosen, then those who never are; each by name."""
    never = {each.entity_id: each for each in standing.never}
    unchecked = {each.entity_id for each in standing.unchecked}
    part = {who: number for number, people in enumerate(after.parts, start=1) for who in people}
    sentences = {each.entity_id: each.sentence for each in (made.chosen if made else ())}
    rows = [
        PersonRow(
            standing.called(who),
            who in out,
            who in excluded,
            who in unchecked,
            never.get(who),
            part.get(who, 0),
            sentences.get(who, ""),
        )
        for who in standing.network.ids
    ]
    return sorted(rows, key=lambda row: (not row.is_out, row.never is not None, row.person.label, row.person.entity_id))


def comparison(seen: WhatIf) -> list[tuple[str, str, str, str]]:
    """The group before, after, and with every place taken by its likeliest successor: (what, before, after, replaced)."""
    before, after = seen.measures_before, seen.measures_after
    again = seen.replacement.after
    replaced = bool(seen.out)
    pairs = (seen.pairs_before, seen.after.surviving_pairs, again.surviving_pairs)
    largest = (seen.largest_before, seen.after.largest_component, again.largest_component)
    rows = [
        ("Pairs of people who can reach each other", *(f"{number:,}" for number in pairs)),
        ("People in the largest part", *(f"{number:,}" for number in largest)),
        ("Parts", f"{before.parts:,}", f"{after.parts:,}", f"{len(again.parts):,}"),
        ("People in the group", f"{before.people:,}", f"{after.people:,}", f"{after.people:,}"),
        ("Ties", f"{before.ties:,}", f"{after.ties:,}", f"{len(seen.replacement.network.left):,}"),
    ]
    return [(what, one, two, three if replaced else "") for what, one, two, three in rows]


def part_rows(standing: Standing, after: Aftermath) -> list[PartRow]:
    """The largest parts, with who is in each."""
    rows = []
    for number, ids in enumerate(after.parts[:_PARTS_SHOWN], start=1):
        people = sorted(map(standing.called, ids), key=lambda person: (person.label, person.entity_id))
        rows.append(PartRow(number, len(ids), tuple(people[:_NAMED]), max(0, len(people) - _NAMED)))
    return rows


def next_places(seen: WhatIf) -> list[NextPlace]:
    """Of each empty place, who could take it; what has to be done for them first is said in words."""
    called = seen.standing.called
    rows = []
    for place in seen.replacement.replacements:
        successors = tuple(
            (
                called(one.person),
                one.shared,
                "protect them first" if one.protected else "nobody has checked them: protect them first" if one.unchecked else "",
            )
            for one in place.successors
        )
        rows.append(NextPlace(called(place.out), successors))
    return rows
