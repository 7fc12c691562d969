from __future__ import annotations

import stat

import pytest

from stronghold.casework.reports import Content, enter, laid_out
from stronghold.governance.models import Account
from stronghold.picture.store import Store

pytestmark = pytest.mark.django_db(transaction=True)


def test_reports_lie_in_a_private_folder_of_the_store_while_they_are_built(ann: Account, full: Content, store: Store) -> None:
    enter(ann, "disruption", "intelligence_report", full, token="1")
    before = sorted(p.name for p in store.path.iterdir())
    with laid_out(store) as (source,):
        folder = source.path.parent
        assert folder.parent == store.path
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        with laid_out(store):
            assert source.path.is_file()  # another build of a running process is let be
    assert sorted(p.name for p in store.path.iterdir()) == before


def test_what_a_killed_process_left_is_removed(ann: Account, store: Store) -> None:
    left = store.path / ".entered-999999999:1.00@abc"
    left.mkdir()
    (left / "entered-reports-police.jsonl").write_text("{}")
    with laid_out(store) as sources:
        assert sources == []
    assert not left.exists()
