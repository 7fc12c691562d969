"""Times as moments, and who is a child today."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from stronghold.governance import times
from stronghold.governance.times import in_utc, is_child, local_when


def test_a_recorded_date_of_birth_says_who_is_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "adults_born_until", lambda: date(2008, 11, 24))
    assert is_child("2008-11-25")
    assert not is_child("2008-11-24")
    assert not is_child(None)
    assert not is_child("")


def test_a_pictures_time_is_utc() -> None:
    assert in_utc(datetime(2024, 1, 1)) == datetime(2024, 1, 1, tzinfo=UTC)
    assert in_utc(None) is None


def test_a_moment_is_told_as_exactly_as_it_is_known() -> None:
    moment = datetime(2024, 6, 30, 23, tzinfo=UTC)
    assert local_when(moment, "day", "Europe/London") == "2024-07-01"
    assert local_when(moment, None, "Europe/London") == "2024-07-01 00:00"
    assert local_when(None, "day", "Europe/London") == ""
