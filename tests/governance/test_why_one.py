"""Why records are taken for one: each link in words, the weakest that they hang on, and nothing of hidden records."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stronghold import engine
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible
from stronghold.picture.snapshot import MODEL_FILE, PICTURE_FILE

AMOS, BETH, HOME = "P-AM000001", "P-BE000001", "A-H0000001"
POLICE, COUNCIL = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1"


@pytest.fixture
def own(made_store: Path, tmp_path: Path, settings, account: Callable[..., Account]) -> Iterator[Callable[[], Gateway]]:
    """Opens a gateway of a police analyst to a copy of the store, which may be written to before."""
    copy = tmp_path / "store"
    shutil.copytree(made_store, copy)
    settings.STRONGHOLD_STORE = copy
    account("amy", "police", "analyst")
    opened: list[Gateway] = []

    def opening() -> Gateway:
        opened.append(open_gateway(copy, "amy", "disruption"))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()


def test_a_link_is_told_in_sentences_between_records_that_may_be_seen(analyst: Gateway) -> None:
    view = analyst.why_one(AMOS, limit=5)
    (link,) = view.links
    assert view.total == 1 and {side.key for side in link.sides} == {POLICE, COUNCIL}
    assert link.explanation is not None and "(PERRY)" in " ".join(link.explanation.sentences())
    assert view.threshold == 2.0
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert entry is not None and entry.action == "why one" and entry.detail["found"] == 1


def test_the_weakest_link_is_of_visible_records_and_says_what_hangs_on_it(analyst: Gateway) -> None:
    view = analyst.why_one(AMOS, limit=0)
    assert view.links == () and view.bridge is not None and view.weakest is not None
    # The weaker link, of 4 bits, is with a record that a police analyst may not see for this purpose.
    assert (view.bridge.match_weight, {view.bridge.left_key, view.bridge.right_key}) == (9.5, {POLICE, COUNCIL})
    assert (view.bridge.left, view.bridge.right) == (1, 1)
    # Three of his visible records (two meetings, of which one is shared with conditions) no visible link joins to those two.
    assert view.parts > 1


def test_records_alike_in_all_they_say_are_a_link_too(analyst: Gateway) -> None:
    view = analyst.why_one(BETH, limit=5)
    assert view.bridge is None or view.links[0].alike == 2


def test_a_thing_and_one_who_is_not_there(analyst: Gateway) -> None:
    view = analyst.why_one(HOME, limit=5)
    assert (view.links, view.bridge, view.total) == ((), None, 0)
    with pytest.raises(NotVisible):
        analyst.why_one("P-00000000", limit=5)


def test_a_picture_of_another_version_still_shows_its_records_and_says_what_to_do(
    own: Callable[[], Gateway], tmp_path: Path
) -> None:
    (model,) = (tmp_path / "store").glob(f"snapshots/*/{MODEL_FILE}")
    model.write_text('{"levels": {}}', encoding="utf-8")
    gateway = own()
    view = gateway.why_one(AMOS, limit=5)
    assert view.links[0].explanation is None and view.threshold is None and view.bridge is not None
    assert gateway.model_problem is not None and "Build the picture again" in gateway.model_problem
    assert gateway.questions([]).total == 0
    assert gateway.side_by_side(POLICE, COUNCIL).link.reasons == ()
    assert gateway.entity(AMOS, sections=("links",)).links[0].reasons == ()


def test_the_weakest_of_several_links_is_the_one_that_no_stronger_way_goes_round(
    own: Callable[[], Gateway], tmp_path: Path
) -> None:
    (picture,) = (tmp_path / "store").glob(f"snapshots/*/{PICTURE_FILE}")
    with engine.connect(picture) as con:
        ids = dict(con.execute("SELECT mention_key, mention_id FROM mention WHERE kind = 'person'").fetchall())
        meeting = ids["police/rms/meeting/m1#attendee.1"]
        for one, weight in ((POLICE, 3.0), (COUNCIL, 6.0)):
            low, high = sorted((ids[one], meeting))
            con.execute("INSERT INTO link VALUES (?, ?, 'person', ?, 0.9, 0, 0, true)", [low, high, weight])
    view = own().why_one(AMOS, limit=9)
    assert view.total == 3 and view.bridge is not None
    assert view.bridge.match_weight == 6.0 and sorted((view.bridge.left, view.bridge.right)) == [1, 2]
