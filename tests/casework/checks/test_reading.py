"""Checks are read by whoever may see the person; what the checker wrote by those alone who may check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from stronghold.casework import checks
from stronghold.casework.models import ProtectionCheck
from stronghold.concern import STANDS, Outcome
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible

KAY, LEE, TIA = "P-GANG0001", "P-GANG0002", "P-GANG0004"

Entered = Callable[..., Gateway]


@pytest.fixture
def checked(entered: Entered) -> None:
    checks.check(entered(), LEE, Outcome.PROTECTED, reason="He told me")
    checks.check(entered(), KAY, Outcome.NO_REASON, reason="Nothing is known")


@pytest.mark.usefixtures("checked")
def test_what_the_checker_wrote_is_for_those_who_check(entered: Entered) -> None:
    own = checks.listed(entered("sid"))
    assert [(view.row.number, view.reason, view.state) for view in own.checks] == [
        (2, "Nothing is known", "holds"),
        (1, "He told me", "holds"),
    ]
    told = checks.listed(entered("sam"))
    assert [(view.row.number, view.reason, [each.label for each in view.people]) for view in told.checks] == [
        (2, "", ["Kay Ganger"]),
        (1, "", ["Lee Ganger"]),
    ]


@pytest.mark.usefixtures("checked")
def test_nothing_is_told_of_people_whom_one_may_not_see(entered: Entered) -> None:
    assert checks.listed(entered("dev")).found == 0
    for number in (1, 9):
        with pytest.raises(NotVisible, match=f"No protection check {number} is visible"):
            checks.read(entered("dev"), number)
    assert checks.read(entered("sam"), 1).row.entity_id == LEE


@pytest.mark.usefixtures("checked")
def test_only_records_that_one_may_see_are_named(entered: Entered) -> None:
    row = ProtectionCheck.objects.get(number=1)
    row.looked_at = ["police/rms/arrest/g1", "health/ed/sighting/s1"]
    row.save()
    assert checks.read(entered("sue"), 1).looked_at == ("police/rms/arrest/g1", "health/ed/sighting/s1")
    assert checks.read(entered("sam"), 1).looked_at == ("police/rms/arrest/g1",)


@pytest.mark.usefixtures("checked")
def test_it_says_whether_the_check_still_holds(entered: Entered, next_picture: Callable[..., str]) -> None:
    row = ProtectionCheck.objects.get(number=2)
    row.on -= timedelta(STANDS + 1)
    row.save()
    assert checks.read(entered(), 2).state == "lapsed"

    def joined(con: Any) -> None:
        con.execute("UPDATE entity_member SET entity_id = ? WHERE entity_id = ?", [KAY, "P-BE000001"])

    ProtectionCheck.objects.filter(number=2).update(on=row.on + timedelta(STANDS + 1))
    assert checks.read(entered(), 2).state == "holds"
    next_picture(joined)
    assert checks.read(entered(), 2).state == "lapsed"
    checks.undo(entered(), 1, reason="His brother")
    assert checks.read(entered(), 1).state == "undone"


def test_a_list_is_read_a_part_at_a_time(entered: Entered) -> None:
    for who in (KAY, LEE, TIA):
        checks.check(entered(), who, Outcome.PROTECTED, reason="Told me")
    part = checks.listed(entered(), start=1, limit=1)
    assert ([view.row.number for view in part.checks], part.found) == ([2], 3)


@pytest.mark.usefixtures("checked")
def test_what_became_of_whom_it_is_about_is_said_and_one_of_whom_nothing_is_left_is_for_who_made_it(
    entered: Entered, next_picture: Callable[..., str]
) -> None:
    assert checks.read(entered(), 2).became == ""
    number = checks.check(entered("sid"), TIA, Outcome.PROTECTED, reason="Told me").number

    def gone(con: Any) -> None:
        con.execute("DELETE FROM mention WHERE mention_id IN (SELECT mention_id FROM entity_member WHERE entity_id = ?)", [TIA])
        con.execute("DELETE FROM entity_member WHERE entity_id = ?", [TIA])

    next_picture(gone)
    view = checks.read(entered("sid"), number)
    assert (view.people, view.became.startswith("is gone"), view.state) == ((), True, "lapsed")
    assert number not in [each.row.number for each in checks.listed(entered("sue")).checks]
    with pytest.raises(NotVisible):
        checks.read(entered("sue"), number)
