from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from stronghold.town.world.groups import operation_days
from stronghold.town.world.operations import days_of_action


def test_arrests_fall_on_the_day_and_things_are_seized(town, supply, found):
    days_of_action(town, supply, found)
    tables = found.tables()
    arrests, done = tables["arrest"].to_pylist(), operation_days(supply.groups)
    assert arrests and tables["seizure"].num_rows > 0 and tables["recorded_crime"].num_rows > 0
    for row in arrests:
        assert np.datetime64(row["time"], "D") == town.size.first + done[row["operation"]][1].day
        assert row["group"] == done[row["operation"]][0].number


def test_those_arrested_are_of_the_group_or_its_victims(world, involved, supply):
    event, who = involved("arrest", "arrested")
    of = world.arrest["operation"].is_valid().to_numpy()[event]
    known = {m.person for m in supply.members} | {c.victim for c in supply.cuckooings}
    assert of.sum() > 0 and set(who[of].tolist()) <= known


def test_more_stops_follow_in_the_ward(world, supply):
    stops = world.stop_and_search.filter(pc.field("operation").is_valid() & ~pc.field("group").is_valid()).to_pylist()
    wards = {number: group.ward for number, (group, _) in enumerate(operation_days(supply.groups))}
    assert stops and all(row["ward"] == wards[row["operation"]] for row in stops)


def test_recorded_drug_offences_rise_on_the_day_while_reports_fall_after(world, town, supply):
    strong = [(n, g, o) for n, (g, o) in enumerate(operation_days(supply.groups)) if o.effect >= 0.6 and g.size > 5]
    crimes = world.recorded_crime.filter(pc.field("category") == "drugs")
    for number, group, operation in strong:
        that_day = crimes.filter(pc.field("operation") == number)
        assert that_day.num_rows > 0
        reports = world.community_report.filter(pc.field("group") == group.number)["time"].to_numpy().astype("datetime64[D]")
        day = town.size.first + operation.day
        length = operation.effect_to - operation.day
        before = ((reports < day) & (reports >= day - length)).sum()
        after = ((reports >= day) & (reports < day + length)).sum()
        assert after <= before
