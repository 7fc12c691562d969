from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from stronghold.town.world.schemas import EVENTS
from stronghold.town.world.signs_of_cuckooing import cuckooing_signs
from stronghold.town.world.supply import Supply


def test_signs_fall_while_the_home_is_taken_and_close_to_it(world, town, supply):
    kinds = set()
    for kind in EVENTS:
        if kind in ("custody", "hospital_attendance"):  # these follow another sign by hours
            continue
        table = world.tables()[kind]
        for row in table.filter(pc.field("cuckooing").is_valid()).select(["time", "cuckooing", "group"]).to_pylist():
            taken = supply.cuckooings[row["cuckooing"]]
            day = int((np.datetime64(row["time"], "D") - town.size.first).astype(np.int64))
            assert taken.since <= day < taken.to and taken.group == row["group"]
            kinds.add(kind)
    assert {"housing_complaint", "community_report", "sighting", "ambulance_attendance", "stop_and_search"} <= kinds


def test_some_homes_leave_no_sign(world, supply):
    told = set()
    for kind in EVENTS:
        told |= set(world.tables()[kind]["cuckooing"].drop_null().to_pylist())
    assert 0 < len(supply.cuckooings) - len(told) < len(supply.cuckooings) * 0.6


def test_unrelated_offenders_give_it_as_bail_address(world, involved, supply):
    event, home = involved("custody", "bail_address", "home")
    taken = {c.home for c in supply.cuckooings}
    detained = dict(zip(*involved("custody", "detained"), strict=True))
    victims = {c.home: c.victim for c in supply.cuckooings}
    strangers = [h for e, h in zip(event.tolist(), home.tolist(), strict=True) if h in taken and detained.get(e) != victims[h]]
    assert strangers


def test_town_without_homes_taken_over_has_no_signs(town, supply, found):
    cuckooing_signs(town, Supply(supply.groups, supply.members, supply.chain, supply.trade, [], []), found)
    assert all(found.tables()[kind].num_rows == 0 for kind in EVENTS)
