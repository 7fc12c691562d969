from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from stronghold.casework.models import ReportDraft
from stronghold.casework.reports import Content, draft_of, enter, keep_draft, throw_draft_away
from stronghold.casework.reports.drafts import DRAFT_DAYS
from stronghold.governance.models import Account, AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_is_its_writers_alone_and_the_last_one_stands(account: Callable[..., Account], ann: Account) -> None:
    assert draft_of(ann, "disruption") is None
    keep_draft(ann, {"narrative": "Seen", "token": "1"})
    kept_at = keep_draft(ann, {"narrative": "Seen twice", "token": "1"})
    found = draft_of(ann, "disruption")
    assert found is not None and (found.fields["narrative"], found.kept_at) == ("Seen twice", kept_at)
    assert AuditEntry.objects.filter(action="report draft read", account="ann").count() == 1
    assert draft_of(account("bob"), "disruption") is None


def test_a_draft_goes_when_it_is_saved_thrown_away_or_old(ann: Account, full: Content) -> None:
    keep_draft(ann, {"token": "1"})
    enter(ann, "disruption", "intelligence_report", full, token="1")
    assert draft_of(ann, "disruption") is None
    # A keeping that was still on its way when the form was saved.
    assert keep_draft(ann, {"token": "1"}) is None
    assert draft_of(ann, "disruption") is None
    keep_draft(ann, {"token": "2"})
    throw_draft_away(ann)
    assert draft_of(ann, "disruption") is None
    kept_at = keep_draft(ann, {"token": "3"})
    assert kept_at is not None
    ReportDraft.objects.update(kept_at=kept_at - timedelta(days=DRAFT_DAYS, minutes=1))
    assert draft_of(ann, "disruption") is None
