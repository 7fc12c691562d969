"""What a build and a reading are handed: what stands, and what a picture was built without; reports that were withdrawn among it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from stronghold.casework.models import Withdrawal as Row
from stronghold.casework.withdrawals import for_build, not_in
from stronghold.governance.models import Account
from stronghold.intake.withdrawals import Effect, Withdrawal
from stronghold.picture.manifest import Manifest

MANIFEST = Manifest("one", "2026-01-01T00:00:00Z", versions={}, inputs=(), counts={}, timings=(), files={})


def row(account: Account, number: int, effect: str = "withdrawn", **more: Any) -> Row:
    terms = {"agency": "police", "handling": "P", "sensitivity": "standard", "operation": ""}
    now = datetime.now(UTC)
    return Row.objects.create(
        number=number, effect=effect, record_key=f"a/b/c/{number}", kind="arrest", terms=terms, by=account, at=now, **more
    )


@pytest.fixture
def three(analyst: Account) -> None:
    row(analyst, 1)
    row(analyst, 2, "corrected", version="h2")
    row(analyst, 3, "discredited", undone_by=analyst, undone_at=datetime.now(UTC))


def test_a_build_is_handed_what_stands(three: None) -> None:
    assert for_build() == [
        Withdrawal(1, Effect.WITHDRAWN, "a/b/c/1"),
        Withdrawal(2, Effect.CORRECTED, "a/b/c/2", "h2"),
    ]


def test_a_reading_is_handed_what_the_picture_was_built_without(three: None) -> None:
    assert [withdrawal.number for withdrawal in not_in(MANIFEST)] == [1, 2]
    assert [withdrawal.number for withdrawal in not_in(replace(MANIFEST, withdrawals=(1, 3)))] == [2]
