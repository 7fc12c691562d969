"""Opening a view asks the picture anew, as whoever opens it may see it; and it is never guessed whom it was around."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stronghold.casework import views
from stronghold.casework.models import SavedView
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible
from stronghold.network.groups.identity import group_id

AMOS, BETH, DAN, GROUP = "P-AM000001", "P-BE000001", "P-DA000001", group_id("P-GANG0001")
BETHS, DANS = "police/rms/meeting/m1#attendee.2", "police/covert/meeting/c1#attendee.2"
Enter = Callable[..., Gateway]


@pytest.fixture
def entered(grouped_store: Path, account: Callable[..., Account]) -> Iterator[Enter]:
    opened: list[Gateway] = []
    account("ann", "police", "analyst")
    account("ash", "police", "analyst", operations=("ash",))
    account("sol", "police", "sergeant")

    def enter(name: str = "ann", purpose: str = "disruption") -> Gateway:
        opened.append(open_gateway(grouped_store, name, purpose))
        return opened[-1]

    yield enter
    for gateway in opened:
        gateway.close()


def test_it_leads_to_what_it_was_around(entered: Enter) -> None:
    person = views.save(entered(), AMOS, {"depth": ["2"]}, title="Two steps")
    group = views.save(entered(), GROUP, {}, title="Ties")
    assert (views.opened(entered(), person.pk).focus, views.opened(entered(), group.pk).focus) == (AMOS, GROUP)
    entry = AuditEntry.objects.filter(action="view opened").order_by("sequence").first()
    assert entry is not None and entry.detail["view"] == person.pk and len(entry.subjects) == 1


def test_where_its_records_belong_to_somebody_else_now_that_is_said_and_not_followed(entered: Enter) -> None:
    view = views.save(entered(), AMOS, {}, title="Around")
    SavedView.objects.filter(pk=view.pk).update(focus="P-AS1TWAS0")
    opened = views.opened(entered(), view.pk)
    assert (opened.focus, [(side.entity_id, side.label) for side in opened.sides]) == ("", [(AMOS, "Amos Perry")])


def test_where_its_records_belong_to_several_all_that_one_may_see_are_offered(entered: Enter) -> None:
    view = views.save(entered(), AMOS, {}, title="Around")
    SavedView.objects.filter(pk=view.pk).update(keys=[*view.keys, BETHS, DANS])
    opened = views.opened(entered(), view.pk)
    assert opened.focus == "" and [side.entity_id for side in opened.sides] == [AMOS, BETH]


def test_to_whom_it_is_shared_it_shows_nothing_that_they_may_not_see(entered: Enter) -> None:
    view = views.save(entered("ash"), DAN, {}, title="Covert")
    views.share(entered("ash"), view.pk, with_agency=True)
    assert views.opened(entered("ash"), view.pk).focus == DAN
    with pytest.raises(NotVisible, match="Nothing of what this view is around is visible to you"):
        views.opened(entered(), view.pk)


def test_what_is_gone_from_the_picture_is_as_what_is_hidden(entered: Enter) -> None:
    view = views.save(entered(), AMOS, {}, title="Around")
    SavedView.objects.filter(pk=view.pk).update(keys=["police/rms/person/gone#subject.1"])
    with pytest.raises(NotVisible, match="Nothing of what this view is around is visible to you"):
        views.opened(entered(), view.pk)


def test_whose_view_it_is_not_cannot_tell_it_from_none(entered: Enter) -> None:
    number = views.save(entered(), AMOS, {}, title="Around").pk
    for asked in (number, number + 1):
        for read in (views.read, views.opened):
            with pytest.raises(NotVisible, match=f"No view {asked} is yours or shared with you"):
                read(entered("sol"), asked)


def test_listing_is_written_before_it_is_shown(entered: Enter) -> None:
    views.save(entered(), AMOS, {}, title="Around")
    assert [view.title for view in views.listed(entered()).own] == ["Around"]
    entry = AuditEntry.objects.filter(action="views listed").latest("sequence")
    assert entry.detail["found"] == 1 and entry.account == "ann"
