"""Reading declared groups: those of which one may see everyone, never before the audit is written, with all that was ever said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stronghold.casework import groups
from stronghold.casework.groups import Naming
from stronghold.casework.models import DeclaredPerson
from stronghold.errors import BadInput
from stronghold.governance import audit
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible

KAY, LEE, AMOS, DAN = "P-GANG0001", "P-GANG0002", "P-AM000001", "P-DA000001"


@pytest.fixture
def enter(grouped_store: Path, account: Callable[..., Account]) -> Iterator[Callable[..., Gateway]]:
    account("ann", "police", "analyst")
    account("wes", "police", "analyst", operations=("ash",))
    opened: list[Gateway] = []

    def entered(name: str = "ann") -> Gateway:
        opened.append(open_gateway(grouped_store, name, "disruption"))
        return opened[-1]

    yield entered
    for gateway in opened:
        gateway.close()


def test_the_latest_comes_first_and_each_with_everything_that_was_said(enter: Callable[..., Gateway]) -> None:
    groups.declare(enter(), "First", [Naming(LEE, True)], reason="One")
    groups.declare(enter(), "Second", [Naming(AMOS, True), Naming(KAY, False)], reason="Two")
    second, first = groups.listed(enter())
    assert (second.row.name, first.row.name) == ("Second", "First")
    assert [(line.row.entity_id, line.row.belongs, line.today.person.state) for line in second.people] == [
        (AMOS, True, "same"),
        (KAY, False, "same"),
    ]
    assert second.row.by.username == "ann" and second.standing == second.people


def test_what_became_of_each_is_said_by_the_records_that_one_may_see(enter: Callable[..., Gateway]) -> None:
    groups.declare(enter(), "First", [Naming(LEE, True), Naming(KAY, True)], reason="One")
    merged = DeclaredPerson.objects.get(entity_id=KAY)
    DeclaredPerson.objects.filter(entity_id=LEE).update(keys=[*merged.keys, DeclaredPerson.objects.get(entity_id=LEE).keys[0]])
    DeclaredPerson.objects.filter(pk=merged.pk).update(keys=list(enter().anchor_keys([AMOS])[AMOS]), entity_id="P-AM0000ZZ")
    (view,) = groups.listed(enter())
    assert [line.resolved.state for line in view.unclear] == ["split", "merged"]
    assert view.unclear[1].resolved.became == "was joined with another person"


def test_of_a_group_with_somebody_hidden_nothing_is_told(enter: Callable[..., Gateway]) -> None:
    number = groups.declare(enter("wes"), "Covert", [Naming(DAN, True)], reason="One").number
    assert groups.listed(enter()) == ()
    told = []
    for asked in (number, 99):
        with pytest.raises(NotVisible) as refused:
            groups.read(enter(), asked)
        told.append(str(refused.value).replace(str(asked), "N"))
    assert told[0] == told[1], "the same words whether it is hidden or not there"
    assert groups.read(enter("wes"), number).row.name == "Covert"


def test_to_read_is_in_the_audit_before_anything_is_shown(enter: Callable[..., Gateway], monkeypatch: pytest.MonkeyPatch) -> None:
    groups.declare(enter(), "First", [Naming(LEE, True)], reason="One")
    groups.listed(enter())
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.detail["found"]) == ("declared groups", 1) and entry.subjects

    def broken(*args: object, **kwargs: object) -> None:
        raise BadInput("the audit cannot be written")

    gateway = enter()
    monkeypatch.setattr(audit, "append", broken)
    with pytest.raises(BadInput, match="audit"):
        groups.listed(gateway)
