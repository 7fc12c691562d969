from __future__ import annotations

from collections import defaultdict

import numpy as np

from stronghold.town.world.schemas import EVENTS
from stronghold.town.world.signs_of_supply import member_signs


def test_those_higher_up_are_seen_less(world, involved, supply):
    _, subject = involved("intelligence_report", "subject")
    times = np.bincount(subject, minlength=world.person.num_rows)
    by_role = defaultdict(list)
    for member in supply.members:
        by_role[member.role].append(times[member.person])
    assert np.mean(by_role["supplier"]) < np.mean(by_role["dealer"])


def test_much_that_members_do_is_ordinary(world, supply):
    """Most records that name a member are about nothing to do with the group or leave it unsaid."""
    members = {m.person for m in supply.members}
    rows = [r for r in world.involved.to_pylist() if r["sort"] == "person" and r["who"] in members]
    groups = {kind: world.tables()[kind]["group"].is_valid().to_numpy() for kind in EVENTS}
    because = np.mean([groups[r["kind"]][r["event"]] for r in rows])
    assert 0.1 < because < 0.9


def test_members_are_noticed_while_they_are_members(town, supply, found):
    member_signs(town, supply, found)
    tables = found.tables()
    spans = defaultdict(list)
    for member in supply.members:
        spans[member.person].append((member.since, member.to))
    stops = tables["stop_and_search"]["time"].to_numpy().astype("datetime64[D]")
    rows = [r for r in tables["involved"].to_pylist() if r["kind"] == "stop_and_search" and r["sort"] == "person"]
    days = [int((stops[r["event"]] - town.size.first).astype(np.int64)) for r in rows]
    assert len(rows) > 10
    assert all(any(since <= day < to for since, to in spans[r["who"]]) for r, day in zip(rows, days, strict=True))


def test_hire_cars_are_driven_by_members(world, involved, town):
    _, vehicle = involved("sighting", "vehicle", "vehicle")
    hired = set(town.vehicles.of_sort("hire car").tolist())
    sort = world.vehicle["sort"].to_numpy(zero_copy_only=False)
    assert hired and (sort[vehicle] == "hire car").any()
