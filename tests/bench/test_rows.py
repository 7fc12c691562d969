from __future__ import annotations

from bench.rows import Row, StepMeter, measured


def test_a_measured_block_fills_its_row():
    with measured("part", "stage") as row:
        sum(range(100_000))
    assert row.cpu_seconds is not None
    assert row.wall_seconds is not None
    assert row.peak_mb is not None
    assert row.peak_mb > 10


def test_each_step_has_a_row_in_order():
    meter = StepMeter("part")
    meter.step("one")
    meter.step("two")
    meter.end()
    meter.end()
    assert [(row.part, row.stage) for row in meter.rows] == [("part", "one"), ("part", "two")]


def test_what_is_not_known_is_not_recorded():
    row = Row("part", "stage", figures={"f1": 0.5})
    assert row.to_json() == {"part": "part", "stage": "stage", "figures": {"f1": 0.5}}
    assert Row(**row.to_json()) == row
