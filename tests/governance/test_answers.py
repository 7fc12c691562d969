"""How an answer says when something was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stronghold.governance.answers import EntityView, RecordView
from stronghold.governance.gateway import Gateway


def record(moment: datetime | None, precision: str | None, zone: str = "Europe/London") -> RecordView:
    where = {"agency": "police", "system": "rms", "file": "rms.csv", "sheet": None, "line": 2}
    grading = {"source_grade": None, "information_grade": None, "handling": "P", "sensitivity": "standard"}
    rules = {"operation": None, "purpose": None, "lawful_basis": None, "values": {}, "mentions": ()}
    times = {"occurred_from": moment, "occurred_to": None, "occurred_precision": precision, "timezone": zone}
    return RecordView(record_key="police/rms/meeting/1", kind="meeting", **where, **grading, **rules, **times)


@pytest.mark.parametrize(
    ("moment", "precision", "said"),
    [
        (datetime(2024, 6, 30, 23, tzinfo=UTC), "day", "2024-07-01"),
        (datetime(2024, 1, 1, tzinfo=UTC), "year", "2024"),
        (datetime(2024, 6, 30, 23, tzinfo=UTC), "month", "2024-07"),
        (datetime(2024, 3, 31, 0, 59, tzinfo=UTC), "minute", "2024-03-31 00:59"),
        (datetime(2024, 3, 31, 1, 0, tzinfo=UTC), "minute", "2024-03-31 02:00"),  # the clocks went forward
        (datetime(2024, 10, 27, 0, 30, tzinfo=UTC), "minute", "2024-10-27 01:30"),  # the hour that comes twice
        (datetime(2024, 10, 27, 1, 30, tzinfo=UTC), "minute", "2024-10-27 01:30"),
        (None, None, ""),
    ],
)
def test_when_is_in_the_zone_of_the_source(moment: datetime | None, precision: str | None, said: str) -> None:
    assert record(moment, precision).when == said


def test_a_summers_day_out_of_a_picture_is_that_day(analyst: Gateway) -> None:
    view = analyst.show("P-BE000001")
    assert isinstance(view, EntityView)
    assert view.first_seen == datetime(2024, 6, 30, 23, tzinfo=UTC)
    assert view.records[0].when == "2024-07-01"
