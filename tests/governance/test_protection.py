"""Who is to be protected, as one reader may be told: that they are is told to all, why by visible records alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stronghold.concern import Check, Outcome, Protection
from stronghold.concern.childhood import today_here
from stronghold.governance import checks
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account
from stronghold.governance.protection import protection_among, seen_mark
from stronghold.picture.store import Store

KAY, LEE, MAX, TIA = (f"P-GANG000{n}" for n in range(1, 5))
DAN, HOME = "P-DA000001", "A-H0000001"
BIRTHS = ("police/rms/arrest/g1", "police/rms/arrest/g2", "police/rms/arrest/g3")


@pytest.fixture
def analyst(grouped_store: Path, account: Callable[..., Account]) -> Iterator[Gateway]:
    account("ann", "police", "analyst")
    with open_gateway(grouped_store, "ann", "disruption") as gateway:
        yield gateway


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Check]:
    """The checks that hold, to be filled by a test."""
    held: list[Check] = []
    monkeypatch.setattr(checks, "_sources", [lambda snapshot: held])
    return held


def test_reasons_are_told_with_their_records_and_others_are_unchecked(analyst: Gateway, found: list[Check]) -> None:
    kay, tia = analyst.protection_of([TIA, KAY])
    assert (kay.label, kay.state, kay.reasons, kay.is_unsaid) == ("Kay Ganger", "unchecked", (), False)
    assert (tia.state, tia.child, tia.records) == ("protected", True, BIRTHS)
    assert [reason.label for reason in tia.live] == ["Child"]


def test_what_is_not_visible_and_what_is_no_person_is_left_out(analyst: Gateway, found: list[Check]) -> None:
    assert analyst.protection_of([DAN, HOME, "P-00000000"]) == ()


def test_a_reason_that_only_hidden_records_give_is_not_told_and_that_they_are_protected_is(
    analyst: Gateway, found: list[Check], monkeypatch: pytest.MonkeyPatch
) -> None:
    every = Protection(reasons={KAY: ()}, confirmed={}, overridden={}, unchecked=frozenset(), cleared={})
    monkeypatch.setattr("stronghold.governance.protection.protected_by", lambda *args, **options: every)
    (kay,) = analyst.protection_of([KAY])
    assert (kay.state, kay.reasons, kay.is_unsaid) == ("protected", (), True)


def test_what_was_settled_is_still_told_as_settled(analyst: Gateway, found: list[Check]) -> None:
    found.append(Check(TIA, Outcome.NO_REASON, 4, today_here(), frozenset(BIRTHS)))
    (tia,) = analyst.protection_of([TIA])
    assert (tia.state, tia.live, tia.cleared) == ("no reason found", (), (4, today_here()))
    assert [reason.is_settled for reason in tia.reasons] == [True]


def test_a_confirmation_is_told_by_its_number(analyst: Gateway, found: list[Check]) -> None:
    found.append(Check(LEE, Outcome.PROTECTED, 7, today_here()))
    (lee,) = analyst.protection_of([LEE])
    assert (lee.state, lee.confirmed, lee.is_unsaid) == ("protected", (7, today_here()), False)


def test_the_mark_of_what_was_shown_differs_with_the_records_and_the_picture(analyst: Gateway, found: list[Check]) -> None:
    kay, tia = analyst.protection_of([TIA, KAY])
    marks = {seen_mark(kay, "one"), seen_mark(tia, "one"), seen_mark(tia, "two")}
    assert len(marks) == 3 and seen_mark(tia, "one") in marks


def test_who_is_protected_by_every_record_is_worked_out_for_whoever_asks(
    grouped_store: Path, db: None, found: list[Check]
) -> None:
    snapshot = Store.open(grouped_store).current()
    assert snapshot is not None
    assert protection_among(snapshot, [KAY, TIA]).protected == {TIA}
    found.append(Check(KAY, Outcome.PROTECTED, 1, today_here()))
    assert protection_among(snapshot, [KAY, TIA]).protected == {KAY, TIA}
