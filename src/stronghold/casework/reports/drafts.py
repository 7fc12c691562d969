"""Unfinished reports: what a person has typed is kept while they type, so that nothing is lost when they are called away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from stronghold.casework.models import Report, ReportDraft
from stronghold.governance import audit
from stronghold.governance.models import Account

__all__ = ["DRAFT_DAYS", "Draft", "draft_of", "keep_draft", "throw_draft_away"]

DRAFT_DAYS = 7
"""A draft that was not gone on with for so long is thrown away."""


@dataclass(frozen=True)
class Draft:
    """The fields of the form as they were last sent, and when."""

    fields: Mapping[str, str]
    kept_at: datetime


def keep_draft(account: Account, fields: Mapping[str, str]) -> datetime | None:
    """Keep what the account has typed in place of what was kept before; when that was.

    ``None``, and nothing is kept, where the form (its ``token``) has been saved as a report meanwhile.
    """
    if Report.objects.filter(entered_by=account, token=fields.get("token", "")).exists():
        return None
    now = datetime.now(UTC)
    ReportDraft.objects.update_or_create(account=account, defaults={"fields": dict(fields), "kept_at": now})
    return now


def draft_of(account: Account, purpose: str) -> Draft | None:
    """What the account typed and has not saved; ``None`` where there is nothing. Opening it is written to the audit."""
    ReportDraft.objects.filter(kept_at__lt=datetime.now(UTC) - timedelta(days=DRAFT_DAYS)).delete()
    kept = ReportDraft.objects.filter(account=account).first()
    if kept is None:
        return None
    audit.append_durably("report draft read", account=account, purpose=purpose)
    return Draft(kept.fields, kept.kept_at)


def throw_draft_away(account: Account) -> None:
    """Keep nothing of what the account typed and did not save."""
    ReportDraft.objects.filter(account=account).delete()
