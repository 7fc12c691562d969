from __future__ import annotations

import numpy as np


def test_every_sort_that_a_town_needs_is_there(town):
    assert {
        "primary school", "secondary school", "pupil referral unit", "surgery", "shop", "hostel", "care agency", "taxi firm",
        "children's home", "care home", "hospital", "police station", "car hire",
    } == set(town.organisations.sort.tolist())  # fmt: skip


def test_each_has_premises_of_its_own(town):
    bodies = town.organisations
    assert len(set(bodies.home.tolist())) == len(bodies.home)
    assert set(town.homes.sort[bodies.home].tolist()) == {"premises", "hostel", "care home", "children's home"}
    names = list(zip(bodies.sort.tolist(), bodies.name.tolist(), strict=True))
    assert len(set(names)) == len(names)


def test_nearest_is_the_nearest(town):
    bodies = town.organisations
    schools = bodies.of("primary school")
    lat, lon = town.homes.lat[:50], town.homes.lon[:50]
    far = (bodies.lat[schools][None, :] - lat[:, None]) ** 2 + ((bodies.lon[schools][None, :] - lon[:, None]) * 0.58) ** 2
    assert np.array_equal(bodies.nearest("primary school", lat, lon), schools[far.argmin(axis=1)])
