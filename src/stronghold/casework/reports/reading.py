"""Reading entered reports: what the access policy lets an account see for its purpose, and never before the audit is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import F, Q, QuerySet

from stronghold.casework.models import Report, ReportVersion
from stronghold.casework.reports.content import Content
from stronghold.casework.reports.files import record_key
from stronghold.casework.reports.pictures import Pictures
from stronghold.casework.reports.understanding import Understood, moment_of, understand
from stronghold.governance import audit, policy
from stronghold.governance.models import Account
from stronghold.governance.refusals import NotVisible
from stronghold.picture import VisibilityClass
from stronghold.picture.store import Store

__all__ = [
    "STATES",
    "ReportLine",
    "ReportList",
    "ReportView",
    "State",
    "VersionLine",
    "listed",
    "may_read",
    "read",
    "visible_latest",
]

State = Literal["waiting", "in picture", "withdrawn", "leaving"]
STATES: tuple[State, ...] = ("waiting", "in picture", "withdrawn")
"""What a list can be narrowed to; ``withdrawn`` has those that are ``leaving``, which the served picture still holds."""

_SUMMARY = 110


@dataclass(frozen=True)
class VersionLine:
    """One version in the history of a report. ``visible`` says whether this reader may see what it said."""

    version: int
    by: str
    at: datetime
    reason: str
    withdrawn: bool
    visible: bool


@dataclass(frozen=True)
class ReportView:
    """A version of a report with its history. ``since``: when the picture was begun that has it."""

    number: str
    kind: str
    record_key: str
    agency: str
    agency_label: str
    version: int
    latest: int
    entered_by: str
    entered_at: datetime
    understood: Understood
    state: State
    since: datetime | None
    history: tuple[VersionLine, ...]
    own: bool

    @property
    def content(self) -> Content:
        return self.understood.content

    @property
    def withdrawn(self) -> bool:
        return self.state in ("withdrawn", "leaving")


@dataclass(frozen=True)
class ReportLine:
    """One report in a list. ``occurred`` is in words; ``summary`` the beginning of the narrative."""

    number: str
    kind: str
    occurred: str
    summary: str
    entered_by: str
    entered_at: datetime
    state: State
    since: datetime | None


@dataclass(frozen=True)
class ReportList:
    """A part of a list of ``found`` reports."""

    lines: tuple[ReportLine, ...]
    found: int


def read(account: Account, purpose: str, number: str, *, store: Store | None = None, version: int | None = None) -> ReportView:
    """The report of that number, or one of its versions; the audit entry is committed first.

    ``NotVisible``, in the same words, where there is none and where the account may not see it for this purpose.
    """
    try:
        report, latest = visible_latest(account, purpose, number)
        versions = list(report.versions.select_related("by"))
        visible = _visible_ids(account, purpose, report.agency.name, versions)
        asked = latest if version is None else next((v for v in versions if v.version == version and v.id in visible), None)
        if asked is None:
            raise _not_visible(number)
    except NotVisible:
        audit.append_durably("report read", account=account, purpose=purpose, text=number, detail={"found": 0})
        raise
    audit.append_durably(
        "report read",
        account=account,
        purpose=purpose,
        subjects=[record_key(report)],
        detail={"found": 1, "version": asked.version},
    )
    state, since = _State(Pictures(store), report.agency.name, [v.operation for v in versions]).of(latest, versions[0].id)
    return ReportView(
        number=report.number,
        kind=report.kind,
        record_key=record_key(report),
        agency=report.agency.name,
        agency_label=report.agency.label,
        version=asked.version,
        latest=latest.version,
        entered_by=report.entered_by.username,
        entered_at=report.entered_at,
        understood=understand(report.kind, Content.from_json(asked.content), asked.at),
        state=state,
        since=since,
        history=tuple(
            VersionLine(v.version, v.by.username, v.at, v.reason, v.withdrawn, v.id in visible) for v in reversed(versions)
        ),
        own=report.agency_id == account.agency_id,
    )


def listed(
    account: Account,
    purpose: str,
    *,
    store: Store | None = None,
    kind: str = "",
    state: State | None = None,
    only_own: bool = False,
    start: int = 0,
    limit: int = 25,
) -> ReportList:
    """The reports of the account's agency that it may see for its purpose, the last entered first; audited before it is given.

    ``only_own`` are those that the account itself entered.
    """
    agency = account.agency.name
    latest = ReportVersion.objects.filter(report__agency=account.agency, version=F("report__latest"))
    decided = policy.visible_classes(account, purpose, _classes(agency, latest))
    wanted = latest.filter(_any(Q(**_terms(c)) for c in decided.visible))
    states = _State(Pictures(store), agency, [c.operation or "" for c in decided.visible])
    if kind:
        wanted = wanted.filter(report__kind=kind)
    if only_own:
        wanted = wanted.filter(report__entered_by=account)
    if state is not None:
        wanted = states.narrowed(wanted, state)
    found = wanted.count()
    shown = list(
        wanted.select_related("report__entered_by", "report__agency").order_by("-report__entered_at", "-report_id")[
            start : start + limit
        ]
    )
    audit.append_durably(
        "reports listed",
        account=account,
        purpose=purpose,
        subjects=[record_key(v.report) for v in shown],
        detail={"found": found},
    )
    return ReportList(tuple(_line(version, states) for version in shown), found)


def may_read(account: Account, purpose: str, number: str) -> bool:
    """Whether :func:`read` would give the report. It tells nothing of what the report says, so it is not in the audit."""
    try:
        visible_latest(account, purpose, number)
    except NotVisible:
        return False
    return True


def visible_latest(account: Account, purpose: str, number: str) -> tuple[Report, ReportVersion]:
    """The report and its latest version, where the policy lets the account see that for its purpose; ``NotVisible`` otherwise."""
    found = (
        ReportVersion.objects.filter(report__number=number.strip().upper(), version=F("report__latest"))
        .select_related("report__agency", "report__entered_by", "by")
        .first()
    )
    if found is None or not _visible_ids(account, purpose, found.report.agency.name, [found]):
        raise _not_visible(number)
    return found.report, found


def _not_visible(number: str) -> NotVisible:
    return NotVisible(
        f"No report '{number}' is visible to you for the purpose you have stated.", remedy="Look for it in the list of reports."
    )


def _visible_ids(account: Account, purpose: str, agency: str, versions: Sequence[ReportVersion]) -> set[int]:
    classes = {v.id: VisibilityClass(v.id, agency, v.handling, v.sensitivity, v.operation or None) for v in versions}
    return set(policy.visible_classes(account, purpose, classes.values()).visible_ids)


def _classes(agency: str, versions: QuerySet[ReportVersion]) -> list[VisibilityClass]:
    terms = versions.order_by().values_list("handling", "sensitivity", "operation").distinct()
    return [
        VisibilityClass(n, agency, handling, sensitivity, operation or None)
        for n, (handling, sensitivity, operation) in enumerate(sorted(terms))
    ]


def _terms(one: VisibilityClass) -> dict[str, str]:
    return {"handling": one.handling or "", "sensitivity": one.sensitivity or "", "operation": one.operation or ""}


def _any(conditions: Iterable[Q]) -> Q:
    """Rows that fit one of the conditions: none where there is no condition."""
    joined = Q(pk__in=[])
    for condition in conditions:
        joined |= condition
    return joined


class _State:
    """What has become of reports of one agency, as far as the served picture tells."""

    def __init__(self, pictures: Pictures, agency: str, operations: Sequence[str]) -> None:
        self._pictures = pictures
        self._agency = agency
        self._served = pictures.served(agency, sorted(set(operations)))

    def of(self, latest: ReportVersion, first_id: int) -> tuple[State, datetime | None]:
        """The state of a report and, where it is in the picture, since when; ``first_id`` is of its first version."""
        up_to = self._served.get(latest.operation)
        if latest.withdrawn:
            return ("leaving" if up_to is not None and first_id <= up_to < latest.id else "withdrawn"), None
        if up_to is None or up_to < latest.id:
            return "waiting", None
        return "in picture", self._pictures.since(self._agency, latest.operation, latest.id)

    def narrowed(self, latest: QuerySet[ReportVersion], state: State) -> QuerySet[ReportVersion]:
        if state in ("withdrawn", "leaving"):
            return latest.filter(withdrawn=True)
        in_picture = _any(Q(operation=operation, id__lte=up_to) for operation, up_to in self._served.items())
        return latest.filter(in_picture if state == "in picture" else ~in_picture, withdrawn=False)


def _line(version: ReportVersion, states: _State) -> ReportLine:
    report, content = version.report, Content.from_json(version.content)
    first = report.versions.order_by("version").values_list("id", flat=True).first() if version.withdrawn else version.id
    state, since = states.of(version, first or version.id)
    summary = " ".join(content.narrative.split())
    return ReportLine(
        number=report.number,
        kind=report.kind,
        occurred=moment_of(report.kind, content, version.at),
        summary=summary if len(summary) <= _SUMMARY else summary[:_SUMMARY].rsplit(" ", 1)[0] + " …",
        entered_by=report.entered_by.username,
        entered_at=report.entered_at,
        state=state,
        since=since,
    )
