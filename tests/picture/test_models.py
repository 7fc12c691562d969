"""The model that people chose for a store is the one the next build starts from, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.linking.model import PersonModel
from stronghold.picture.models import choose_model, chosen_model, model_in_use, unchoose_model
from stronghold.picture.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


OTHER = PersonModel.by_reason().with_levels({}, origin="data", trained_records=4_321)


def test_none_is_chosen_at_first_and_the_shipped_one_is_in_use(store: Store) -> None:
    assert chosen_model(store) is None
    assert model_in_use(store) == PersonModel.shipped()
    assert unchoose_model(store) is False


def test_the_chosen_one_is_kept_and_given_back(store: Store) -> None:
    path = choose_model(store, OTHER)
    assert chosen_model(store) == model_in_use(store) == OTHER
    assert path.parent == store.path / "models"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert chosen_model(store, since="2020-01-01T00:00:00.000Z") == OTHER
    assert chosen_model(store, since="2999-01-01T00:00:00.000Z") is None


def test_a_later_choice_takes_its_place_and_the_earlier_file_stays(store: Store) -> None:
    first = choose_model(store, OTHER)
    second = choose_model(store, PersonModel.shipped())
    assert chosen_model(store) == PersonModel.shipped()
    assert first.is_file() and second.is_file() and first != second
    assert unchoose_model(store) is True
    assert chosen_model(store) is None


@pytest.mark.parametrize("damage", ["pointer", "model", "gone"])
def test_a_damaged_choice_is_said_and_never_passed_over(store: Store, damage: str) -> None:
    path = choose_model(store, OTHER)
    if damage == "gone":
        path.unlink()
    else:
        (path if damage == "model" else path.with_name("chosen")).write_text("{}", encoding="utf-8")
    with pytest.raises(BadInput, match="cannot be read"):
        chosen_model(store)
