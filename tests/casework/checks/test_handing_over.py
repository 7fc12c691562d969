"""A check is carried on as the picture changes: what protects to every side, what found no reason to nobody who is not who they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stronghold.casework import checks
from stronghold.concern import Outcome
from stronghold.governance.gateway import Gateway
from stronghold.picture.store import Store

KAY, LEE = "P-GANG0001", "P-GANG0002"
OTHER = "P-0THER001"

Entered = Callable[..., Gateway]
Picture = Callable[..., str]


def holding(store: Store) -> dict[int, list[str]]:
    """By number of the check, the entities that it holds for in the served picture."""
    found: dict[int, list[str]] = {}
    current = store.current()
    assert current is not None
    for check in checks.for_picture(current):
        found.setdefault(check.number, []).append(check.entity_id)
    return found


def part(entity: str, record: str, to: str) -> Callable[[Any], object]:
    """The mentions of the entity in that record belong to another."""
    return lambda con: con.execute(
        "UPDATE entity_member SET entity_id = ? WHERE entity_id = ? AND mention_id IN"
        " (SELECT mention_id FROM mention JOIN record USING (record_id) WHERE record_key = ?)",
        [to, entity, record],
    )


@pytest.fixture
def checked(entered: Entered) -> None:
    checks.check(entered(), LEE, Outcome.PROTECTED, reason="He told me")
    checks.check(entered(), KAY, Outcome.NO_REASON, reason="Nothing is known")


@pytest.mark.usefixtures("checked")
def test_both_hold_in_the_picture_they_were_made_in_and_in_one_like_it(store: Store, next_picture: Picture) -> None:
    assert holding(store) == {1: [LEE], 2: [KAY]}
    next_picture(lambda con: None)
    assert holding(store) == {1: [LEE], 2: [KAY]}


@pytest.mark.usefixtures("checked")
def test_what_protects_holds_for_every_side_of_a_split_and_no_reason_for_neither(store: Store, next_picture: Picture) -> None:
    next_picture(part(LEE, "police/rms/arrest/g1", OTHER))
    assert holding(store) == {1: [OTHER, LEE], 2: [KAY]}
    next_picture(part(KAY, "police/rms/arrest/g1", "P-0THER002"))
    assert holding(store) == {1: [OTHER, LEE]}


@pytest.mark.usefixtures("checked")
def test_no_reason_lapses_once_another_persons_records_are_theirs(store: Store, next_picture: Picture) -> None:
    next_picture(part("P-BE000001", "police/rms/meeting/m1", KAY))
    assert holding(store) == {1: [LEE]}


@pytest.mark.usefixtures("checked")
def test_no_reason_goes_on_through_records_that_are_new_and_a_new_id(store: Store, next_picture: Picture) -> None:
    def changed(con: Any) -> None:
        con.execute("UPDATE entity_member SET entity_id = ? WHERE entity_id = ?", [OTHER, KAY])
        con.execute(
            "INSERT INTO mention (mention_id, mention_key, record_id, kind, role) VALUES (9999, 'police/rms/arrest/new#x.1', 1, 'person', 'x')"
        )
        con.execute("INSERT INTO entity_member VALUES (9999, ?)", [OTHER])

    next_picture(changed)
    assert holding(store) == {1: [LEE], 2: [OTHER]}


@pytest.mark.usefixtures("checked")
def test_no_reason_lapses_where_nobody_can_say_any_more_whose_the_records_were(store: Store, next_picture: Picture) -> None:
    first = store.current()
    assert first is not None
    next_picture(part("P-BE000001", "police/rms/meeting/m1", KAY))
    first.path.rename(first.path.with_name("gone"))
    assert holding(store) == {1: [LEE]}


def test_an_undone_check_says_nothing(entered: Entered, store: Store) -> None:
    row = checks.check(entered(), LEE, Outcome.PROTECTED, reason="He told me")
    checks.undo(entered(), row.number, reason="It was his brother")
    assert holding(store) == {}


@pytest.mark.usefixtures("checked")
def test_a_confirmation_protects_both_sides_on_every_page(entered: Entered, next_picture: Picture) -> None:
    next_picture(part(LEE, "police/rms/arrest/g1", OTHER))
    assert [view.state for view in entered("sam").protection_of([LEE, OTHER])] == ["protected", "protected"]
