"""What withdrawals say to those who obey them: a build, and every reading of a picture that was built before them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from stronghold.casework.models import Report, ReportVersion
from stronghold.casework.models import Withdrawal as Row
from stronghold.casework.reports.files import record_key
from stronghold.intake.withdrawals import Effect, Withdrawal
from stronghold.picture.manifest import Manifest

__all__ = ["for_build", "not_in"]


def for_build() -> list[Withdrawal]:
    """The withdrawals that stand, in the order in which they were made, as of one moment."""
    return _told(Row.objects.filter(undone_at=None).order_by("number"))


def not_in(manifest: Manifest) -> list[Withdrawal]:
    """The withdrawals that stand and that the picture of that manifest was built without; and the reports entered by hand that were
    withdrawn, whose files a build leaves out by itself."""
    obeyed = set(manifest.withdrawals)
    found = [withdrawal for withdrawal in for_build() if withdrawal.number not in obeyed]
    gone = ReportVersion.objects.filter(version=F("report__latest"), withdrawn=True)
    reports = Report.objects.filter(pk__in=gone.values("report")).select_related("agency")
    return [*found, *(Withdrawal(0, Effect.WITHDRAWN, record_key(report)) for report in reports)]


def _told(rows: Iterable[Row]) -> list[Withdrawal]:
    return [Withdrawal(row.number, Effect(row.effect), row.record_key, row.version or None) for row in rows]
