"""Declaring a group, amending and withdrawing it: each in one transaction with its audit entry; nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from django.db import transaction

from stronghold.casework.groups.reading import DeclaredGroupView, listed, read
from stronghold.casework.models import DeclaredGroup, DeclaredGroupCounter, DeclaredPerson
from stronghold.casework.undoable import Problem, checked_reason, mark_undone
from stronghold.governance import audit, policy
from stronghold.governance.acts import refuse_act
from stronghold.governance.gateway import Gateway

__all__ = ["LONGEST_NAME", "DeclaredProblem", "Naming", "amend", "declare", "refuse", "take_back", "withdraw"]

LONGEST_NAME = 100
_MOST_PEOPLE = 200
_NO_REASON = "Say why, for whoever reads this later"


class DeclaredProblem(Problem):
    """What is wrong, by the field of a form: ``name``, ``people``, ``reason``."""


@dataclass(frozen=True)
class Naming:
    """Somebody (by entity id) who belongs to the group, or who does not."""

    entity_id: str
    belongs: bool


def declare(gateway: Gateway, name: str, people: Sequence[Naming], *, reason: str, found_id: str = "") -> DeclaredGroup:
    """Keep a group as the account has it; it holds at once for whoever may see everyone in it.

    ``Refused`` where the policy does not permit it, ``DeclaredProblem`` for what a form can mend: among it that somebody is not visible, or is
    declared in another group that is.
    """
    _require(gateway)
    given = checked_reason(reason, _NO_REASON, DeclaredProblem)
    named = name.replace("\0", "").strip()
    if not named or len(named) > LONGEST_NAME:
        raise DeclaredProblem({"name": f"Give the group a name of {LONGEST_NAME} characters or fewer"})
    wanted = _checked(gateway, people, apart_from=None)
    if not any(one.belongs for one in wanted):
        raise DeclaredProblem({"people": "Name at least one person who belongs to the group"})
    keys = _keys(gateway, wanted)
    with transaction.atomic():
        counter = _counter()
        counter.last += 1
        row = DeclaredGroup(
            number=counter.last, name=named, found_id=found_id, snapshot=gateway.snapshot_id, **_said(gateway, given)
        )
        row.save(force_insert=True)
        _name(gateway, counter, row, wanted, keys, given)
        counter.save()
        _audit(gateway, "group declared", row, wanted, given)
    return row


def amend(gateway: Gateway, number: int, people: Sequence[Naming], *, reason: str) -> DeclaredGroup:
    """Say of more people that they belong or do not; what was said of them before in the group is taken back. Else as :func:`declare`."""
    _require(gateway)
    view = _standing(gateway, number)
    given = checked_reason(reason, _NO_REASON, DeclaredProblem)
    wanted = _checked(gateway, people, apart_from=number)
    if not wanted:
        raise DeclaredProblem({"people": "Name at least one person"})
    keys = _keys(gateway, wanted)
    about = {one.entity_id for one in wanted}
    before = [line.row for line in view.standing if about & {line.row.entity_id, *line.today.person.entities}]
    with transaction.atomic():
        counter = _counter()
        for line in before:
            mark_undone(gateway, line, "Said anew")
        _name(gateway, counter, view.row, wanted, keys, given)
        counter.save()
        _audit(gateway, "group amended", view.row, wanted, given)
    return view.row


def take_back(gateway: Gateway, number: int, person: int, *, reason: str) -> None:
    """What was said of one person (by the number of the line) no longer counts: whether they belong is left to the evidence."""
    _require(gateway)
    view = _standing(gateway, number)
    given = checked_reason(reason, "Say why it is taken back", DeclaredProblem)
    line = next((each.row for each in view.standing if each.row.number == person), None)
    if line is None:
        raise DeclaredProblem({"reason": "That was taken back already"})
    with transaction.atomic():
        _counter()
        mark_undone(gateway, line, given)
        _audit(gateway, "group amended", view.row, [Naming(line.entity_id, line.belongs)], given, taken_back=line.number)


def withdraw(gateway: Gateway, number: int, *, reason: str) -> DeclaredGroup:
    """The declared group no longer counts, and the evidence alone says who is in it. It is kept, with both reasons."""
    _require(gateway)
    view = _standing(gateway, number)
    given = checked_reason(reason, "Say why it is withdrawn", DeclaredProblem)
    with transaction.atomic():
        _counter()
        mark_undone(gateway, view.row, given)
        _audit(gateway, "group withdrawn", view.row, [], given)
    return view.row


def refuse(gateway: Gateway) -> NoReturn:
    """Who may not declare groups is told so; it is written to the audit."""
    message = "You may not declare groups for the purpose you have stated."
    refuse_act(gateway.account, gateway.purpose, "declare_group", message, remedy="Change your purpose, or ask an analyst.")


def _require(gateway: Gateway) -> None:
    if not policy.may(gateway.account, "declare_group", gateway.purpose):
        refuse(gateway)


def _standing(gateway: Gateway, number: int) -> DeclaredGroupView:
    view = read(gateway, number)
    if view.row.undone_by is not None:
        raise DeclaredProblem({"reason": f"{view.row.undone_by.username} has withdrawn the group already"})
    return view


def _checked(gateway: Gateway, people: Sequence[Naming], *, apart_from: int | None) -> list[Naming]:
    """Each person once. Nobody belongs to two groups that the account may see."""
    wanted = {one.entity_id.strip().upper(): one.belongs for one in people if one.entity_id.strip()}
    if len(wanted) > _MOST_PEOPLE:
        raise DeclaredProblem({"people": f"Name {_MOST_PEOPLE} people or fewer at a time"})
    if len({(one.entity_id.strip().upper(), one.belongs) for one in people if one.entity_id.strip()}) > len(wanted):
        raise DeclaredProblem({"people": "Somebody cannot both belong and not belong"})
    for view in listed(gateway):
        if not view.row.stands or view.row.number == apart_from:
            continue
        theirs = {entity for line in view.standing if line.row.belongs for entity in line.today.person.entities}
        if taken := sorted(theirs & {who for who, belongs in wanted.items() if belongs}):
            raise DeclaredProblem({"people": f"{taken[0]} belongs to declared group {view.row.number} already: amend that first"})
    return [Naming(who, belongs) for who, belongs in wanted.items()]


def _keys(gateway: Gateway, wanted: Sequence[Naming]) -> dict[str, tuple[str, ...]]:
    keys = {one.entity_id: gateway.mention_keys(one.entity_id) if one.entity_id.startswith("P-") else () for one in wanted}
    if missing := [who for who, found in keys.items() if not found]:
        raise DeclaredProblem({"people": f"There is no person {missing[0]} that you may see: copy the id from their page"})
    return keys


def _counter() -> DeclaredGroupCounter:
    return DeclaredGroupCounter.objects.select_for_update().get_or_create(pk=1)[0]


def _said(gateway: Gateway, reason: str) -> dict[str, object]:
    return {"reason": reason, "by": gateway.account, "at": datetime.now(UTC), "purpose": gateway.purpose}


def _name(
    gateway: Gateway,
    counter: DeclaredGroupCounter,
    row: DeclaredGroup,
    wanted: Sequence[Naming],
    keys: dict[str, tuple[str, ...]],
    reason: str,
) -> None:
    for one in wanted:
        counter.last_person += 1
        DeclaredPerson(
            number=counter.last_person,
            group=row,
            belongs=one.belongs,
            keys=list(keys[one.entity_id]),
            terms=list(gateway.mention_terms(keys[one.entity_id])),
            entity_id=one.entity_id,
            snapshot=gateway.snapshot_id,
            **_said(gateway, reason),
        ).save(force_insert=True)


def _audit(gateway: Gateway, action: str, row: DeclaredGroup, people: Sequence[Naming], reason: str, **detail: object) -> None:
    belong = {one.entity_id for one in people if one.belongs}
    audit.append(
        action,
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[one.entity_id for one in people],
        text=reason,
        detail={
            "declared_group": row.number,
            "snapshot": gateway.snapshot_id,
            "belong": len(belong),
            "not": len(people) - len(belong),
            **detail,
        },
    )
