"""Who is protected now: reasons and confirmations, less what a person looked at and found to be none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from stronghold.concern.protection import STANDS, Check, Outcome, protected_now, still_live
from stronghold.concern.reasons import Reason
from tests.network.handmade import Town

TODAY = date(2026, 11, 24)
PEOPLE = ["P-A", "P-B", "P-C"]


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    made.record("missing_episode", [("missing_person", "P-A")], at="2026-06-01")
    made.record("arrest", [("arrested", "P-B"), ("arrested", "P-C")], at="2026-06-02")
    yield made
    made.con.close()


def test_whoever_has_a_live_reason_is_protected_and_the_others_are_unchecked(town: Town) -> None:
    now = protected_now(town.con, PEOPLE, on=TODAY)
    assert now.protected == {"P-A"}
    assert now.unchecked == {"P-B", "P-C"}


def test_a_confirmation_protects_without_any_record(town: Town) -> None:
    now = protected_now(town.con, PEOPLE, checks=[Check("P-B", Outcome.PROTECTED, 1, TODAY - timedelta(900))], on=TODAY)
    assert now.protected == {"P-A", "P-B"}
    assert now.unchecked == {"P-C"}


@pytest.mark.parametrize(("days", "unchecked"), [(0, set()), (STANDS, set()), (STANDS + 1, {"P-B"})])
def test_a_check_that_found_no_reason_stands_for_a_time(town: Town, days: int, unchecked: set[str]) -> None:
    now = protected_now(town.con, ["P-B"], checks=[Check("P-B", Outcome.NO_REASON, 1, TODAY - timedelta(days))], on=TODAY)
    assert now.unchecked == unchecked
    assert not now.protected


def test_a_reason_is_overridden_only_by_who_looked_at_its_records(town: Town) -> None:
    unseen = protected_now(town.con, PEOPLE, checks=[Check("P-A", Outcome.NO_REASON, 1, TODAY)], on=TODAY)
    assert unseen.protected == {"P-A"} and not unseen.overridden
    seen = protected_now(town.con, PEOPLE, checks=[Check("P-A", Outcome.NO_REASON, 1, TODAY, frozenset({"r1"}))], on=TODAY)
    assert not seen.protected
    assert set(seen.overridden) == {"P-A"} and "P-A" not in seen.unchecked


def test_a_new_record_makes_an_overridden_reason_live_again(town: Town) -> None:
    override = Check("P-A", Outcome.NO_REASON, 1, TODAY, frozenset({"r1"}))
    town.record("missing_episode", [("missing_person", "P-A")], at="2026-11-23")
    now = protected_now(town.con, PEOPLE, checks=[override], on=TODAY)
    assert now.protected == {"P-A"}
    assert now.reasons["P-A"][0].records == ("r1", "r3")


def test_a_confirmation_outweighs_a_check_that_found_none(town: Town) -> None:
    checks = [Check("P-B", Outcome.PROTECTED, 1, TODAY), Check("P-B", Outcome.NO_REASON, 2, TODAY)]
    for order in (checks, checks[::-1]):
        assert protected_now(town.con, ["P-B"], checks=order, on=TODAY).protected == {"P-B"}


def test_nobody_is_asked_about(town: Town) -> None:
    now = protected_now(town.con, [], on=TODAY)
    assert not now.protected and not now.unchecked


def test_of_visible_reasons_those_are_still_live_that_no_standing_check_has_looked_at() -> None:
    reasons = tuple(Reason(kind, records, None) for kind, records in (("missing", ("r1", "r2")), ("at_risk", ("r3",))))
    seen = Check("P-A", Outcome.NO_REASON, 1, TODAY, frozenset({"r1", "r3"}))
    assert still_live(reasons, [], TODAY) == reasons
    assert [reason.kind for reason in still_live(reasons, [seen], TODAY)] == ["missing"]
    rest = Check("P-A", Outcome.NO_REASON, 2, TODAY, frozenset({"r2"}))
    assert still_live(reasons, [seen, rest], TODAY) == ()
    assert still_live(reasons, [seen, rest], TODAY + timedelta(STANDS + 1)) == reasons
    assert still_live(reasons, [Check("P-A", Outcome.PROTECTED, 3, TODAY, frozenset({"r1", "r2", "r3"}))], TODAY) == reasons


def test_the_latest_check_that_found_no_reason_is_told_whatever_reasons_there_are(town: Town) -> None:
    old = Check("P-B", Outcome.NO_REASON, 1, TODAY - timedelta(STANDS + 1))
    checks = [old, Check("P-A", Outcome.NO_REASON, 2, TODAY), Check("P-A", Outcome.NO_REASON, 3, TODAY)]
    now = protected_now(town.con, PEOPLE, checks=checks, on=TODAY)
    assert {who: check.number for who, check in now.cleared.items()} == {"P-A": 3}
    assert now.protected == {"P-A"}
