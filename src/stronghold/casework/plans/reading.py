"""Reading plans: those of whose people the account may see a record each, and never before the audit is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stronghold.casework.checks.who import ACT
from stronghold.casework.models import PlannedPerson, PlanStep, SavedPlan
from stronghold.casework.plans.watching import watch
from stronghold.governance import audit, policy
from stronghold.governance.gateway import Gateway
from stronghold.governance.planning import Person, Standing, blocked_by
from stronghold.governance.protection import ProtectionView
from stronghold.governance.refusals import NotVisible

__all__ = ["Blocks", "PlanView", "PlannedView", "blocks", "listed", "read", "seen_among"]


@dataclass(frozen=True)
class PlannedView:
    """Somebody whom a plan chose, and who that is ``today`` (several after a split; none: no record that the account may see is left).
    ``is_same``: they are one person, under the id that was chosen."""

    row: PlannedPerson
    today: tuple[ProtectionView, ...]
    is_same: bool

    @property
    def is_protected(self) -> bool:
        return any(each.state == "protected" for each in self.today)


@dataclass(frozen=True)
class PlanView:
    """A plan with whom it chose and every step that was taken, in the order of time."""

    row: SavedPlan
    people: tuple[PlannedView, ...]
    steps: tuple[PlanStep, ...]

    @property
    def is_open(self) -> bool:
        return self.row.state != SavedPlan.State.WITHDRAWN

    @property
    def protected(self) -> tuple[PlannedView, ...]:
        """Those whom it chose and who have to be protected now."""
        return tuple(each for each in self.people if each.is_protected)


@dataclass(frozen=True)
class Blocks:
    """Why a plan may not be released today, in sentences; whom nobody has ``unchecked``; the group as it is, ``None`` where it is not found."""

    reasons: tuple[str, ...]
    unchecked: tuple[Person, ...]
    standing: Standing | None


def listed(gateway: Gateway) -> tuple[PlanView, ...]:
    """The plans that the account may see, the latest first."""
    watch(gateway.store)
    rows = list(SavedPlan.objects.select_related("by").prefetch_related("people", "steps__by").order_by("-number"))
    seen = seen_among(gateway, rows)
    views = [_view(gateway, row, seen[row.pk], {}) for row in rows if row.pk in seen]
    audit.append_durably(
        "plans listed",
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=dict.fromkeys(each.row.entity_id for view in views for each in view.people),
        detail={"found": len(views), "shown": [view.row.number for view in views]},
    )
    return tuple(views)


def read(gateway: Gateway, number: int) -> PlanView:
    """The plan of that number with who its people are today. ``NotVisible``, in the same words, where there is none and where the
    account may not see everyone in it."""
    watch(gateway.store)
    row = SavedPlan.objects.select_related("by").prefetch_related("people", "steps__by").filter(number=number).first()
    seen = seen_among(gateway, [row]) if row is not None else {}
    audit.append_durably(
        "plan read",
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[person.entity_id for person in row.people.all()] if row is not None and seen else (),
        detail={"plan": number, "found": len(seen)},
    )
    if row is None or not seen:
        raise NotVisible(
            f"No plan {number} is visible to you for the purpose you have stated.", remedy="Look for it in the list of plans."
        )
    where = seen[row.pk]
    people = {each.entity_id: each for each in gateway.protection_of(sorted(set(where.values())))}
    return _view(gateway, row, where, people)


def blocks(gateway: Gateway, view: PlanView) -> Blocks:
    """Why the plan may not be released, looked at now, by today's picture and checks."""
    reasons = []
    try:
        standing = gateway.group_without(view.row.group_id, ()).standing
    except NotVisible:
        return Blocks(("The group is no longer found: make a plan for who is tied to whom today.",), (), None)
    if view.protected:
        number = len(view.protected)
        who = "1 person" if number == 1 else f"{number:,} people"
        reasons.append(f"The plan chose {who} who {'has' if number == 1 else 'have'} to be protected. Make another plan.")
    standing = replace(standing, unchecked=(*standing.unchecked, *_unchecked_besides(gateway, view.row, standing)))
    reasons += blocked_by(standing)
    if not all(each.is_same for each in view.people):
        reasons.append("Somebody whom the plan chose was joined with another or parted since. Make another plan.")
    members = set(standing.network.ids)
    if any(each.row.entity_id not in members for each in view.people if each.is_same):
        reasons.append("Somebody whom the plan chose is no longer in the group. Make another plan.")
    return Blocks(tuple(reasons), standing.unchecked, standing)


def _unchecked_besides(gateway: Gateway, row: SavedPlan, standing: Standing) -> Iterator[Person]:
    """Those whom nobody has checked and who were in the group as whoever saved the plan saw it, though not as this account sees it: for those
    alone who are asked to check them."""
    besides = sorted(set(row.members) - set(standing.network.ids))
    if besides and policy.may(gateway.account, ACT, gateway.purpose):
        for each in gateway.protection_of(besides):
            if each.state == "unchecked":
                yield Person(each.entity_id, each.label)


def seen_among(gateway: Gateway, rows: Sequence[SavedPlan]) -> dict[int, Mapping[str, str]]:
    """Of those plans that the account may see, by primary key, the entity of each visible key of their people."""
    keys = {key for row in rows for person in row.people.all() for key in person.keys}
    visible = gateway.known(keys).visible if keys else {}
    found: dict[int, Mapping[str, str]] = {}
    for row in rows:
        people = [[key for key in person.keys if key in visible] for person in row.people.all()]
        if people and all(people):
            found[row.pk] = {key: visible[key] for own in people for key in own}
    return found


def _view(gateway: Gateway, row: SavedPlan, where: Mapping[str, str], people: Mapping[str, ProtectionView]) -> PlanView:
    every = gateway.holders({key for person in row.people.all() for key in person.keys}) if people else {}
    planned = []
    for person in row.people.all():
        own = sorted({where[key] for key in person.keys if key in where})
        sides = {every[key] for key in person.keys if key in every}
        planned.append(PlannedView(person, tuple(people[who] for who in own if who in people), sides == {person.entity_id}))
    return PlanView(row, tuple(planned), tuple(row.steps.all()))
