from __future__ import annotations

import numpy as np

from stronghold.town.world.schemas import EVENTS


def _records(world, sort):
    own = {t["twin"] for t in world.twin.to_pylist() if t["sort"] == sort}
    return {kind: int(np.isin(world.tables()[kind]["twin"].drop_null().to_numpy(), list(own)).sum()) for kind in EVENTS}


def test_twins_leave_the_records_that_the_guilty_leave(world):
    expected = {
        "big family": {"housing_complaint", "community_report", "sighting"},
        "hostel": {"ambulance_attendance", "needle_find", "community_report", "arrest"},
        "taxi": {"sighting"},
        "teenager away from home": {"missing_episode"},
        "popular carer": {"sighting"},
        "house party": {"community_report"},
    }
    present = {t["sort"] for t in world.twin.to_pylist()}
    assert len(set(expected) & present) >= 4
    for sort in set(expected) & present:
        made = _records(world, sort)
        assert all(made[kind] > 0 for kind in expected[sort]), (sort, made)


def test_nothing_of_a_twin_is_because_of_a_group(world):
    for kind in EVENTS:
        table = world.tables()[kind]
        of_twin = table["twin"].is_valid().to_numpy()
        assert not (of_twin & table["group"].is_valid().to_numpy()).any()


def test_what_is_said_of_a_twin_is_not_so(world):
    table = world.intelligence_report
    of_twin = table["twin"].is_valid().to_numpy()
    assert not table["correct"].to_numpy(zero_copy_only=False)[of_twin].any()
