"""What a group is like as a whole and over time: by visible records alone, in spans of a length that can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.group_measures import _spans
from stronghold.governance.models import Account, AuditEntry


@pytest.fixture
def gateway(grouped_store: Path, account: Callable[..., Account]) -> Iterator[Gateway]:
    account("ann", "police", "analyst")
    with open_gateway(grouped_store, "ann", "disruption") as opened:
        yield opened


def test_a_group_is_measured_as_a_whole_and_month_by_month(gateway: Gateway) -> None:
    (group,) = gateway.groups()
    view = gateway.group_measures(group.group_id)
    assert (view.measured.people, view.measured.ties, view.measured.connectedness) == (4, 6, 1.0)
    assert [(span.label, span.measured.ties, span.line_activity) for span in view.spans] == [
        ("Jan 2024", 6, 0),
        ("Feb 2024", 6, 0),
        ("Mar 2024", 6, 20),
    ]
    assert (view.line_activity, view.left_out) == (20, 0)
    assert AuditEntry.objects.latest("sequence").action == "group measures"


moments = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1))


@given(moments, moments)
def test_the_spans_follow_each_other_and_hold_the_first_and_the_last_moment(one: datetime, other: datetime) -> None:
    first, last = sorted((one, other))
    spans = list(_spans(first, last))
    assert spans[0][1] <= first < spans[0][2] and spans[-1][1] <= last < spans[-1][2]
    assert all(before[2] == after[1] for before, after in pairwise(spans))
    assert len({label for label, _, _ in spans}) == len(spans)
    assert len(spans) <= 12 or last.year - first.year >= 12


@pytest.mark.parametrize(
    ("last", "label"),
    [
        ("2024-03-09", "Mar 2024"),
        ("2025-03-09", "Jan\N{EN DASH}Mar 2025"),
        ("2028-03-09", "Jan\N{EN DASH}Jun 2028"),
        ("2034-03-09", "2034"),
    ],
)
def test_a_longer_time_has_longer_spans(last: str, label: str) -> None:
    assert list(_spans(datetime(2024, 1, 5), datetime.fromisoformat(last)))[-1][0] == label


def test_a_group_without_dates_has_no_spans() -> None:
    assert list(_spans(None, None)) == []
