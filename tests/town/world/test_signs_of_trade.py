from __future__ import annotations

import numpy as np

from stronghold.town.world.signs_of_trade import trade_signs


def test_signs_lie_in_the_wards_where_deals_are_made(town, supply, found):
    trade_signs(town, supply, found)
    tables = found.tables()
    dealt = set(zip(*(supply.trade.activity.table[n].to_pylist() for n in ("group", "ward")), strict=True))
    reports = tables["community_report"].to_pylist()
    assert len(reports) > 30
    assert all((row["group"], row["ward"]) in dealt for row in reports)


def test_more_deals_leave_more_reports(world, supply):
    deals = supply.trade.activity.by_week.sum(axis=1)
    reports = np.bincount(world.community_report["group"].drop_null().to_numpy(), minlength=len(deals))
    assert reports[np.argmax(deals)] > reports[np.argmin(deals)]


def test_needles_and_overdoses_follow_the_trade(world):
    for kind in ("needle_find", "ambulance_attendance"):
        because = world.tables()[kind]["group"].is_valid().to_numpy()
        assert 0 < because.mean() < 0.7
