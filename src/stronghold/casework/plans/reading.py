"""Reading plans: those of whose people the account may see a record each, and never before the audit is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from stronghold.casework.anchors import Resolved, resolve_all
from stronghold.casework.checks.who import ACT
from stronghold.casework.models import PlannedPerson, PlanStep, SavedPlan
from stronghold.casework.plans.changed import rests_on, what_changed
from stronghold.casework.plans.watching import owners, watch
from stronghold.governance import audit, policy
from stronghold.governance.gateway import Gateway
from stronghold.governance.planning import Person, Standing, blocked_by
from stronghold.governance.protection import ProtectionView
from stronghold.governance.refusals import NotVisible

__all__ = ["Blocks", "PlanView", "PlannedView", "blocks", "listed", "read", "seen_among"]


@dataclass(frozen=True)
class PlannedView:
    """Somebody whom a plan chose, and who that is ``today`` (several after a split; none: no record that the account may see is left).
    ``resolved``: what has become of them, by every record."""

    row: PlannedPerson
    today: tuple[ProtectionView, ...]
    resolved: Resolved

    @property
    def is_same(self) -> bool:
        """Whether they are who was chosen, so that nobody needs to confirm who is meant."""
        return not self.resolved.needs_confirmation

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
    def is_same(self) -> bool:
        """Whether everybody whom it chose is who was chosen."""
        return all(each.is_same for each in self.people)

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
    shown = [row for row in rows if row.pk in seen]
    resolved = _resolved(gateway, shown)
    views = [_view(row, resolved[row.pk], seen[row.pk], {}) for row in shown]
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
    return _view(row, _resolved(gateway, [row])[row.pk], where, people)


def blocks(gateway: Gateway, view: PlanView) -> Blocks:
    """Why the plan may not be released, looked at now, by today's picture and checks."""
    found = [each.resolved for each in view.people]
    changed = what_changed(view.row, found, gateway.records_held(rests_on(view.row)))
    anew = [f"{sentence} Make another plan." for sentence in changed]
    reasons = []
    try:
        standing = gateway.group_without(view.row.group_id, ()).standing
    except NotVisible:
        return Blocks(("The group is no longer found: make a plan for who is tied to whom today.", *anew), (), None)
    if view.protected:
        number = len(view.protected)
        who = "1 person" if number == 1 else f"{number:,} people"
        reasons.append(f"The plan chose {who} who {'has' if number == 1 else 'have'} to be protected. Make another plan.")
    standing = replace(standing, unchecked=(*standing.unchecked, *_unchecked_besides(gateway, view.row, standing)))
    reasons += blocked_by(standing)
    reasons += anew
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
    """Of those plans that the account may see, by primary key, the entity of each visible key of their people.

    Of somebody of whom the picture holds no record any more nobody can see one: such a plan is for those who answer for it, and saw them.
    """
    known = gateway.known({key for row in rows for person in row.people.all() for key in person.keys}) if rows else None
    found: dict[int, Mapping[str, str]] = {}
    for row in rows:
        people = [person.keys for person in row.people.all()]
        if known is None or not people:
            continue
        unseen = [keys for keys in people if known.visible.keys().isdisjoint(keys)]
        are_gone = known.hidden.isdisjoint(key for keys in unseen for key in keys)
        if not unseen or (are_gone and gateway.account.pk in owners(row)):
            found[row.pk] = {key: known.visible[key] for keys in people for key in keys if key in known.visible}
    return found


def _resolved(gateway: Gateway, rows: Sequence[SavedPlan]) -> dict[int, tuple[Resolved, ...]]:
    """By the plan's primary key, what has become of each whom it chose, by every record."""
    anchors = {row.pk: [person.anchor for person in row.people.all()] for row in rows}
    every = iter(resolve_all([anchor for own in anchors.values() for anchor in own], gateway.whereabouts) if rows else ())
    return {pk: tuple(islice(every, len(own))) for pk, own in anchors.items()}


def _view(row: SavedPlan, found: Sequence[Resolved], where: Mapping[str, str], people: Mapping[str, ProtectionView]) -> PlanView:
    planned = []
    for person, resolved in zip(row.people.all(), found, strict=True):
        own = sorted({where[key] for key in person.keys if key in where})
        planned.append(PlannedView(person, tuple(people[who] for who in own if who in people), resolved))
    return PlanView(row, tuple(planned), tuple(row.steps.all()))
