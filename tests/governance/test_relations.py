"""Ties and links, worked out from visible evidence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stronghold import engine
from stronghold.governance.answers import EntityView
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account
from stronghold.picture.store import Store

AddAccount = Callable[..., Account]
AMOS, BETH, DAN, HOME = "P-AM000001", "P-BE000001", "P-DA000001", "A-H0000001"


def entity(gateway: Gateway, entity_id: str) -> EntityView:
    view = gateway.show(entity_id)
    assert isinstance(view, EntityView)
    return view


def test_ties_rest_on_visible_records_alone(analyst: Gateway, made_store: Path) -> None:
    ties = {(t.layer, t.entity_id): t for t in entity(analyst, AMOS).ties}
    assert set(ties) == {("meeting", BETH), ("home", HOME)}
    meeting = ties["meeting", BETH]
    assert (meeting.label, meeting.records, meeting.agencies) == ("Beth Cole", 1, 1)
    assert [str(e) for e in meeting.evidence] == ["police/rms/meeting/m1"]
    assert (meeting.evidence[0].kind, meeting.evidence[0].agency, meeting.evidence[0].when) == ("meeting", "police", "2024-07-01")
    assert meeting.told_by == ("police",)
    with engine.connect(made_store / "snapshots" / "20260101T000000000Z-00000000" / "picture.duckdb", read_only=True) as con:
        whole = con.execute("SELECT strength, records FROM tie WHERE entity_l = ? AND entity_r = ?", [AMOS, BETH]).fetchone()
    assert whole is not None
    assert meeting.strength < whole[0]
    assert whole[1] == 3


def test_a_tie_of_which_all_is_visible_is_as_strong_as_the_picture_says(made_store: Path, account: AddAccount) -> None:
    account("all", "police", "analyst", "conditional_reader", operations=("ash",))
    snapshot = Store(made_store).current()
    assert snapshot is not None
    with open_gateway(made_store, "all", "disruption") as gateway, snapshot.connect() as con:
        expected = con.execute(
            "SELECT layer, CASE entity_l WHEN $id THEN entity_r ELSE entity_l END AS other, records, agencies, strength,"
            " first_seen, last_seen FROM tie WHERE $id IN (entity_l, entity_r) ORDER BY layer, other",
            {"id": AMOS},
        ).fetchall()
        shown = sorted(entity(gateway, AMOS).ties, key=lambda t: (t.layer, t.entity_id))
    assert {other for _, other, *_ in expected} == {BETH, DAN, HOME}
    for tie, (layer, other, records, agencies, strength, first, last) in zip(shown, expected, strict=True):
        assert (tie.layer, tie.entity_id, tie.records, tie.agencies) == (layer, other, records, agencies)
        assert tie.strength == strength
        assert tie.first_seen is not None and tie.first_seen.replace(tzinfo=None) == first
        assert tie.last_seen is not None and tie.last_seen.replace(tzinfo=None) == last


def test_links_between_visible_mentions_alone_are_told(analyst: Gateway) -> None:
    (link,) = entity(analyst, AMOS).links
    assert {link.mention_l, link.mention_r} == {"police/rms/person/1#subject.1", "council/housing/person/7#subject.1"}
    assert link.match_weight == 9.5
    (surname,) = [reason for reason in link.reasons if reason.field == "Surname"]
    assert "1 in 1,000" in surname.words
    assert "PERRY" not in " ".join(map(str, link.reasons))


def test_repeats_are_told_as_far_as_they_are_visible(analyst: Gateway, made_store: Path, account: AddAccount) -> None:
    assert entity(analyst, BETH).links == ()
    account("con", "police", "analyst", "conditional_reader")
    with open_gateway(made_store, "con", "disruption") as gateway:
        (link,) = entity(gateway, BETH).links
    assert (link.mention_l, link.mention_r) == ("council/asb/meeting/a1#attendee.2", "police/rms/meeting/m1#attendee.2")
    assert link.alike == 2
