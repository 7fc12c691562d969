"""Reports entered by hand that refer to a record: by its whole key, or its own number where that cannot be anything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from stronghold.casework import notices
from stronghold.casework.reports import Content, enter, withdraw
from stronghold.casework.reports.resting import reports_resting_on
from stronghold.governance.models import Account


@pytest.mark.parametrize(
    ("words", "key", "found"),
    [
        ("As CU240102 says, he was there.", "police/custody/arrest/CU240102", True),
        ("See police/custody/arrest/CU240102.", "police/custody/arrest/CU240102", True),
        ("See XCU240102.", "police/custody/arrest/CU240102", False),
        ("He lives at 17.", "police/custody/arrest/17", False),
        ("A meeting.", "police/custody/arrest/MEETING", False),
    ],
)
def test_words_that_refer_to_it(ann: Account, full: Content, words: str, key: str, found: bool) -> None:
    report = enter(ann, "disruption", "intelligence_report", replace(full, narrative=words), token="1")
    rested = list(reports_resting_on(key))
    assert [(one.key, one.owners) for one in rested] == ([(report.number, (ann.pk,))] if found else [])


def test_whoever_refers_to_a_report_is_told_when_it_is_withdrawn(
    ann: Account, account: Callable[..., Account], full: Content
) -> None:
    first = enter(ann, "disruption", "intelligence_report", full, token="1")
    mo = account("mo")
    second = enter(mo, "disruption", "intelligence_report", replace(full, narrative=f"As {first.number} says."), token="2")
    withdraw(ann, "disruption", first.number, reason="Wrong man")
    (notice,), _ = notices.waiting_for(mo)
    assert (notice.key, notice.cause) == (second.number, None) and first.number in notice.why
    assert list(reports_resting_on("x/y/z/none0")) == []
