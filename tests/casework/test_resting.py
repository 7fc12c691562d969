"""What rests on a record is told by each noun of casework, and shown to whoever may be told of it."""

from __future__ import annotations

from typing import Any, cast

import pytest

from stronghold.casework import resting
from stronghold.casework.resting import Resting, register, shown_to, what_rests_on
from stronghold.governance.gateway import Gateway

ONE = Resting("plan", "1", "/plans/1/", "Rests on it.", (7,))
OTHER = Resting("plan", "2", "/plans/2/", "Rests on it.", (8,))


def test_a_noun_joins_by_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resting, "_nouns", {})
    register("plan", lambda key: [ONE, OTHER] if key == "a/b/c/1" else [], lambda gateway, keys: {"2"})
    assert what_rests_on("a/b/c/1") == (ONE, OTHER) and what_rests_on("a/b/c/2") == ()
    gateway = cast(Gateway, cast(Any, None))
    assert shown_to(gateway, what_rests_on("a/b/c/1")) == (OTHER,)
    assert shown_to(gateway, ()) == ()


def test_decisions_and_reports_have_joined() -> None:
    assert {"decision", "report"} <= set(resting._nouns)
