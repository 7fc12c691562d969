"""What changed between two snapshots, as far as an account may know it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.governance.comparing import compared
from stronghold.governance.models import Account, AuditEntry
from stronghold.intake.mapping import Mapping, RecordMapping, SourceTerms
from stronghold.picture.build import build
from stronghold.picture.store import Store


def test_files_of_an_operation_are_left_out_for_others(tmp_path: Path, account: Callable[..., Account]) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    store = Store.create(tmp_path / "store")
    for name, operation in (("a", ""), ("b", "ash"), ("c", "")):
        (folder / f"{name}.csv").write_text(f"Surname\nPerson {name}\n")
        terms = SourceTerms("police", name, "crime", "public task", operation=operation)
        (folder / f"{name}.mapping.toml").write_text(
            Mapping(terms, (RecordMapping("person", {"surname": ("Surname",)}),)).to_toml()
        )
        build(store, folder)
    first, _, last = [info.id for info in store.snapshots()]
    ann, mo = account("ann", "police", "analyst"), account("mo", "police", "analyst", operations=("ash",))
    assert compared(store, first, last, ann, "data_quality").sources_added == ("c.csv",)
    assert compared(store, first, last, mo, "data_quality").sources_added == ("b.csv", "c.csv")
    assert compared(store, last, first, ann, "data_quality").sources_removed == ("c.csv",)
    assert AuditEntry.objects.filter(action="snapshots compared").count() == 3
    with pytest.raises(BadInput, match="no snapshot"):
        compared(store, "x", last, ann, "data_quality")
