"""A snapshot opened for one account and purpose: what is visible is decided once, and it is closed whatever happens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from stronghold.governance import audit
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.opened import Opened
from stronghold.governance.refusals import NotVisible
from stronghold.picture.store import Store


@pytest.fixture
def opened(made_store: Path, account: Callable[..., Account]) -> Opened:
    store = Store.open(made_store)
    snapshot = store.current()
    assert snapshot is not None
    return Opened(store, snapshot, account("ann", "police", "analyst"), "disruption")


def test_it_knows_who_reads_what_for_what(opened: Opened) -> None:
    assert (opened.account.username, opened.purpose) == ("ann", "disruption")
    assert opened.snapshot_id == opened._snapshot.id
    visible = opened._con.execute("SELECT class_id FROM visible ORDER BY 1").fetchall()
    assert [number for (number,) in visible] == sorted(opened._classes) and visible
    assert len(visible) < len(opened._snapshot.classes())  # the covert operation is not hers


def test_a_read_is_written_with_its_snapshot_and_whom_it_told_of(opened: Opened) -> None:
    before = audit.checkpoint().sequence
    opened._write("a read", subjects=["P-1", "P-2"], text="words", found=2)
    (entry,) = AuditEntry.objects.filter(sequence__gt=before)
    assert (entry.action, entry.purpose, entry.account) == ("a read", "disruption", "ann")
    assert entry.detail == {"snapshot": opened.snapshot_id, "found": 2} and len(entry.subjects) == 2


def test_what_is_not_visible_is_written_before_it_is_refused(opened: Opened) -> None:
    before = audit.checkpoint().sequence
    with pytest.raises(NotVisible, match="Nothing by 'P-9' is visible to 'ann' for the purpose 'disruption'"):
        opened._not_visible("show", "P-9")
    assert AuditEntry.objects.filter(sequence__gt=before, action="show").count() == 1


def test_it_is_closed_at_the_end_also_where_something_went_wrong(opened: Opened) -> None:
    with pytest.raises(RuntimeError, match="inside"), opened:
        raise RuntimeError("inside")
    with pytest.raises(duckdb.ConnectionException):
        opened._con.execute("SELECT 1")
