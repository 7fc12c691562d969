"""Single mentions in their records: visible ones alone."""

from __future__ import annotations

from stronghold.governance.gateway import Gateway
from stronghold.governance.sides import known_keys, members_among, sides_of

AMOS, BETH, HIDDEN = "police/rms/person/1#subject.1", "police/rms/meeting/m1#attendee.2", "health/ed/person/h1#subject.1"
HOME = "police/rms/person/1#subject.1>home"


def test_visible_mentions_come_with_record_and_entity_in_the_order_asked_for(analyst: Gateway) -> None:
    found = sides_of(analyst._con, [HOME, BETH, HIDDEN, AMOS, "no/such#subject.1"])
    assert list(found) == [HOME, BETH, AMOS]
    assert (found[BETH].entity_id, found[BETH].entity.label, found[BETH].record.record_key) == (
        "P-BE000001",
        "Beth Cole",
        "police/rms/meeting/m1",
    )
    assert found[HOME].mention.kind == "address"
    assert found[AMOS].terms == {"agency": "police", "handling": "P", "sensitivity": "standard", "operation": ""}
    assert (found[AMOS].as_link.entity_id, found[AMOS].as_link.kind) == ("P-AM000001", "person")


def test_it_is_told_which_are_hidden_and_which_are_not_there(analyst: Gateway) -> None:
    known = known_keys(analyst._con, [AMOS, HIDDEN, "no/such#subject.1"])
    assert (dict(known.visible), known.hidden) == ({AMOS: "P-AM000001"}, frozenset({HIDDEN}))


def test_members_are_told_by_visible_records(analyst: Gateway) -> None:
    assert members_among(analyst._con, [AMOS, HIDDEN, BETH], "P-AM000001") == {AMOS}
    assert members_among(analyst._con, [], "P-AM000001") == frozenset()
