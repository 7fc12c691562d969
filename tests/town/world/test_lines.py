from __future__ import annotations

import numpy as np
import pytest

from stronghold.town.world.groups import days_of, operation_days
from stronghold.town.world.lines import activity_of, customers_of, line_tables


def test_every_group_has_lines_held_by_line_holders_in_turn(supply):
    holders = {(m.group, m.person) for m in supply.members if m.role == "line_holder"}
    for group in supply.groups:
        lines = [line for line in supply.trade.lines if line.group == group.number]
        assert lines and len({line.name for line in lines}) == 1
        assert len({line.phone for line in lines}) == len(lines)
    for line in supply.trade.lines:
        for person, since, to in line.turns:
            assert (line.group, person) in holders and line.since <= since < to <= line.to
        assert all(a[2] <= b[1] for a, b in zip(line.turns, line.turns[1:], strict=False))
        assert line.holder(line.since - 1) == -1


def test_operation_cuts_the_line_and_it_starts_again_under_a_new_number(supply):
    lines = supply.trade.lines
    for group, operation in operation_days(supply.groups):
        before, after = supply.trade.restarted[group.number]
        if after >= 0:
            assert before >= 0 and lines[before].to == operation.day and lines[after].since == operation.restart
            assert lines[before].phone != lines[after].phone and lines[before].name == lines[after].name


def test_activity_falls_by_the_effect_of_an_operation(town, supply):
    activity = activity_of(town.size, supply.groups, len(town.geography.ward_names))
    week = activity.first_week + 7 * np.arange(activity.by_week.shape[1])
    strong = [(g, o) for g, o in operation_days(supply.groups) if o.effect >= 0.6 and not g.ends]
    assert strong
    for group, operation in strong:
        deals = activity.by_week[group.number]
        before = deals[(week < operation.day) & (week > operation.day - 120)].mean()
        after = deals[(week >= operation.day) & (week < operation.effect_to)].mean()
        assert after / before == pytest.approx(1 - operation.effect, abs=0.25)


def test_table_and_weeks_agree(supply):
    activity = supply.trade.activity
    table = activity.table.group_by("group").aggregate([("deals", "sum")]).to_pylist()
    assert {row["group"]: row["deals_sum"] for row in table} == dict(enumerate(activity.by_week.sum(axis=1).tolist()))


def test_customers_are_grown_up_and_buy_while_they_live(town, supply):
    ages = town.society.age(town.size.first)
    died = town.where.life.died
    person, group, since, to = customers_of(town.size, supply.groups, town.vulnerable["drug user"], ages, died)
    assert (ages[person] >= 17).all() and (since < to).all()
    assert (town.size.first + to <= town.where.died[person]).all()
    assert set(group.tolist()) == {g.number for g in supply.groups}


def test_members_swap_phones(town, supply):
    _, holds = town.phones.tables()
    phone, _ = town.phones.tables()
    burner = np.array(phone["sort"].to_pylist()) == "burner"
    held = holds.filter(holds["person"].is_valid()).to_pylist()
    members = {m.person for m in supply.members}
    swapped = [row["person"] for row in held if burner[row["phone"]]]
    assert len(set(swapped) & members) > 0.4 * len(members)
    assert len(swapped) > 1.5 * len(set(swapped))


def test_line_tables_end_where_the_years_end(town, supply):
    tables = line_tables(town.size, supply.trade)
    open_ended = [row["to"] is None for row in tables["line"].to_pylist()]
    assert open_ended == [line.to >= days_of(town.size) for line in supply.trade.lines]
