"""What decisions say to those who obey or learn from them: a build, the review, training, measuring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stronghold.casework.models import Decision as Row
from stronghold.linking.decisions import Decision, Judgement

__all__ = ["Label", "decided_pairs", "for_build", "labels"]


@dataclass(frozen=True)
class Label:
    """What a person said of two mentions, and what the linking had made of them in the picture that they looked at.

    ``match_weight`` (log2 odds) and ``accepted`` are ``None`` where the two had no link. ``from_review``: the review asked; else
    the person chose the pair, so that it is no sample of anything.
    """

    decision: Decision
    kind: str
    match_weight: float | None
    accepted: bool | None
    from_review: bool
    at: datetime
    snapshot: str


def for_build() -> list[Decision]:
    """The decisions that stand, in the order in which they were made, as of one moment."""
    rows = Row.objects.filter(undone_at=None).order_by("number").values_list("number", "judgement", "left", "right")
    return [Decision(number, Judgement(judgement), left, right) for number, judgement, left, right in rows]


def labels(kind: str = "person") -> list[Label]:
    """The decisions that stand about mentions of that kind, for measuring how good links are."""
    return [
        Label(
            Decision(row.number, Judgement(row.judgement), row.left, row.right),
            row.kind,
            row.match_weight,
            row.accepted,
            row.origin == Row.Origin.REVIEW,
            row.at,
            row.snapshot,
        )
        for row in Row.objects.filter(undone_at=None, kind=kind).order_by("number").iterator()
    ]


def decided_pairs() -> list[tuple[str, str]]:
    """The pairs of mention keys that decisions that stand are about."""
    return list(Row.objects.filter(undone_at=None).order_by("number").values_list("left", "right"))
