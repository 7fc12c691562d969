"""Where mentions are: ids alone, and what an entity's id leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stronghold.governance import overlay
from stronghold.governance.whereabouts import (
    State,
    held_by,
    keys_in_record,
    keys_of,
    records_held,
    state_of,
    whereabouts,
    whereabouts_of,
)
from stronghold.intake.withdrawals import Effect, Withdrawal
from stronghold.picture.store import Store


@pytest.fixture(autouse=True, scope="module")
def nothing_withdrawn() -> Iterator[None]:
    """These pictures are read without casework's tables."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(overlay, "_sources", [])
        yield


def test_keys_lead_to_entities_and_an_old_id_to_what_it_was_merged_into(made_store: Path) -> None:
    snapshot = Store.open(made_store).current()
    assert snapshot is not None
    found = whereabouts(snapshot, ["police/rms/person/1#subject.1", "not/there#subject.1"], "P-AM0000ZZ")
    assert found.entities == {"police/rms/person/1#subject.1": "P-AM000001"}
    assert found.leads_to == "P-AM000001"
    assert whereabouts(snapshot, [], "P-00000000").leads_to is None
    assert keys_in_record(snapshot, "police/rms/meeting/m1", "P-BE000001") == ("police/rms/meeting/m1#attendee.2",)
    assert keys_in_record(snapshot, "police/rms/meeting/m1", "P-DA000001") == ()


def test_many_are_looked_up_as_each_alone_and_in_their_order(made_store: Path) -> None:
    snapshot = Store.open(made_store).current()
    assert snapshot is not None
    asked = [
        (["police/rms/meeting/m1#attendee.2"], "P-BE000001"),
        (["police/rms/person/1#subject.1", "not/there#subject.1"], "P-AM0000ZZ"),
        ([], "P-00000000"),
    ]
    assert whereabouts_of(snapshot, asked) == tuple(whereabouts(snapshot, keys, entity) for keys, entity in asked)
    assert whereabouts_of(snapshot, []) == ()


@pytest.mark.parametrize(
    ("entities", "leads_to", "state"),
    [
        (["P-1"], None, State.SAME),
        (["P-2"], "P-2", State.MERGED),
        (["P-2"], "P-1", State.MOVED),
        (["P-2"], None, State.MOVED),
        (["P-1", "P-2"], "P-1", State.SPLIT),
        ([], "P-1", State.GONE),
    ],
)
def test_what_has_become_of_what_was_seen(entities: list[str], leads_to: str | None, state: State) -> None:
    assert state_of("P-1", entities, leads_to) is state
    assert state.needs_confirmation is (state is not State.SAME)


def test_keys_and_entities_lead_to_each_other(made_store: Path) -> None:
    snapshot = Store.open(made_store).current()
    assert snapshot is not None
    keys = keys_of(snapshot, ["P-BE000001", "P-00000000"])
    assert list(keys) == ["P-BE000001"] and "police/covert/meeting/c1#attendee.3" in keys["P-BE000001"]
    assert held_by(snapshot, [*keys["P-BE000001"], "not/there#subject.1"]) == dict.fromkeys(keys["P-BE000001"], "P-BE000001")


def test_a_withdrawn_record_holds_nobody_but_did_when_the_picture_was_made(
    made_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = Store.open(made_store).current()
    assert snapshot is not None
    withdrawn = Withdrawal(1, Effect.WITHDRAWN, "police/rms/meeting/m1")
    monkeypatch.setattr(overlay, "_sources", [lambda manifest: [withdrawn]])
    assert records_held(snapshot, ["police/rms/meeting/m1", "police/rms/person/1", "not/there"]) == {"police/rms/person/1"}
    key = "police/rms/meeting/m1#attendee.2"
    assert held_by(snapshot, [key]) == {} and key not in keys_of(snapshot, ["P-BE000001"])["P-BE000001"]
    assert held_by(snapshot, [key], as_built=True) == {key: "P-BE000001"}
