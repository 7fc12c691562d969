from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from stronghold.intake.mapping import mapping_beside
from stronghold.town.calls import _in_british_time, call_files
from stronghold.town.numbers import phones


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    path = call_files(tmp_path_factory.mktemp("calls"), 20_000, 3, phones_held=3_000)
    with path.open(encoding="utf-8", newline="") as rows:
        return path, list(csv.DictReader(rows))


def test_as_many_calls_as_asked_for_each_with_its_own_reference(calls):
    _, rows = calls
    assert len(rows) == 20_000
    assert len({r["Call ref"] for r in rows}) == 20_000


def test_calls_are_between_two_of_the_numbers_held(calls):
    _, rows = calls
    held = set(phones(np.arange(3_000)).tolist())
    assert {r["Calling number"] for r in rows} <= held
    assert {r["Called number"] for r in rows} <= held
    assert not any(r["Calling number"] == r["Called number"] for r in rows)


def test_activity_is_heavy_tailed_and_people_ring_the_same_numbers_again(calls):
    _, rows = calls
    made = Counter(r["Calling number"] for r in rows)
    assert max(made.values()) > 20 * np.median(list(made.values()))
    assert len({(r["Calling number"], r["Called number"]) for r in rows}) < 0.8 * len(rows)


def test_the_mapping_fits_the_file(calls):
    path, rows = calls
    mapping = mapping_beside(path)
    assert mapping is not None
    mapping.check_columns(list(rows[0]), file=path.name)


def test_clock_time_agrees_with_the_zone_of_london():
    utc = np.arange(np.datetime64("2025-01-01T00:30", "s"), np.datetime64("2027-01-01", "s"), np.timedelta64(1, "h"))
    london = ZoneInfo("Europe/London")
    for moment, clock in zip(utc.tolist(), _in_british_time(utc).tolist(), strict=True):
        assert clock == moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(london).replace(tzinfo=None)


def test_every_time_is_one_that_the_clocks_showed(calls):
    _, rows = calls
    for row in rows[:2_000]:
        datetime.strptime(row["Started"], "%d/%m/%Y %H:%M:%S")
        assert 0 <= int(row["Seconds"]) <= 7_200


def test_one_phone_cannot_ring_itself(tmp_path):
    with pytest.raises(ValueError, match="two phones"):
        call_files(tmp_path, 10, 1, phones_held=1)
