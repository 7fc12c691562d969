"""The cost of stages: measured in order; memory that is taken shows."""

from __future__ import annotations

import time

import pytest

from stronghold.picture.costs import CostMeter


def test_stages_are_measured_in_order_and_memory_shows() -> None:
    meter = CostMeter()
    with meter.stage("rest"):
        pass
    with meter.stage("work"):
        block = bytearray(b"x" * (200 << 20))
        time.sleep(0.12)
        del block
    rest, work = meter.costs
    assert (rest.stage, work.stage) == ("rest", "work")
    assert work.peak_mb >= rest.peak_mb + 150
    assert work.cpu_seconds > 0
    assert work.wall_seconds >= 0.12


def test_a_stage_that_fails_is_not_recorded() -> None:
    meter = CostMeter()
    with pytest.raises(RuntimeError), meter.stage("broken"):
        raise RuntimeError
    assert meter.costs == []
