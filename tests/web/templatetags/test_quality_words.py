"""Shares and snapshots in words."""

from __future__ import annotations

from stronghold.linking.intervals import Interval
from stronghold.web.templatetags.quality_words import interval, share, snapshot_day


def test_shares_intervals_and_days() -> None:
    assert (share(0.41), share(0.995)) == ("41%", "99.5%")
    assert interval(Interval(0.9, 0.85, 0.95)) == "90% (85% to 95%)" and interval(None) == "Not known yet"
    assert snapshot_day("20260701T091500123Z-0a1b2c3d") == "1 July 2026, 10:15"
    assert snapshot_day("another form") == "another form"
