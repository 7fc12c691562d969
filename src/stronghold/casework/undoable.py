"""What everything that a person decides and may undo has alike: its state in the served picture, its reason, and who may read of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal

from stronghold.casework.models.undoable import Undoable
from stronghold.errors import BadInput
from stronghold.governance import policy
from stronghold.governance.gateway import Gateway
from stronghold.picture import VisibilityClass

__all__ = ["LONGEST_REASON", "STATES", "Problem", "State", "checked_reason", "class_of", "mark_undone", "sees_terms", "state_of"]

State = Literal["waiting", "in picture", "leaving", "undone"]
STATES: tuple[State, ...] = ("waiting", "in picture", "leaving", "undone")
"""``waiting``: the next build obeys it. ``leaving``: undone, and the served picture still obeys it."""

LONGEST_REASON = 2_000


class Problem(BadInput):
    """What is wrong, by the field of a form."""

    def __init__(self, problems: Mapping[str, str], *, remedy: str | None = None) -> None:
        super().__init__(f"{next(iter(problems.values()))}.", remedy=remedy)
        self.problems = dict(problems)


def state_of(row: Undoable, obeyed: Collection[int]) -> State:
    """What has become of it in a picture that obeys those of the numbers ``obeyed``."""
    if row.stands:
        return "in picture" if row.number in obeyed else "waiting"
    return "leaving" if row.number in obeyed else "undone"


def checked_reason(reason: str, missing: str, problem: type[Problem], *, field: str = "reason") -> str:
    """The reason as it is kept. ``problem`` of the ``field`` where there is none (``missing`` in words), or it is too long."""
    given = reason.replace("\0", "").strip()
    if not given:
        raise problem({field: missing})
    if len(given) > LONGEST_REASON:
        raise problem({field: f"The reason must be {LONGEST_REASON:,} characters or fewer"})
    return given


def mark_undone(gateway: Gateway, row: Undoable, reason: str, *also: str) -> None:
    """From now on it no longer counts; who says so, when, for what purpose and why is kept. ``also``: further fields to save."""
    row.undone_by, row.undone_at = gateway.account, datetime.now(UTC)
    row.undone_purpose, row.undo_reason = gateway.purpose, reason
    row.save(update_fields=["undone_by", "undone_at", "undone_purpose", "undo_reason", *also])


def class_of(terms: Mapping[str, str], number: int = 0) -> VisibilityClass:
    """The visibility class of a record that was kept on these ``terms`` (agency, handling, sensitivity, operation)."""
    return VisibilityClass(number, terms["agency"], terms["handling"], terms["sensitivity"], terms["operation"] or None)


def sees_terms(gateway: Gateway, kept: Iterable[Mapping[str, str]]) -> Callable[[Mapping[str, str]], bool]:
    """Tells of each of the terms ``kept`` whether the gateway's account may see records on them for its purpose: decided at once, and
    once for each that differs."""
    numbers = {terms: number for number, terms in enumerate(dict.fromkeys(map(_apart, kept)))}
    classes = [class_of(dict(terms), number) for terms, number in numbers.items()]
    open_to = policy.visible_classes(gateway.account, gateway.purpose, classes).visible_ids
    return lambda terms: numbers[_apart(terms)] in open_to


def _apart(terms: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(terms.items()))
