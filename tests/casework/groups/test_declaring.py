"""An analyst has the last word on who is in a group: at once, through rebuilds, and never by telling of whom one may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stronghold.casework import groups
from stronghold.casework.groups import DeclaredProblem, Naming
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible, Refused

KAY, LEE, MAX, TIA = (f"P-GANG000{n}" for n in range(1, 5))
AMOS, DAN = "P-AM000001", "P-DA000001"


@pytest.fixture
def entered(grouped_store: Path, account: Callable[..., Account]) -> Iterator[Callable[..., Gateway]]:
    opened: list[Gateway] = []
    account("ann", "police", "analyst")
    account("sam", "police", "sergeant")
    account("wes", "police", "analyst", operations=("ash",))

    def enter(name: str = "ann", purpose: str = "disruption") -> Gateway:
        opened.append(open_gateway(grouped_store, name, purpose))
        return opened[-1]

    yield enter
    for gateway in opened:
        gateway.close()


def test_whoever_is_declared_belongs_and_whoever_is_declared_not_to_is_left_out(entered: Callable[..., Gateway]) -> None:
    (found,) = entered().groups()
    row = groups.declare(entered(), "Ours", [Naming(AMOS, True), Naming(LEE, True), Naming(MAX, False)], reason="Seen so")
    (group,) = entered().groups()
    view = entered().group(group.group_id)
    assert group.group_id == found.group_id and group.declared == (row.number,)
    assert {member.entity_id: member.declared for member in view.people} == {KAY: False, LEE: True, TIA: False, AMOS: True}
    assert {member.entity_id for member in entered().group_standing(group.group_id)} == {KAY, LEE, TIA, AMOS}


def test_it_is_compared_with_what_was_found(entered: Callable[..., Gateway]) -> None:
    groups.declare(entered(), "Ours", [Naming(AMOS, True), Naming(LEE, True), Naming(MAX, False)], reason="Seen so")
    (view,) = groups.listed(entered())
    told = view.beside
    ids = [[one.entity_id for one in part] for part in (told.in_both, told.only_declared, told.only_found, told.said_not)]
    assert ids == [[LEE], [AMOS], [KAY, TIA], [MAX]]
    assert (told.declared_members, told.found_members, round(told.agreement, 3)) == (2, 4, 0.333)


def test_a_group_that_was_not_found_is_there_under_its_own_name(entered: Callable[..., Gateway]) -> None:
    row = groups.declare(entered(), "Bridge people", [Naming(AMOS, True)], reason="Seen so")
    declared = next(group for group in entered().groups() if group.declared)
    assert (declared.group_id, declared.label) == (f"D-{row.number}", "Bridge people")
    assert [member.entity_id for member in entered().group(f"d-{row.number}").people] == [AMOS]


def test_what_was_said_is_said_anew_taken_back_and_withdrawn_and_never_lost(entered: Callable[..., Gateway]) -> None:
    row = groups.declare(entered(), "Ours", [Naming(LEE, True)], reason="First")
    groups.amend(entered(), row.number, [Naming(LEE, False), Naming(MAX, False)], reason="Second")
    view = groups.read(entered(), row.number)
    assert [(line.row.belongs, line.row.stands) for line in view.people] == [(True, False), (False, True), (False, True)]
    groups.take_back(entered(), row.number, view.people[2].row.number, reason="Mistaken")
    (group,) = entered().groups()
    assert {member.entity_id for member in entered().group(group.group_id).people} == {KAY, MAX, TIA}
    groups.withdraw(entered(), row.number, reason="No more")
    (group,) = entered().groups()
    assert (group.members, group.declared) == (4, ())
    assert [line.row.reason for line in groups.read(entered(), row.number).people] == ["First", "Second", "Second"]
    assert AuditEntry.objects.filter(action__in=("group declared", "group amended", "group withdrawn")).count() == 4
    with pytest.raises(DeclaredProblem, match="has withdrawn the group already"):
        groups.amend(entered(), row.number, [Naming(KAY, True)], reason="Again")


def test_nothing_of_it_is_told_to_whom_somebody_in_it_is_hidden(entered: Callable[..., Gateway]) -> None:
    row = groups.declare(entered("wes"), "Covert", [Naming(DAN, True), Naming(LEE, False)], reason="Seen so")
    assert [view.row.number for view in groups.listed(entered("wes"))] == [row.number]
    assert groups.listed(entered()) == () and not any(group.declared for group in entered().groups())
    (group,) = entered().groups()
    assert LEE in {member.entity_id for member in entered().group(group.group_id).people}
    with pytest.raises(NotVisible, match=f"No declared group {row.number} is visible"):
        groups.read(entered(), row.number)
    # It may be declared elsewhere too: to refuse would tell.
    groups.declare(entered(), "Ours", [Naming(LEE, True)], reason="Seen so")


@pytest.mark.parametrize(
    ("name", "people", "reason", "field"),
    [
        ("", [Naming(LEE, True)], "Why", "name"),
        ("Ours", [], "Why", "people"),
        ("Ours", [Naming(LEE, False)], "Why", "people"),
        ("Ours", [Naming(LEE, True), Naming(LEE.lower(), False)], "Why", "people"),
        ("Ours", [Naming(DAN, True)], "Why", "people"),
        ("Ours", [Naming("A-H0000001", True)], "Why", "people"),
        ("Ours", [Naming(LEE, True)], " ", "reason"),
    ],
)
def test_what_cannot_be_declared_says_so_at_the_field(
    entered: Callable[..., Gateway], name: str, people: list[Naming], reason: str, field: str
) -> None:
    with pytest.raises(DeclaredProblem) as problem:
        groups.declare(entered(), name, people, reason=reason)
    assert list(problem.value.problems) == [field]
    assert groups.listed(entered()) == ()


def test_nobody_belongs_to_two_groups_that_one_may_see(entered: Callable[..., Gateway]) -> None:
    row = groups.declare(entered(), "Ours", [Naming(LEE, True)], reason="Seen so")
    with pytest.raises(DeclaredProblem, match=f"belongs to declared group {row.number} already"):
        groups.declare(entered(), "Theirs", [Naming(LEE, True)], reason="Seen so")


def test_only_analysts_declare(entered: Callable[..., Gateway]) -> None:
    with pytest.raises(Refused):
        groups.declare(entered("sam"), "Ours", [Naming(LEE, True)], reason="Seen so")
