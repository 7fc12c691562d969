"""Making a decision and undoing one: each in one transaction with its audit entry; nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from django.db import transaction

from stronghold.casework.decisions.conflicts import Contradicted, contradicted_by, told
from stronghold.casework.decisions.reading import visible_row
from stronghold.casework.models import Decision, DecisionCounter
from stronghold.casework.undoable import LONGEST_REASON, Problem, checked_reason, mark_undone
from stronghold.governance import audit, policy
from stronghold.governance.acts import refuse_act
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible
from stronghold.governance.sides import MentionSide
from stronghold.linking.decisions import Decision as Said
from stronghold.linking.decisions import Judgement
from stronghold.vocabulary import kind

__all__ = ["LONGEST_REASON", "DecisionProblem", "Wanted", "decide", "refuse", "undo"]


class DecisionProblem(Problem):
    """What is wrong, by the field of a form: ``reason``, ``left``, ``right``."""


@dataclass(frozen=True)
class Wanted:
    """What a person says of two mentions, named by their keys."""

    judgement: Judgement
    left: str
    right: str


def decide(gateway: Gateway, wanted: Sequence[Wanted], *, reason: str, origin: str = Decision.Origin.PAGE) -> list[Decision]:
    """Keep what a person decided, all of it or nothing; what stands already is given back as it stands.

    ``Contradicted`` where decisions that stand say otherwise, ``NotVisible`` where the account may not see a mention for its
    purpose, ``Refused`` where the policy does not permit it, ``DecisionProblem`` for what a form can mend.
    """
    _require(gateway)
    reason = checked_reason(reason, "Say why, for whoever reads this later", DecisionProblem)
    if not wanted:
        raise DecisionProblem({"right": "Choose what is to be decided"})
    pairs = [Wanted(one.judgement, *sorted((one.left.strip(), one.right.strip()))) for one in wanted]
    sides = _sides(gateway, pairs)
    links = {(one.left, one.right): gateway.link_between(one.left, one.right) for one in pairs}
    conflicts = []
    made: list[Decision] = []
    with transaction.atomic():
        counter = DecisionCounter.objects.select_for_update().get_or_create(pk=1)[0]
        standing = list(Decision.objects.select_related("by").filter(undone_at=None))
        already = {(row.judgement, row.left, row.right): row for row in standing}
        fresh = [one for one in dict.fromkeys(pairs) if (one.judgement.value, one.left, one.right) not in already]
        numbered = [Said(counter.last + n, one.judgement, one.left, one.right) for n, one in enumerate(fresh, start=1)]
        conflicts = contradicted_by(numbered, standing)
        if not conflicts:
            now = datetime.now(UTC)
            for said in numbered:
                link = links[said.left, said.right]
                row = _row(gateway, said, sides, reason=reason, origin=origin, at=now)
                row.match_weight, row.accepted = (link.match_weight, link.accepted) if link else (None, None)
                row.save(force_insert=True)
                made.append(row)
                _audit(gateway, "decided", row, reason, judgement=row.judgement, origin=str(origin))
            if numbered:
                counter.last = numbered[-1].sequence
                counter.save(update_fields=["last"])
    if conflicts:
        audit.append_durably(
            "decision contradicted",
            account=gateway.account,
            purpose=gateway.purpose,
            detail={"by": sorted({row.number for _, chain in conflicts for row in chain})},
        )
        raise Contradicted(told(gateway, conflicts))
    by_pair = {(row.judgement, row.left, row.right): row for row in made}
    return [(by_pair | already)[one.judgement.value, one.left, one.right] for one in dict.fromkeys(pairs)]


def undo(gateway: Gateway, number: int, *, reason: str) -> Decision:
    """The decision no longer counts: the next build is as if it had never been made. It is kept, with both reasons.

    ``NotVisible`` where there is none or the account may not see what it is about, ``DecisionProblem`` where it was undone before.
    """
    _require(gateway)
    reason = checked_reason(reason, "Say why it is undone", DecisionProblem)
    visible_row(gateway, number)
    with transaction.atomic():
        DecisionCounter.objects.select_for_update().get_or_create(pk=1)
        row = Decision.objects.select_related("by", "undone_by").get(number=number)
        if row.undone_by is not None:
            raise DecisionProblem({"reason": f"{row.undone_by.username} has undone this decision already"})
        mark_undone(gateway, row, reason)
        _audit(gateway, "decision undone", row, reason)
    return row


def refuse(gateway: Gateway) -> NoReturn:
    """Who may not decide is told so; it is written to the audit."""
    message = "You may not decide who is the same for the purpose you have stated."
    refuse_act(gateway.account, gateway.purpose, "decide", message, remedy="Change your purpose, or ask an analyst.")


def _require(gateway: Gateway) -> None:
    if not policy.may(gateway.account, "decide", gateway.purpose):
        refuse(gateway)


def _sides(gateway: Gateway, pairs: Sequence[Wanted]) -> dict[str, MentionSide]:
    """The mentions, all of them visible and each pair of one kind."""
    keys = sorted({key for one in pairs for key in (one.left, one.right)})
    sides = gateway.mentions(keys)
    if missing := [key for key in keys if key not in sides]:
        audit.append_durably(
            "refused", account=gateway.account, purpose=gateway.purpose, text=missing[0], detail={"reason": "not visible"}
        )
        raise NotVisible(
            f"Nothing by '{missing[0]}' is visible to you for the purpose you have stated, so nothing can be decided about it.",
            remedy="Copy the key of a record's person, home or thing from its page.",
        )
    for one in pairs:
        if one.left == one.right:
            raise DecisionProblem({"right": "Choose two different records"})
        kinds = [sides[key].mention.kind for key in (one.left, one.right)]
        if kinds[0] != kinds[1]:
            labels = " and ".join(kind(name).label.lower() for name in kinds)
            raise DecisionProblem({"right": f"Choose two of the same kind: these are {labels}"})
    return sides


def _row(gateway: Gateway, said: Said, sides: Mapping[str, MentionSide], *, reason: str, origin: str, at: datetime) -> Decision:
    left, right = sides[said.left], sides[said.right]
    return Decision(
        number=said.sequence,
        judgement=said.judgement.value,
        kind=left.mention.kind,
        left=said.left,
        right=said.right,
        left_entity=left.entity_id,
        right_entity=right.entity_id,
        left_terms=left.terms,
        right_terms=right.terms,
        snapshot=gateway.snapshot_id,
        origin=origin,
        reason=reason,
        by=gateway.account,
        at=at,
        purpose=gateway.purpose,
    )


def _audit(gateway: Gateway, action: str, row: Decision, reason: str, **detail: str) -> None:
    records = [key.split("#", 1)[0] for key in (row.left, row.right)]
    audit.append(
        action,
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[row.left_entity, row.right_entity, *records],
        text=reason,
        detail={"decision": row.number, "snapshot": gateway.snapshot_id, **detail},
    )
