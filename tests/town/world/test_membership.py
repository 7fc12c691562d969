from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np

from stronghold.town.world.membership import supply_of


def test_nobody_is_in_two_groups_or_two_roles_at_once(supply):
    rows = defaultdict(list)
    for member in supply.members:
        assert member.since < member.to
        rows[member.person].append(member)
    for own in rows.values():
        assert len({m.group for m in own}) == 1
        own.sort(key=lambda m: m.since)
        assert all(a.to <= b.since for a, b in itertools.pairwise(own))


def test_size_is_how_many_were_ever_in_it(supply):
    for group in supply.groups:
        assert group.size == len({m.person for m in supply.members if m.group == group.number}) >= 4


def test_everyone_in_a_group_is_reached_from_its_supplier(supply):
    for group in supply.groups:
        reached = {m.person for m in supply.members if m.group == group.number and m.role == "supplier"}
        assert reached
        edges = [(giver, receiver) for number, giver, receiver, _, _ in supply.chain if number == group.number]
        for _ in range(5):
            reached |= {receiver for giver, receiver in edges if giver in reached}
        assert reached == {m.person for m in supply.members if m.group == group.number}


def test_supply_runs_downwards_while_both_are_in_the_group(town, supply):
    order = {"supplier": 0, "line_holder": 1, "enforcer": 2, "runner": 2, "dealer": 3}
    roles = defaultdict(list)
    for member in supply.members:
        roles[member.person].append(member)
    for _, giver, receiver, since, to in supply_of(town.size, supply.members):
        assert since < to
        gives = [m for m in roles[giver] if m.active(since)]
        takes = [m for m in roles[receiver] if m.active(since)]
        assert order[gives[0].role] < order[takes[0].role]


def test_suppliers_live_in_the_city_and_members_are_alive(town, supply):
    for member in supply.members:
        if member.role == "supplier":
            assert town.society.city[member.person] == supply.groups[member.group].city
        last = town.size.first + max(member.to - 1, 0)
        assert last < town.where.died[member.person] or member.to <= 0


def test_members_know_each_other_more_than_strangers_do(town, supply):
    members = np.array(sorted({m.person for m in supply.members if town.society.city[m.person] < 0}))
    group = {m.person: m.group for m in supply.members}
    ties = sum(group.get(int(f), -1) == group[int(p)] for p in members for f in town.friends.table[p])
    assert ties > 0
