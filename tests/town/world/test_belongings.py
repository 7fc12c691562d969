from __future__ import annotations

import itertools

import numpy as np

from stronghold.town.numbers import phones as numbers
from stronghold.town.world.belongings import NEVER, Phones, Vehicles


def _days(*texts):
    return np.array(texts, "datetime64[D]")


def test_the_latest_number_of_a_sort_is_the_one_in_use():
    phones = Phones()
    first, second, burner = phones.add(1, "personal"), phones.add(1, "personal"), phones.add(1, "burner")
    phones.hold(first, _days("2020-01-01"), _days("2024-01-01"), person=7)
    phones.hold(second, _days("2024-01-01"), _days("NaT"), person=7)
    phones.hold(burner, _days("2024-02-01"), _days("2024-03-01"), person=7)
    asked = _days("2023-05-05", "2024-02-10")
    assert phones.of(np.array([7, 7]), asked).tolist() == [int(first[0]), int(second[0])]
    assert phones.of(np.array([7, 7]), asked, "burner").tolist() == [-1, int(burner[0])]


def test_people_change_numbers_share_them_and_keep_handsets(town):
    phone, holds = town.phones.tables()
    assert phone["number"].to_pylist()[:3] == numbers(np.arange(3)).tolist()
    person = holds["person"].drop_null().to_numpy()
    assert (np.bincount(person) > 1).sum() > 100
    of_phone = np.bincount(holds.filter(holds["person"].is_valid())["phone"].to_numpy())
    assert (of_phone > 1).any(), "some couples share one"
    assert len(set(phone["imei"].to_pylist())) < phone.num_rows


def test_every_organisation_has_a_number(town):
    assert set(town.phones.of_organisation()) == set(range(len(town.organisations.name)))


def test_hire_cars_have_one_hirer_at_a_time(town, supply):
    vehicle, keeps = town.vehicles.tables()
    assert len(set(vehicle["registration"].to_pylist())) == vehicle.num_rows
    hired = sorted((r["vehicle"], r["from"], r["to"]) for r in keeps.to_pylist() if r["as"] == "hirer")
    assert len(hired) > 50
    for (car, _, to), (other, since, _) in itertools.pairwise(hired):
        assert car != other or to <= since


def test_hirer_and_keeper_are_asked_for_apart():
    vehicles = Vehicles()
    own, hired = vehicles.add(np.random.default_rng(1), 1, "car"), vehicles.add(np.random.default_rng(1), 1, "hire car")
    vehicles.keep(own, _days("2020-01-01"), np.array([NEVER]), person=3, how="keeper")
    vehicles.keep(hired, _days("2024-01-01"), _days("2024-01-04"), person=3, how="hirer")
    day = _days("2024-01-02")
    assert vehicles.of(np.array([3]), day).tolist() == own.tolist()
    assert vehicles.of(np.array([3]), day, "hirer").tolist() == hired.tolist()
