"""Who is asked for checks: open accounts whose roles permit it."""

from __future__ import annotations

from collections.abc import Callable

from stronghold.casework.checks import may_answer
from stronghold.governance import accounts
from stronghold.governance.gateway import Gateway


def test_those_who_protect_people_are_asked_and_nobody_else(entered: Callable[..., Gateway]) -> None:
    assert [each.username for each in may_answer()] == ["sid", "sue"]
    assert [each.username for each in may_answer(apart_from=entered("sue").account)] == ["sid"]
    accounts.deactivate("sid")
    assert [each.username for each in may_answer()] == ["sue"]
