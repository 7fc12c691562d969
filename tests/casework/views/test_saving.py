"""A view keeps the question and nothing else, and is its owner's: nobody else renames, shares or deletes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stronghold.casework import views
from stronghold.casework.models import SavedView
from stronghold.casework.views import ViewProblem
from stronghold.governance import accounts
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible, Refused
from stronghold.network.groups.identity import group_id

AMOS, DAN, GROUP = "P-AM000001", "P-DA000001", group_id("P-GANG0001")
Enter = Callable[..., Gateway]


@pytest.fixture
def entered(grouped_store: Path, account: Callable[..., Account]) -> Iterator[Enter]:
    opened: list[Gateway] = []
    account("ann", "police", "analyst")
    account("ben", "police", "analyst")
    account("cat", "council", "analyst")

    def enter(name: str = "ann", purpose: str = "disruption") -> Gateway:
        opened.append(open_gateway(grouped_store, name, purpose))
        return opened[-1]

    yield enter
    for gateway in opened:
        gateway.close()


def test_ids_keys_and_choices_are_kept_and_nothing_that_records_say(entered: Enter) -> None:
    view = views.save(entered(), AMOS.lower(), {"layers": ["home"], "depth": ["2"]}, title="  Homes \n around ")
    kept = SavedView.objects.get(pk=view.pk)
    assert (kept.title, kept.focus, kept.owner.username, kept.choices) == (
        "Homes around", AMOS, "ann", {"layers": ["home"], "depth": ["2"]},
    )  # fmt: skip
    assert "police/rms/person/1#subject.1" in kept.keys
    assert not any(key.startswith(("health/", "police/covert/")) for key in kept.keys), "only of records that the owner may see"
    words = " ".join(str(getattr(kept, field.attname)) for field in SavedView._meta.concrete_fields).lower()
    assert not any(name in words for name in ("amos", "perry", "beth", "high street"))


def test_a_group_is_kept_by_its_id_alone(entered: Enter) -> None:
    view = views.save(entered(), GROUP, {}, title="Their ties")
    assert (view.focus, view.keys, view.is_of_group) == (GROUP, [], True)


@pytest.mark.parametrize("focus", [DAN, "P-00000000", "G-00000000", "rubbish"])
def test_of_what_one_may_not_see_no_view_is_saved(entered: Enter, focus: str) -> None:
    with pytest.raises(NotVisible):
        views.save(entered(), focus, {}, title="Whoever")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("title", ["", " \0 ", "x" * 101])
def test_a_title_that_cannot_be_is_said_at_its_field(entered: Enter, title: str) -> None:
    with pytest.raises(ViewProblem) as problem:
        views.save(entered(), AMOS, {}, title=title)
    assert list(problem.value.problems) == ["title"]


def test_it_is_shared_with_a_person_and_an_agency_and_taken_back(entered: Enter) -> None:
    number = views.save(entered(), AMOS, {}, title="Homes").pk
    for name in ("ben", "cat"):
        with pytest.raises(NotVisible):
            views.read(entered(name), number)
    views.share(entered(), number, name=" cat ")
    assert views.read(entered("cat"), number).title == "Homes"
    views.share(entered(), number, with_agency=True)
    assert [view.pk for view in views.listed(entered("ben")).shared] == [number]
    views.stop_sharing(entered(), number, name="cat")
    views.stop_sharing(entered(), number, with_agency=True)
    assert views.listed(entered("ben")).shared == views.listed(entered("cat")).shared == ()
    assert [view.pk for view in views.listed(entered()).own] == [number]


def test_nobody_but_the_owner_changes_it(entered: Enter) -> None:
    number = views.save(entered(), AMOS, {}, title="Homes").pk
    views.share(entered(), number, with_agency=True)
    for change in (
        lambda g: views.rename(g, number, "Mine"),
        lambda g: views.share(g, number, name="cat"),
        lambda g: views.stop_sharing(g, number, with_agency=True),
        lambda g: views.delete(g, number),
    ):
        with pytest.raises(Refused, match="Only ann"):
            change(entered("ben"))
        with pytest.raises(NotVisible):
            change(entered("cat"))
    assert SavedView.objects.get(pk=number).title == "Homes"
    assert AuditEntry.objects.filter(action="refused", account="ben").count() == 4


def test_with_whom_it_cannot_be_shared_is_said_at_the_field(entered: Enter) -> None:
    number = views.save(entered(), AMOS, {}, title="Homes").pk
    accounts.deactivate("cat")
    for name in ("nobody", "", "ann", "cat"):
        with pytest.raises(ViewProblem) as problem:
            views.share(entered(), number, name=name)
        assert list(problem.value.problems) == ["name"]
    assert not SavedView.objects.get(pk=number).shared_with.exists()


def test_each_change_is_in_the_audit_with_whom_it_was_about(entered: Enter) -> None:
    number = views.save(entered(), AMOS, {}, title="Homes").pk
    views.rename(entered(), number, "Houses")
    views.share(entered(), number, name="cat")
    views.stop_sharing(entered(), number, name="cat")
    views.delete(entered(), number)
    assert not SavedView.objects.exists()
    entries = AuditEntry.objects.filter(action__startswith="view ").exclude(action="view read")
    assert [entry.action for entry in entries.order_by("sequence")] == [
        "view saved", "view renamed", "view shared", "view no longer shared", "view deleted",
    ]  # fmt: skip
    assert all(entry.detail["view"] == number and len(entry.subjects) == 1 for entry in entries)
