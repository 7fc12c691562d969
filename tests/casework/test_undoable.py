"""What people decide and may undo: the four states, a reason that is there and not too long, and who may read of it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from stronghold.casework.models import Decision, Withdrawal
from stronghold.casework.undoable import LONGEST_REASON, STATES, Problem, checked_reason, class_of, mark_undone, state_of
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import Account


@pytest.mark.parametrize("model", [Decision, Withdrawal])
def test_a_state_says_what_stands_and_what_the_picture_obeys(model: type[Decision] | type[Withdrawal]) -> None:
    stands, undone = model(number=7), model(number=7, undone_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert [state_of(row, obeyed) for row in (stands, undone) for obeyed in ([], [7])] == [
        "waiting",
        "in picture",
        "undone",
        "leaving",
    ]
    assert {state_of(row, obeyed) for row in (stands, undone) for obeyed in ([], [7])} == set(STATES)


def test_a_reason_is_kept_without_what_surrounds_it() -> None:
    assert checked_reason("  because\0 ", "Say why", Problem) == "because"


@pytest.mark.parametrize(("reason", "words"), [(" \0 ", "Say why"), ("x" * (LONGEST_REASON + 1), "2,000 characters or fewer")])
def test_a_reason_that_cannot_be_kept_is_told_at_its_field(reason: str, words: str) -> None:
    with pytest.raises(Problem, match=words) as told:
        checked_reason(reason, "Say why", Problem)
    assert list(told.value.problems) == ["reason"]


def test_no_operation_is_none_in_a_class() -> None:
    terms = {"agency": "police", "handling": "P", "sensitivity": "standard", "operation": ""}
    found = class_of(terms, 3)
    assert (found.class_id, found.agency, found.operation) == (3, "police", None)


def test_what_is_undone_is_kept_with_who_when_and_why() -> None:
    saved: list[Any] = []
    row = Decision(number=7, reason="They looked alike")
    row.save = lambda **how: saved.append(how["update_fields"])  # type: ignore[assignment]
    ann = Account(username="ann")
    mark_undone(cast("Gateway", SimpleNamespace(account=ann, purpose="disruption")), row, "They are brothers", "standing")
    assert (row.stands, row.undone_by, row.undone_purpose, row.undo_reason) == (False, ann, "disruption", "They are brothers")
    assert row.reason == "They looked alike"
    assert saved == [["undone_by", "undone_at", "undone_purpose", "undo_reason", "standing"]]
