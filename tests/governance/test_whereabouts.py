"""Where mentions are: ids alone, and what an entity's id leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stronghold.governance import overlay
from stronghold.governance.whereabouts import keys_in_record, whereabouts
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
