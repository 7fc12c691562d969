"""Why the gateway gives nothing, told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from stronghold.governance import accounts
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.refusals import NoPicture, NotVisible, Refused
from stronghold.picture.store import Store


@pytest.mark.parametrize(("name", "purpose"), [("nobody", "disruption"), ("ann", "data_protection"), ("ann", "curiosity")])
def test_who_may_not_read_is_refused(db: None, made_store: Path, name: str, purpose: str) -> None:
    accounts.add("ann", "police", ["analyst"])
    with pytest.raises(Refused):
        open_gateway(made_store, name, purpose)


def test_a_closed_account_is_refused(db: None, made_store: Path) -> None:
    accounts.add("ann", "police", ["analyst"])
    accounts.deactivate("ann")
    with pytest.raises(Refused, match="closed"):
        open_gateway(made_store, "ann", "disruption")


@pytest.mark.parametrize("key", ["P-NA000001", "P-00000000", "police/covert/meeting/c1", "none"])
def test_what_is_hidden_and_what_is_not_there_are_told_in_the_same_way(analyst: Gateway, key: str) -> None:
    with pytest.raises(NotVisible, match=f"Nothing by '{key}' is visible"):
        analyst.show(key)


def test_a_store_without_a_picture_has_nothing_to_show(db: None, tmp_path: Path) -> None:
    accounts.add("ann", "police", ["analyst"])
    with pytest.raises(NoPicture, match="no picture yet"):
        open_gateway(Store.create(tmp_path / "town").path, "ann", "disruption")
    assert issubclass(NoPicture, NotVisible)
