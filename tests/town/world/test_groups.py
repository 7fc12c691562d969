from __future__ import annotations

import pytest

from stronghold.town.world.geography import lay_out
from stronghold.town.world.groups import days_of, group_table, operation_days, plan_groups
from stronghold.town.world.tables import TownSize


@pytest.mark.parametrize(("people", "groups"), [(1_000, 4), (100_000, 4), (300_000, 12)])
def test_one_group_for_25_000_people_and_four_at_the_least(people, groups):
    size = TownSize(people, 2)
    planned = plan_groups(size, lay_out(size))
    assert len(planned) == groups
    assert {g.city for g in planned} == {0, 1}
    assert all(5 <= g.size <= 40 for g in planned)
    assert max(g.size for g in planned) > min(g.size for g in planned)


def test_operations_strike_while_a_group_is_active_with_varied_effects(planned, town):
    size = TownSize(300_000, 4)
    struck = operation_days(plan_groups(size, lay_out(size)))
    assert 4 <= len(struck) < 12
    for group, operation in struck:
        assert group.since < operation.day <= group.to
        assert 0 <= operation.effect <= 1 and operation.day < operation.effect_to <= days_of(size)
        assert operation.restart == -1 or operation.restart > operation.day
    effects = {o.effect for _, o in struck}
    assert 0.0 in effects and max(effects) >= 0.6, "one does nothing, one does much"
    assert any(o.ward_after >= 0 for _, o in struck) and any(o.ward_after < 0 for _, o in struck)


def test_table_says_no_end_for_those_that_go_on(town, planned):
    table = group_table(town.size, planned)
    ends = [row["to"] is not None for row in table.to_pylist()]
    assert ends == [g.ends for g in planned]
