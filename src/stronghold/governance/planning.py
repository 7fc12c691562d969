"""Plans for a group from a picture: the best choice of people with proof, protected people never among them, and what was left open.

Who is protected is worked out from every record, also those that the reader may not see (``concern.protection``); the reasons that
are *shown* are those that visible records give. The network that the plan falls on is that of visible records. What somebody takes for
false in thought changes the network, and the parts that people are said to have in supply; it never changes who is protected.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import duckdb

from stronghold.concern import Check, live_among, protected_by, told_of
from stronghold.concern.childhood import today_here
from stronghold.errors import BadInput
from stronghold.governance.groups import GroupSummary
from stronghold.governance.labels import named
from stronghold.network.disruption.aftermath import Aftermath, without
from stronghold.network.disruption.plan import Alternative, Plan, make_plan
from stronghold.network.disruption.replacement import Replaced
from stronghold.network.disruption.replacement import replaced as replaced_in
from stronghold.network.disruption.uncertain import UncertainPlan, make_uncertain_plan
from stronghold.network.graph import Network
from stronghold.network.groups.evidence import supply_evidence
from stronghold.network.measures import GroupMeasures, measures

__all__ = [
    "GroupPlan",
    "NotChosen",
    "Person",
    "PlannedPerson",
    "SourceDropped",
    "Standing",
    "WhatIf",
    "around_plan",
    "best_choice",
    "blocked_by",
    "parts_in_supply",
    "plan_for",
    "sentence_of",
    "what_if",
    "without_source",
]


@dataclass(frozen=True)
class Person:
    """Somebody of the group, as they are called by visible records."""

    entity_id: str
    label: str


@dataclass(frozen=True)
class NotChosen(Person):
    """Somebody who is never to be chosen: ``reasons`` as visible records and checks give them, in sentences, with the ``records``. Empty
    where no record that the reader may see says why."""

    reasons: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True)
class PlannedPerson(Person):
    """Somebody who was chosen, and why in a sentence."""

    sentence: str
    unchecked: bool


@dataclass(frozen=True)
class Standing:
    """A group as a plan finds it: its ``network``, who is ``never`` to be chosen, and whom nobody has checked (``unchecked``)."""

    group: GroupSummary
    network: Network
    people: Mapping[str, str]
    never: tuple[NotChosen, ...]
    unchecked: tuple[Person, ...]
    parts: Mapping[str, frozenset[str]]

    def called(self, entity_id: str) -> Person:
        return Person(entity_id, self.people.get(entity_id, entity_id))

    def replaced(self, out: Collection[str]) -> Replaced:
        """What the group can do next once ``out`` are out: see :func:`stronghold.network.disruption.replacement.replaced`."""
        protected, unchecked = ({each.entity_id for each in people} for people in (self.never, self.unchecked))
        return replaced_in(self.network, out, parts=self.parts, protected=protected, unchecked=unchecked)

    def protect_first(self, next_: Replaced) -> tuple[Person, ...]:
        """Whoever could be put into an empty place and is to be protected; and of those whom nobody has checked the likeliest, three for
        each place. By what they are called."""
        found = {one.person for place in next_.replacements for one in place.successors if one.unchecked}
        found |= {who for place in next_.replacements for who in place.near_by} & {each.entity_id for each in self.never}
        return tuple(sorted(map(self.called, found), key=lambda person: (person.label, person.entity_id)))


@dataclass(frozen=True)
class GroupPlan:
    """A plan for a group in a snapshot. ``blocked_by``: why it may not be released, in sentences; empty where it may. ``protect_first``:
    who could be put into a place that it empties, and is to be protected or was checked by nobody."""

    standing: Standing
    snapshot_id: str
    plan: Plan
    chosen: tuple[PlannedPerson, ...]
    replacement: Replaced
    before: GroupMeasures
    after: GroupMeasures
    blocked_by: tuple[str, ...]

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        return self.plan.alternatives

    @property
    def protect_first(self) -> tuple[Person, ...]:
        return self.standing.protect_first(self.replacement)


@dataclass(frozen=True)
class WhatIf:
    """A group once the people ``out`` are out of it: who is left in which part, and how it is measured before and after; each worked out
    where it is asked for."""

    standing: Standing
    out: tuple[Person, ...]

    @property
    def _gone(self) -> tuple[str, ...]:
        return tuple(person.entity_id for person in self.out)

    @cached_property
    def after(self) -> Aftermath:
        return without(self.standing.network, self._gone)

    @cached_property
    def _before(self) -> Aftermath:
        return without(self.standing.network, ())

    @property
    def pairs_before(self) -> int:
        return self._before.surviving_pairs

    @property
    def largest_before(self) -> int:
        return self._before.largest_component

    @cached_property
    def measures_before(self) -> GroupMeasures:
        return measures(self.standing.network)

    @cached_property
    def measures_after(self) -> GroupMeasures:
        return measures(self.standing.network.without(self._gone))

    @cached_property
    def replacement(self) -> Replaced:
        return self.standing.replaced(self._gone)

    @property
    def protect_first(self) -> tuple[Person, ...]:
        return self.standing.protect_first(self.replacement)


@dataclass(frozen=True)
class SourceDropped:
    """The plan were the file ``name`` false: whom it would choose (ids, and ``people`` by what they are called), and the pairs that
    survive; ``problem``: why there would be none. ``stands``: whether the choice made with the file would be as good."""

    name: str
    chosen: tuple[str, ...]
    surviving_pairs: float
    problem: str
    people: tuple[Person, ...] = ()
    stands: bool = False


def around_plan(
    con: duckdb.DuckDBPyConnection,
    group: GroupSummary,
    network: Network,
    parts: Mapping[str, frozenset[str]],
    classes: Collection[int],
    checks: Collection[Check],
) -> Standing:
    """What a plan for the group has to heed, today. ``con`` has the table ``visible``, and shows nothing as false that is doubted in
    thought alone; ``network`` and ``parts`` (:func:`parts_in_supply`) are what is left where something is."""
    names = {who: each.label for who, each in named(con, network.ids).items()}
    today = today_here()
    told = told_of(con, network.ids, on=today)
    now = protected_by(told, network.ids, checks)
    live = live_among(told.reasons(classes), checks, today)
    never = []
    for who in sorted(now.protected, key=lambda who: (names.get(who, ""), who)):
        reasons = live.get(who, ())
        said = [reason.sentence for reason in reasons]
        if who in now.confirmed:
            said.append(f"Confirmed as to be protected on {now.confirmed[who].on:%-d %B %Y} (check {now.confirmed[who].number})")
        records = sorted({key for reason in reasons for key in reason.records})
        never.append(NotChosen(who, names.get(who, who), tuple(said), tuple(records)))
    unchecked = tuple(
        Person(who, names.get(who, who)) for who in sorted(now.unchecked, key=lambda who: (names.get(who, ""), who))
    )
    return Standing(group, network, names, tuple(never), unchecked, parts)


def parts_in_supply(
    con: duckdb.DuckDBPyConnection, people: Collection[str], classes: Collection[int]
) -> dict[str, frozenset[str]]:
    """The parts in supply that visible records say each of ``people`` has; those without one are not in it."""
    supplies = supply_evidence(con, people, classes).supplies
    return {who: frozenset(one.part for one in said if one.part) for who, said in supplies.items()}


def best_choice(
    standing: Standing, people: int, *, excluded: Collection[str] = (), uncertain: bool = False, seconds: float = 10.0
) -> Plan:
    """The best choice of ``people`` for the group that ``seconds`` allow; ``excluded`` are left out beside those who are never chosen.

    ``BadInput`` where so many cannot be chosen, or somebody of ``excluded`` is not in the group.
    """
    network = standing.network
    never = {each.entity_id for each in standing.never}
    if network.ids and never.issuperset(network.ids):
        raise BadInput(
            "Everybody in this group is to be protected, so there is nobody to act against.",
            remedy="Look at who uses them: people at the edge of the group, and groups linked to it.",
        )
    make = make_uncertain_plan if uncertain else make_plan
    return make(network, people, excluded={*excluded, *never}, seconds=seconds)


def plan_for(
    standing: Standing,
    snapshot_id: str,
    people: int,
    *,
    excluded: Collection[str] = (),
    uncertain: bool = False,
    seconds: float = 10.0,
) -> GroupPlan:
    """That choice with what it comes to: see :func:`best_choice`."""
    network = standing.network
    found = best_choice(standing, people, excluded=excluded, uncertain=uncertain, seconds=seconds)
    open_ = {each.entity_id for each in standing.unchecked}
    chosen = tuple(
        PlannedPerson(who, standing.called(who).label, sentence_of(who, sentence), who in open_)
        for who, sentence in zip(found.chosen, found.reasons, strict=True)
    )
    return GroupPlan(
        standing=standing,
        snapshot_id=snapshot_id,
        plan=found,
        chosen=chosen,
        replacement=standing.replaced(found.chosen),
        before=measures(network),
        after=measures(network.without(found.chosen)),
        blocked_by=blocked_by(standing),
    )


def blocked_by(standing: Standing) -> tuple[str, ...]:
    """Why no plan for the group may be released; empty where one may."""
    number = len(standing.unchecked)
    who = "1 person" if number == 1 else f"{number:,} people"
    return (f"Nobody has checked {who} of the group for reasons to protect them first.",) if number else ()


def sentence_of(who: str, sentence: str) -> str:
    """The sentence about ``who`` without their id before it."""
    words = sentence.removeprefix(f"{who}: ")
    return words[0].upper() + words[1:]


def what_if(standing: Standing, out: Collection[str]) -> WhatIf:
    """The group without the people ``out``. ``BadInput`` where one is not in it, or is to be protected: not even to see what would be."""
    network = standing.network
    never = {each.entity_id: each for each in standing.never}
    for who in sorted(set(out)):
        if who not in network.place:
            raise BadInput(f"{who} is not in this group.", column="out", remedy="Choose people of the group.")
        if who in never:
            message = f"{never[who].label} is to be protected first, and is never taken out."
            raise BadInput(message, column="out", remedy="Choose somebody else; see who uses them.")
    return WhatIf(standing, tuple(standing.called(who) for who in sorted(set(out))))


def without_source(
    standing: Standing, name: str, planning: Callable[[Standing], Plan], planned: Collection[str]
) -> SourceDropped:
    """The plan that ``planning`` makes for ``standing``, in which the source ``name`` is taken for false already, held against the choice
    ``planned``."""
    try:
        plan = planning(standing)
    except BadInput as problem:
        return SourceDropped(name, (), 0, str(problem))
    stands = set(planned) == set(plan.chosen)
    # Where ties are uncertain, pairs are means over drawn networks: two choices would compare on the same ones alone.
    if not stands and not isinstance(plan, UncertainPlan):
        stands = without(standing.network, planned).surviving_pairs <= plan.surviving_pairs
    return SourceDropped(name, plan.chosen, plan.surviving_pairs, "", tuple(map(standing.called, plan.chosen)), stands)
