"""The files of a picture, as far as an account may know of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.sources import kept_mappings, known_sources, may_know
from stronghold.intake.mapping import Mapping, RecordMapping, SourceTerms
from stronghold.picture.build import build
from stronghold.picture.store import Store

AddAccount = Callable[..., Account]


def test_every_file_is_listed_but_those_of_others_operations(analyst: Gateway, made_store: Path, account: AddAccount) -> None:
    assert [s.name for s in analyst.sources().sources] == ["asb.csv", "ed.csv", "housing.csv", "rms.csv", "ungraded.csv"]
    assert AuditEntry.objects.latest("sequence").action == "sources"
    account("mo", "police", "analyst", operations=("ash",))
    with open_gateway(made_store, "mo", "data_quality") as gateway:
        assert "covert.csv" in [s.name for s in gateway.sources().sources]


@pytest.mark.parametrize(
    ("agency", "sensitivity", "operation", "knows"),
    [
        ("council", "standard", None, True),
        ("council", "sensitive", "", True),
        ("council", "restricted", None, False),
        ("police", "restricted", None, True),
        ("police", "standard", "ash", True),
        ("police", "standard", "oak", False),
        ("council", None, None, True),
    ],
)
def test_who_may_know_of_a_file(
    account: AddAccount, agency: str, sensitivity: str | None, operation: str | None, knows: bool
) -> None:
    mo = account("mo", "police", "analyst", operations=("ash",))
    assert may_know(mo, agency=agency, sensitivity=sensitivity, operation=operation) is knows


@pytest.fixture
def built(tmp_path: Path) -> Store:
    """A store built twice from one file, and then from another as well."""
    folder = tmp_path / "files"
    folder.mkdir()
    store = Store.create(tmp_path / "store")
    for name, surname in (("a", "Patel"), ("a", "Patel"), ("b", "Reid")):
        (folder / f"{name}.csv").write_text(f"Surname,Born\n{surname},01/02/1990\nLee,03/04/1985\n,\nx,31/02/1990\n")
        terms = SourceTerms("police" if name == "a" else "council", name, "crime", "public task")
        record = RecordMapping("person", {"surname": ("Surname",), "date_of_birth": ("Born",)}, required=("date_of_birth",))
        (folder / f"{name}.mapping.toml").write_text(Mapping(terms, (record,)).to_toml())
        build(store, folder)
    return store


def test_counts_add_up_and_files_know_when_they_were_loaded(built: Store, account: AddAccount) -> None:
    account("ann", "police", "analyst")
    with open_gateway(built.path, "ann", "data_quality") as gateway:
        view = gateway.sources()
    assert (view.read, view.kept, view.quarantined) == (6, 4, 2)
    assert all(s.read == s.kept + s.quarantined for s in view.sources)
    first, second = view.sources
    created = [info.created[:19] for info in built.snapshots()]
    assert first.loaded is not None and first.loaded.isoformat()[:19] == created[0]
    assert second.loaded is not None and second.loaded.isoformat()[:19] == created[2]
    assert view.created.isoformat()[:19] == created[2]
    assert any("without any value" in note for note in first.notes)


def test_mappings_of_the_own_agency_are_known(built: Store, account: AddAccount) -> None:
    ann = account("ann", "police", "analyst")
    assert [(name, mapping.source.system) for name, mapping in kept_mappings(built, ann)] == [("a.csv", "a")]
    current = built.current()
    assert current is not None
    shutil.rmtree(built.sources_folder)
    assert kept_mappings(built, ann) == []
    assert known_sources(current, ann) == {"a.csv", "b.csv"}
