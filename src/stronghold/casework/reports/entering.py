"""Entering a report, amending it, withdrawing it: each in one transaction with its audit entry; nothing is ever deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from stronghold.casework import notices
from stronghold.casework.models import Report, ReportVersion
from stronghold.casework.reports.content import KINDS, Content
from stronghold.casework.reports.drafts import throw_draft_away
from stronghold.casework.reports.files import record_key
from stronghold.casework.reports.reading import visible_latest
from stronghold.casework.reports.understanding import ReportProblems, local_now, understand, with_day_written_out
from stronghold.casework.resting import what_rests_on
from stronghold.governance import audit
from stronghold.governance.acts import require_act
from stronghold.governance.models import Account, Agency
from stronghold.governance.refusals import NotVisible, Refused
from stronghold.intake.cleaning.folding import to_ascii

__all__ = ["amend", "enter", "withdraw"]

_LONGEST_REASON = 2_000


def enter(account: Account, purpose: str, kind: str, content: Content, *, token: str) -> Report:
    """Save a new report of the account's agency.

    The same form (``token``) sent twice by one account is one report, which is given back. ``ReportProblems`` says what to mend,
    field by field; then nothing is saved. ``Refused`` where the policy does not permit it.
    """
    _require(account, purpose)
    if kind not in KINDS:
        raise ReportProblems({"kind": "Choose the kind of report"})
    now = local_now()
    ready = _checked(account, kind, with_day_written_out(content, now), now)
    try:
        with transaction.atomic():
            agency = _locked(account.agency)
            if (earlier := Report.objects.filter(entered_by=account, token=token).first()) is not None:
                return _same_again(earlier, kind, ready)
            report = _numbered(agency, kind, token, account, now)
            _add_version(report, ready, account, now, "")
            throw_draft_away(account)
            audit.append("report entered", account=account, purpose=purpose, subjects=[record_key(report)])
    except IntegrityError:
        # The same form was sent twice at once, and the other was first.
        return _same_again(Report.objects.get(entered_by=account, token=token), kind, ready)
    return report


def amend(account: Account, purpose: str, number: str, content: Content, *, reason: str, seen: int) -> Report:
    """Save another version of a report, with the reason. ``seen`` is the version that the change was made to.

    ``NotVisible`` where the account may not see the report for this purpose; otherwise as :func:`enter`.
    """
    _require(account, purpose)
    now = local_now()
    problems = {} if reason.strip() else {"reason": "Say why the report is changed"}
    with _changing(account, purpose, number):
        report, latest = _own_latest(account, purpose, number)
        ready = with_day_written_out(content, now)
        if latest.version != seen or latest.withdrawn:
            raise ReportProblems({"reason": _overtaken(latest)})
        if _as_kept(latest, ready) == ready:
            problems.setdefault("reason", "Nothing was changed")
        _checked(account, report.kind, ready, now, problems, kept_operation=latest.operation)
        _add_version(report, ready, account, now, reason.strip()[:_LONGEST_REASON])
        audit.append(
            "report amended",
            account=account,
            purpose=purpose,
            subjects=[record_key(report)],
            text=reason.strip(),
            detail={"version": report.latest},
        )
    return report


def withdraw(account: Account, purpose: str, number: str, *, reason: str) -> Report:
    """Withdraw a report, with the reason: at once nobody sees it in the picture, and the next build leaves it out. It is kept with all
    its versions; whoever answers for what rests on it is told."""
    _require(account, purpose)
    if not reason.strip():
        raise ReportProblems({"reason": "Say why the report is withdrawn"})
    with _changing(account, purpose, number):
        report, latest = _own_latest(account, purpose, number)
        if latest.withdrawn:
            raise ReportProblems({"reason": _overtaken(latest)})
        content = Content.from_json(latest.content)
        _add_version(report, content, account, local_now(), reason.strip()[:_LONGEST_REASON], withdrawn=True)
        resting = what_rests_on(record_key(report))
        notices.tell(None, resting, f"Report {report.number}, on which it rests, was withdrawn.")
        audit.append("report withdrawn", account=account, purpose=purpose, subjects=[record_key(report)], text=reason.strip())
    return report


def _require(account: Account, purpose: str) -> None:
    message = "You may not enter reports for the purpose you have stated."
    require_act(account, purpose, "report", message, remedy="Change your purpose.")


def _checked(
    account: Account,
    kind: str,
    content: Content,
    now: datetime,
    problems: dict[str, str] | None = None,
    *,
    kept_operation: str = "",
) -> Content:
    found = {**understand(kind, content, now).problems, **(problems or {})}
    if content.operation and content.operation not in (*account.operations, kept_operation):
        found["operation"] = "Choose an operation that you are a member of"
    if found:
        raise ReportProblems(found)
    return content


def _locked(agency: Agency) -> Agency:
    """Versions of one agency are written one after the other, so that their ids rise in the order in which they hold."""
    return Agency.objects.select_for_update().get(pk=agency.pk)


def _own_latest(account: Account, purpose: str, number: str) -> tuple[Report, ReportVersion]:
    """The report and its latest version, with the agency locked for writing; reports of other agencies are theirs to change."""
    agency = _locked(account.agency)
    report, latest = visible_latest(account, purpose, number)
    if report.agency_id != agency.pk:
        raise Refused("This is another agency's report.", remedy=f"Ask {report.agency.label} to change it.")
    return report, latest


@contextmanager
def _changing(account: Account, purpose: str, number: str) -> Iterator[None]:
    """A transaction that changes a report; who may not is written to the audit once it has been undone."""
    try:
        with transaction.atomic():
            yield
    except (Refused, NotVisible) as refusal:
        reason = "not visible" if isinstance(refusal, NotVisible) else "another agency's report"
        audit.append_durably("refused", account=account, purpose=purpose, text=number, detail={"reason": reason})
        raise


def _same_again(earlier: Report, kind: str, content: Content) -> Report:
    first = earlier.versions.get(version=1)
    # The day is worked out anew each time: "now" sent twice is two minutes.
    if earlier.kind == kind and replace(Content.from_json(first.content), occurred="") == replace(content, occurred=""):
        return earlier
    raise ReportProblems(
        {"form": f"This form has already been saved as {earlier.number}. To change that report, open it and amend it"}
    )


def _as_kept(latest: ReportVersion, ready: Content) -> Content:
    """What holds, with its time as it was typed now where that is the same: the form shows the day written out."""
    kept = Content.from_json(latest.content)
    return replace(kept, when=ready.when) if kept.occurred == ready.occurred else kept


def _overtaken(latest: ReportVersion) -> str:
    done = "withdrawn" if latest.withdrawn else "changed"
    return f"The report was {done} by {latest.by.username} meanwhile. What you typed is still here: open the report to compare"


def _numbered(agency: Agency, kind: str, token: str, account: Account, now: datetime) -> Report:
    prefix = re.sub(r"[^A-Z0-9]+", "-", to_ascii(agency.name).upper()).strip("-") or "REPORT"
    last = Report.objects.filter(prefix=prefix, year=now.year).order_by("-serial").values_list("serial", flat=True).first()
    serial = (last or 0) + 1
    return Report.objects.create(
        number=f"{prefix}-{now.year}-{serial:04d}",
        prefix=prefix,
        year=now.year,
        serial=serial,
        agency=agency,
        kind=kind,
        token=token,
        entered_by=account,
        entered_at=now.astimezone(UTC),
        latest=0,
    )


def _add_version(
    report: Report, content: Content, account: Account, now: datetime, reason: str, *, withdrawn: bool = False
) -> ReportVersion:
    report.latest += 1
    report.save(update_fields=["latest"])
    return ReportVersion.objects.create(
        report=report,
        version=report.latest,
        content=content.to_json(),
        handling=content.handling,
        sensitivity=content.sensitivity,
        operation=content.operation,
        withdrawn=withdrawn,
        by=account,
        at=now.astimezone(UTC),
        reason=reason,
    )
