"""What became of an entity from picture to picture, told by what is visible of it now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.casework import decisions
from stronghold.casework.decisions import Wanted
from stronghold.governance import accounts, overlay
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.refusals import NotVisible
from stronghold.linking.decisions import Judgement
from stronghold.picture.add import add
from stronghold.picture.build import build
from stronghold.picture.store import Store

FILE = """reference,agency_key,forename,surname,date_of_birth
1,1,AMOS,PERRY,1990-02-01
2,2,BETH,COLE,1985-05-06
"""
MAPPING = """[source]
agency = "police"
system = "rms"
purpose = "p"
lawful_basis = "l"

[[record]]
kind = "person"
key = "reference"

[record.columns]
forename = "forename"
surname = "surname"
date_of_birth = "date_of_birth"
"""
KEYS = ("police/rms/person/1#subject.1", "police/rms/person/2#subject.1")


@pytest.fixture
def store(tmp_path: Path, db: None, settings: object) -> Store:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").write_text(FILE, encoding="utf-8")
    (folder / "a.mapping.toml").write_text(MAPPING, encoding="utf-8")
    made = Store.create(tmp_path / "store")
    build(made, folder, train="never")
    accounts.add("ann", "police", ["analyst"])
    return made


def asked(store: Store) -> Gateway:
    return open_gateway(store.path, "ann", "disruption")


def test_joined_by_a_decision_and_parted_by_its_undoing(store: Store) -> None:
    with asked(store) as gateway:
        one, other = gateway.mentions(KEYS)[KEYS[0]].entity_id, gateway.mentions(KEYS)[KEYS[1]].entity_id
        assert [event.what for event in gateway.history(one).events] == ["born"]
        decisions.decide(gateway, [Wanted(Judgement.SAME, *KEYS)], reason="Her married name")
    joined = add(store, [], decisions=decisions.for_build()).snapshot
    with asked(store) as gateway:
        found = gateway.history(other)
        kept = found.entity_id
        assert found.aliases == tuple({one, other} - {kept}) and found.complete
        assert [(event.what, event.others, event.decisions) for event in found.events] == [
            ("joined", found.aliases, (1,)),
            ("born", (), ()),
        ]
        assert found.events[0].snapshot == joined.id
        (view,) = decisions.about(gateway, kept)
        assert (view.row.number, view.row.by.username, view.state) == (1, "ann", "in picture")
        decisions.undo(gateway, 1, reason="Two people")
    add(store, [], decisions=decisions.for_build())
    with asked(store) as gateway:
        found = gateway.history(one)
        assert found.entity_id == one and [event.what for event in found.events] == ["parted", "joined", "born"]
        assert found.events[0].others == (other,) and found.events[0].decisions == (1,)
        assert [view.state for view in decisions.about(gateway, one)] == ["undone"]


def test_what_is_not_visible_has_no_history(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.add("dora", "council", ["data_protection_officer"])
    with asked(store) as gateway:
        one = gateway.mentions(KEYS)[KEYS[0]].entity_id
    with open_gateway(store.path, "dora", "data_protection") as gateway, pytest.raises(NotVisible):
        gateway.history(one)


def test_a_source_of_withdrawals_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[Callable[..., object]] = []
    monkeypatch.setattr(overlay, "_sources", known)

    def source(manifest: object) -> tuple[()]:
        return ()

    overlay.add_source(source)
    overlay.add_source(source)
    assert known == [source]
