"""Serving an earlier snapshot again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stronghold.casework import builds
from stronghold.casework.models import Upload
from stronghold.casework.rolling_back import roll_back
from stronghold.errors import BadInput
from stronghold.governance.models import Account, AuditEntry, AuditText
from stronghold.picture.store import Store


def test_it_is_done_for_a_reason_that_is_kept(
    store: Store, accepted: Callable[..., Upload], files: Any, analyst: Account
) -> None:
    accepted("people.csv", files.people, files.people_mapping())
    for _ in range(2):
        builds.run(builds.ask(store, analyst, "data_quality").pk)
    first, second = [info.id for info in store.snapshots()]
    roll_back(store, first, analyst, "data_quality", "The stops were wrong")
    assert [info.served for info in store.snapshots()] == [True, False]
    entry = AuditEntry.objects.get(action="roll back")
    assert (entry.account, entry.detail) == ("ann", {"to": first, "from": second})
    assert AuditText.objects.get(reference=entry.text).text == "The stops were wrong"
    with store.lock(), pytest.raises(BadInput, match="is running"):
        roll_back(store, second, analyst, "data_quality", "Again")
    assert AuditEntry.objects.filter(action="roll back failed").count() == 1
    assert [info.served for info in store.snapshots()] == [True, False]
