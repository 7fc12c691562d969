"""Every step that a person takes with a plan: it is saved, released, withdrawn; each in one transaction with its audit entry.

    save -> draft -> release -> released -> (it does not hold any more: watching.py) -> suspended -> release -> released
                 \\-> withdraw -> withdrawn, from any state but withdrawn

A plan is released by a named person, with a reason, and never while anybody in its group is unchecked, anybody it chose is protected or not who
they were, or a record that it rests on is gone or was found false.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.db import transaction

from stronghold.casework.models import PlanCounter, PlannedPerson, PlanStep, SavedPlan
from stronghold.casework.plans.reading import PlanView, blocks, read
from stronghold.casework.plans.watching import watch
from stronghold.casework.undoable import Problem, checked_reason
from stronghold.errors import BadInput
from stronghold.governance import audit
from stronghold.governance.acts import require_act
from stronghold.governance.gateway import Gateway
from stronghold.governance.planning import WhatIf, best_choice, sentence_of
from stronghold.governance.sources_behind import doubted
from stronghold.network.disruption.plan import Plan, reasons_for
from stronghold.network.disruption.uncertain import UncertainPlan

__all__ = ["NotReleasable", "PlanProblem", "Result", "release", "save", "withdraw"]

_REMEDY = {
    "save_plan": "Change your purpose to disrupting drug supply, or ask an analyst or a sergeant.",
    "release_plan": "Change your purpose to disrupting drug supply, or ask a sergeant.",
}


class PlanProblem(Problem):
    """What is wrong, by the field of a form: ``aim``, ``out``, ``reason``."""


class NotReleasable(BadInput):
    """Why a plan may not be released, in sentences (``reasons``)."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons), remedy="Ask for the checks that are open, or make another plan.")
        self.reasons = tuple(reasons)


@dataclass(frozen=True)
class Result:
    """What a choice comes to: pairs of people who reach each other, before and after; the largest part after; ``bound``: no choice of as many
    leaves less. ``by_hand``: a person chose, and not the computation; ``proved``: nothing is better. ``low`` and ``high``: 95 % of a mean over
    networks drawn by uncertain ties."""

    pairs_before: int
    surviving_pairs: float
    largest_component: int
    bound: float
    proved: bool
    by_hand: bool
    low: float | None = None
    high: float | None = None

    @property
    def gap(self) -> float:
        """How far above the bound it may lie, as a share of itself."""
        return max(0.0, self.surviving_pairs - self.bound) / self.surviving_pairs if self.surviving_pairs else 0.0


def save(
    gateway: Gateway,
    group_id: str,
    out: Collection[str],
    *,
    aim: str,
    excluded: Collection[str] = (),
    false: Collection[str] = (),
    uncertain: bool = False,
    seconds: float = 10.0,
    best: Plan | None = None,
) -> SavedPlan:
    """Keep the choice of the people ``out`` of a group, with what it comes to beside the best that is known: ``best``, where it was made of
    the same question already.

    ``false`` are names of files and keys of records taken for false. ``Refused`` where the policy does not permit it, ``PlanProblem`` for what
    a form can mend, ``BadInput`` as the gateway's plans give it: among it that somebody of ``out`` is to be protected.
    """
    _require(gateway, "save_plan")
    given = checked_reason(aim, "Say what the plan is for", PlanProblem, field="aim")
    chosen = sorted({who.strip().upper() for who in out})
    if not chosen:
        raise PlanProblem({"out": "Choose at least one person"})
    seen = gateway.group_without(group_id, chosen, **doubted(false))
    left_out = {who.strip().upper() for who in excluded} - set(chosen)
    if best is None:
        best = best_choice(seen.standing, len(chosen), excluded=left_out, uncertain=uncertain, seconds=seconds)
    records = {key for each in gateway.group_evidence(group_id) for tie in each.ties for key in tie.records}
    plan = SavedPlan(
        group_id=seen.standing.group.group_id,
        snapshot=gateway.snapshot_id,
        aim=given,
        options={"uncertain": uncertain, "excluded": sorted(left_out), "false": sorted(false)},
        result=asdict(_result(best, seen)),
        records=sorted(records),
        members=list(seen.standing.network.ids),
        by=gateway.account,
        at=datetime.now(UTC),
        purpose=gateway.purpose,
    )
    return _keep(gateway, plan, seen, gateway.anchor_keys(chosen))


def _keep(gateway: Gateway, plan: SavedPlan, seen: WhatIf, keys: Mapping[str, Sequence[str]]) -> SavedPlan:
    chosen = [person.entity_id for person in seen.out]
    sentences = dict(zip(chosen, reasons_for(seen.standing.network, chosen), strict=True))
    with transaction.atomic():
        counter = PlanCounter.objects.select_for_update().get_or_create(pk=1)[0]
        counter.last += 1
        counter.save(update_fields=["last"])
        plan.number = counter.last
        plan.save(force_insert=True)
        for who in chosen:
            sentence = sentence_of(who, sentences[who])
            PlannedPerson(plan=plan, keys=list(keys[who]), entity_id=who, sentence=sentence).save(force_insert=True)
        _step(gateway, plan, SavedPlan.State.DRAFT, plan.aim)
        _audit(gateway, "plan saved", plan, chosen, plan.aim)
    return plan


def release(gateway: Gateway, number: int, *, reason: str) -> SavedPlan:
    """The plan may be acted on. Everything is looked at again, by today's picture and checks.

    ``NotVisible`` as by :func:`.reading.read`, ``Refused`` where the policy does not permit it, ``PlanProblem`` for what a form can mend,
    ``NotReleasable`` while anybody in the group is unchecked, anybody chosen has to be protected, or what the plan rests on is not as it was
    (:mod:`.changed`); the refusal is in the audit.
    """
    _require(gateway, "release_plan")
    view = read(gateway, number)
    given = checked_reason(reason, "Say why it is released", PlanProblem)
    stopped = blocks(gateway, view).reasons
    if stopped:
        _audit(gateway, "plan release refused", view.row, _chosen(view), given, reasons=len(stopped))
        raise NotReleasable(stopped)
    plan = _move(gateway, view, SavedPlan.State.RELEASED, given, {SavedPlan.State.DRAFT, SavedPlan.State.SUSPENDED})
    # A check that was recorded meanwhile may have looked for released plans before this was one.
    watch(gateway.store)
    plan.refresh_from_db()
    return plan


def withdraw(gateway: Gateway, number: int, *, reason: str) -> SavedPlan:
    """The plan is not to be acted on. It is kept, with every step. ``NotVisible``, ``Refused`` and ``PlanProblem`` as by :func:`release`."""
    _require(gateway, "save_plan")
    view = read(gateway, number)
    given = checked_reason(reason, "Say why it is withdrawn", PlanProblem)
    return _move(gateway, view, SavedPlan.State.WITHDRAWN, given, set(SavedPlan.State) - {SavedPlan.State.WITHDRAWN})


def _move(gateway: Gateway, view: PlanView, to: SavedPlan.State, reason: str, allowed: Collection[str]) -> SavedPlan:
    with transaction.atomic():
        PlanCounter.objects.select_for_update().get_or_create(pk=1)
        plan = SavedPlan.objects.select_for_update().get(pk=view.row.pk)
        if plan.state not in allowed:
            raise PlanProblem({"reason": f"The plan is {plan.get_state_display()} already"})
        plan.state, plan.watched = to, ""
        plan.save(update_fields=["state", "watched"])
        _step(gateway, plan, to, reason)
        _audit(gateway, f"plan {to.value}", plan, _chosen(view), reason)
    return plan


def _result(found: Plan, seen: WhatIf) -> Result:
    before, pairs = seen.pairs_before, float(seen.after.surviving_pairs)
    if set(found.chosen) != {person.entity_id for person in seen.out}:
        # With uncertain ties the bound is one of means, and says nothing of this count.
        bound = 0.0 if isinstance(found, UncertainPlan) else min(found.bound, pairs)
        return Result(before, pairs, seen.after.largest_component, bound, False, by_hand=True)
    drawn = (found.low, found.high) if isinstance(found, UncertainPlan) else (None, None)
    return Result(before, found.surviving_pairs, found.largest_component, found.bound, found.proved, False, *drawn)


def _chosen(view: PlanView) -> list[str]:
    return [each.row.entity_id for each in view.people]


def _require(gateway: Gateway, act: str) -> None:
    verb = "release" if act == "release_plan" else "keep or withdraw"
    message = f"You may not {verb} plans for the purpose you have stated."
    require_act(gateway.account, gateway.purpose, act, message, remedy=_REMEDY[act])


def _step(gateway: Gateway, plan: SavedPlan, to: SavedPlan.State, reason: str) -> None:
    step = PlanStep(
        plan=plan,
        to=to,
        by=gateway.account,
        at=datetime.now(UTC),
        purpose=gateway.purpose,
        reason=reason,
        snapshot=gateway.snapshot_id,
    )
    step.save(force_insert=True)


def _audit(gateway: Gateway, action: str, plan: SavedPlan, people: Sequence[str], reason: str, **detail: object) -> None:
    audit.append(
        action,
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=people,
        text=reason,
        detail={"plan": plan.number, "group": plan.group_id, "snapshot": gateway.snapshot_id, **detail},
    )
