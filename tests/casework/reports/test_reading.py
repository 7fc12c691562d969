from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from stronghold.casework.reports import Content, amend, enter, listed, read, withdraw
from stronghold.governance.models import Account, AuditEntry, SubjectPseudonym
from stronghold.governance.refusals import NotVisible

KIND = "intelligence_report"
pytestmark = pytest.mark.django_db(transaction=True)


def entered(account: Account, content: Content, token: str = "t1", kind: str = KIND) -> str:
    return enter(account, "disruption", kind, content, token=token).number


def last_entry() -> AuditEntry:
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert entry is not None
    return entry


def test_a_report_is_read_as_it_was_understood_and_the_read_is_audited(ann: Account, full: Content) -> None:
    number = entered(ann, full)
    view = read(ann, "disruption", number.lower())
    assert view.content.narrative == full.narrative
    assert view.understood.problems == {}
    found = view.understood.field("people.0.phone")
    assert found is not None and found.read_as == "+447700900123"
    assert (view.state, view.since, view.own) == ("waiting", None, True)
    entry = last_entry()
    assert (entry.action, entry.account, entry.purpose, entry.detail) == (
        "report read", "ann", "disruption", {"found": 1, "version": 1},
    )  # fmt: skip
    assert SubjectPseudonym.objects.get(pseudonym=entry.subjects[0]).subject == view.record_key
    assert view.record_key == f"police/entered reports/{KIND}/{number}"


def test_what_is_hidden_is_told_in_the_words_of_what_is_not_there(account: Callable[..., Account], full: Content) -> None:
    member = account("mo", operations=("ash",))
    hidden = entered(member, replace(full, operation="ash"))
    outsider = account("out")
    said = []
    for number in (hidden, "POLICE-2026-9999"):
        with pytest.raises(NotVisible) as refused:
            read(outsider, "disruption", number)
        said.append(str(refused.value).replace(number, "NUMBER"))
        assert (last_entry().action, last_entry().detail) == ("report read", {"found": 0})
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("change", "reader", "purpose", "seen"),
    [
        ({}, {"agency": "council"}, "disruption", False),  # handling C
        ({"handling": "P", "conditions": ""}, {"agency": "council"}, "disruption", True),
        ({"sensitivity": "sensitive"}, {}, "disruption", False),
        ({"sensitivity": "sensitive"}, {}, "safeguarding", True),
        ({"sensitivity": "restricted"}, {}, "disruption", False),
        ({}, {"roles": ("data_protection_officer",)}, "data_protection", True),
        ({}, {"roles": ("council_lead",)}, "reporting", False),
        ({"operation": "ash"}, {"operations": ("ash",)}, "disruption", True),
    ],
)
def test_the_access_policy_decides(
    account: Callable[..., Account],
    full: Content,
    change: dict[str, str],
    reader: dict[str, tuple[str, ...]],
    purpose: str,
    seen: bool,
) -> None:
    number = entered(account("mo", operations=("ash",)), replace(full, **change))  # type: ignore[arg-type]
    who = account("reader", *reader.pop("roles", ()), **reader)
    if seen:
        assert read(who, purpose, number).number == number
    else:
        with pytest.raises(NotVisible):
            read(who, purpose, number)
    own = [line.number for line in listed(who, purpose).lines]
    assert own == ([number] if seen and who.agency.name == "police" else [])


def test_every_version_stays_readable_by_those_who_may_see_it(account: Callable[..., Account], full: Content) -> None:
    member, outsider = account("mo", operations=("ash",)), account("out")
    number = entered(member, replace(full, operation="ash"))
    amend(member, "disruption", number, replace(full, narrative="Open now."), reason="Opened", seen=1)
    withdraw(member, "disruption", number, reason="Wrong street")
    view = read(member, "disruption", number)
    assert [(v.version, v.by, v.reason, v.withdrawn) for v in view.history] == [
        (3, "mo", "Wrong street", True), (2, "mo", "Opened", False), (1, "mo", "", False),
    ]  # fmt: skip
    assert (view.state, view.withdrawn) == ("withdrawn", True)
    assert read(member, "disruption", number, version=1).content.narrative == full.narrative
    assert [v.visible for v in read(outsider, "disruption", number).history] == [True, True, False]
    for version in (1, 9):
        with pytest.raises(NotVisible):
            read(outsider, "disruption", number, version=version)


def test_the_list_has_the_agencys_reports_the_last_first_and_can_be_narrowed(
    account: Callable[..., Account], ann: Account, full: Content, community: Content
) -> None:
    bob = account("bob")
    first = entered(ann, full, "1")
    second = entered(bob, community, "2", "community_report")
    third = entered(ann, replace(full, narrative="word " * 60), "3")
    entered(account("cy", agency="council"), full, "4")
    withdraw(ann, "disruption", first, reason="Wrong")

    def numbers(**narrowed: object) -> list[str]:
        return [line.number for line in listed(ann, "disruption", **narrowed).lines]  # type: ignore[arg-type]

    assert numbers() == [third, second, first]
    assert numbers(kind="community_report") == [second]
    assert numbers(only_own=True) == [third, first]
    assert numbers(state="withdrawn") == [first]
    assert numbers(state="waiting") == [third, second]
    assert numbers(state="in picture") == []
    assert numbers(start=1, limit=1) == [second]
    found = listed(ann, "disruption", limit=1)
    assert (found.found, len(found.lines)) == (3, 1)
    assert found.lines[0].summary.endswith("word …") and len(found.lines[0].summary) < 120
    assert found.lines[0].occurred == "Tuesday 12 November 2024, 09:00"
    entry = last_entry()
    assert (entry.action, len(entry.subjects), entry.detail) == ("reports listed", 1, {"found": 3})
