from __future__ import annotations

import numpy as np

from stronghold.town.world.call_data import call_data
from stronghold.town.world.twins import cast_twins


def test_nobody_rings_themselves_and_all_is_in_order(world):
    for table, one, other in ((world.call, "caller", "recipient"), (world.message, "sender", "recipient")):
        assert table.num_rows > 1_000
        assert (table[one].to_numpy() != table[other].to_numpy()).all()
        assert (np.diff(table["time"].to_numpy().astype(np.int64)) >= 0).all()


def test_adverts_go_from_lines_to_many_at_once_while_the_line_is_in_use(world, town, supply):
    bulk = world.message.filter(np.array(world.message["nature"].to_pylist()) == "bulk").to_pylist()
    lines = {line.phone: line for line in supply.trade.lines}
    assert len(bulk) > 100
    for row in bulk[:: max(1, len(bulk) // 300)]:
        line = lines[row["sender"]]
        day = int((np.datetime64(row["time"], "D") - town.size.first).astype(np.int64))
        assert line.since <= day <= line.to and line.group == row["group"]


def test_some_lines_and_many_ordinary_phones_are_in_it(world, supply):
    phones = set(world.call["caller"].to_pylist()) | set(world.call["recipient"].to_pylist())
    lines = {line.phone for line in supply.trade.lines}
    assert phones & lines and lines - phones
    talk = np.array(world.call["why"].to_pylist()) == "talk"
    assert talk.mean() > 0.3


def test_innocent_phone_is_as_busy_as_a_line(world, supply):
    calls = np.bincount(
        np.concatenate([world.call["caller"].to_numpy(), world.call["recipient"].to_numpy()]), minlength=world.phone.num_rows
    )
    lines = [calls[line.phone] for line in supply.trade.lines if calls[line.phone]]
    shops = [calls[t["phone"]] for t in world.twin.to_pylist() if t["sort"] == "busy shop phone"]
    assert max(shops) > np.median(lines)


def test_town_without_twins_still_has_calls(town, supply):
    with_twins = call_data(town, supply, cast_twins(town, supply))
    without = call_data(town, supply, [])
    assert 0 < without["call"].num_rows != with_twins["call"].num_rows
