"""Decisions that rest on a record: one of the two that it names is in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q

from stronghold.casework.decisions.reading import visible_among
from stronghold.casework.models import Decision
from stronghold.casework.resting import Resting
from stronghold.governance.gateway import Gateway

__all__ = ["decisions_resting_on", "decisions_seen"]


def decisions_resting_on(record_key: str) -> Iterator[Resting]:
    """The decisions that stand about someone or something that the record names."""
    named = Q(left__startswith=f"{record_key}#") | Q(right__startswith=f"{record_key}#")
    for row in Decision.objects.filter(named, undone_at=None).order_by("number"):
        verb = "are the same" if row.judgement == Decision.Judgement.SAME else "are not the same"
        yield Resting(
            noun="decision",
            key=str(row.number),
            address=f"/decisions/{row.number}/",
            how=f"Says that two {verb}; the record names one of them.",
            owners=(row.by_id,),
        )


def decisions_seen(gateway: Gateway, numbers: Collection[str]) -> frozenset[str]:
    """Those of the decisions about records that the account may see."""
    rows = Decision.objects.filter(number__in=[int(number) for number in numbers])
    return frozenset(str(row.number) for row in visible_among(gateway, list(rows)))
