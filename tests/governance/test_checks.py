"""Checks as a picture has them: asked of every source that casework added, told by number."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from stronghold.concern import Check, Outcome
from stronghold.governance import checks
from stronghold.picture.snapshot import Snapshot

SNAPSHOT = cast(Snapshot, object())
FIRST, SECOND, THIRD = (Check("P-A", Outcome.PROTECTED, number, date(2026, 11, 1)) for number in (1, 2, 3))


@pytest.fixture(autouse=True)
def no_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_sources", [])


def test_without_casework_there_are_none() -> None:
    assert checks.checks_in(SNAPSHOT) == ()


def test_every_source_is_asked_about_the_picture_once_and_told_by_number() -> None:
    asked: list[Snapshot] = []

    def source(snapshot: Snapshot) -> list[Check]:
        asked.append(snapshot)
        return [THIRD, FIRST]

    checks.add_source(source)
    checks.add_source(source)
    checks.add_source(lambda snapshot: iter([SECOND]))
    assert checks.checks_in(SNAPSHOT) == (FIRST, SECOND, THIRD)
    assert asked == [SNAPSHOT]
