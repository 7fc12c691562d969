"""What goes into the API and comes out of it; the OpenAPI document is made of these."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from stronghold.casework.decisions import DecisionView
from stronghold.casework.withdrawals import WithdrawalView
from stronghold.governance.answers import EntityView, Findings, RecordView
from stronghold.governance.belongings import Belonging

__all__ = [
    "DecideIn",
    "DecisionOut",
    "DecisionsOut",
    "EntityOut",
    "FindingsOut",
    "PendingOut",
    "ReasonIn",
    "RecordOut",
    "TroubleOut",
    "WithdrawIn",
    "WithdrawalOut",
    "WithdrawalsOut",
    "WithdrawnOut",
    "decision_out",
    "entity_out",
    "findings_out",
    "record_out",
    "withdrawal_out",
]

Text = Annotated[str, Field(max_length=2_000)]


class TroubleOut(Schema):
    """What is wrong, in the words that a page has, and what to do."""

    error: str
    remedy: str


class FoundOut(Schema):
    id: str
    kind: str
    label: str
    matches: list[str]
    records: int


class FindingsOut(Schema):
    """One page of what was found. ``complete`` is false where more match than a search looks through."""

    found: list[FoundOut]
    total: int
    complete: bool
    records: list[str]


class MentionOut(Schema):
    key: str
    kind: str
    role: str
    part: str | None
    entity: str | None
    label: str
    values: dict[str, Any]


class RecordOut(Schema):
    """A record, where it comes from, how it is graded and on what terms it is held. Times are UTC."""

    key: str
    kind: str
    agency: str
    system: str
    file: str
    line: int
    occurred_from: datetime | None
    occurred_to: datetime | None
    source_grade: str | None
    information_grade: str | None
    handling: str | None
    sensitivity: str | None
    operation: str | None
    values: dict[str, Any]
    mentions: list[MentionOut]


class TieOut(Schema):
    layer: str
    entity: str
    label: str
    strength: float
    records: int
    evidence: list[str]


class BelongingOut(Schema):
    """A period in which a home, number or vehicle (``entity``) was a person's, or a person had this thing; ``until`` where its end is
    known, and ``ended_by`` how."""

    kind: str
    entity: str
    label: str
    first_seen: datetime | None
    last_seen: datetime | None
    until: datetime | None
    ended_by: str | None
    records: int
    told_by: list[str]


class WayOut(Schema):
    """One way in which records write a thing, and ``why`` it is taken for the one most often written."""

    label: str
    records: int
    told_by: list[str]
    why: str


class EntityOut(Schema):
    """Someone or something as visible records show it; ``redirected_from`` where the id asked for was merged into this one."""

    id: str
    kind: str
    label: str
    redirected_from: str | None
    child: bool
    told_by: list[str]
    handling: list[str]
    records_visible: int
    records: list[RecordOut]
    ties: list[TieOut]
    belongings: list[BelongingOut]
    ways: list[WayOut]


class DecideIn(Schema):
    """Two mentions, by their keys, are the same or not, and why."""

    judgement: Literal["same", "not_same"]
    left: Text
    right: Text
    reason: Text


class ReasonIn(Schema):
    reason: Text


class UndoneOut(Schema):
    by: str
    at: datetime
    reason: str


class DecisionOut(Schema):
    number: int
    judgement: str
    kind: str
    left: str
    right: str
    entities: list[str | None]
    reason: str
    by: str
    at: datetime
    state: str
    undone: UndoneOut | None


class DecisionsOut(Schema):
    found: int
    decisions: list[DecisionOut]


class WithdrawIn(Schema):
    """A record, by its key, is withdrawn, waits for its corrected version, or was found false; and why."""

    record: Text
    effect: Literal["withdrawn", "corrected", "discredited"] = "withdrawn"
    reason: Text


class WithdrawalOut(Schema):
    number: int
    record: str
    effect: str
    reason: str
    by: str
    at: datetime
    state: str
    undone: UndoneOut | None


class WithdrawalsOut(Schema):
    found: int
    withdrawals: list[WithdrawalOut]


class RestingOut(Schema):
    noun: str
    key: str
    how: str


class WithdrawnOut(Schema):
    """``rested_on_it``: what people decided and wrote that rested on the record, as far as the account may know of it."""

    withdrawal: WithdrawalOut
    rested_on_it: list[RestingOut]


class PendingOut(Schema):
    """What was decided, withdrawn or undone since the picture was built."""

    decisions: list[DecisionOut]
    withdrawals: list[WithdrawalOut]


def findings_out(found: Findings) -> FindingsOut:
    return FindingsOut(
        found=[
            FoundOut(id=f.entity_id, kind=f.kind, label=f.label, matches=list(f.matches), records=f.records) for f in found.found
        ],
        total=found.total,
        complete=found.complete,
        records=[record.record_key for record in found.records],
    )


def record_out(view: RecordView) -> RecordOut:
    same = ("kind", "agency", "system", "file", "line", "occurred_from", "occurred_to", "source_grade", "information_grade")
    terms = ("handling", "sensitivity", "operation")
    mentions = [
        MentionOut(
            key=m.mention_key, kind=m.kind, role=m.role, part=m.part, entity=m.entity_id, label=m.label, values=dict(m.values)
        )
        for m in view.mentions
    ]
    told = {name: getattr(view, name) for name in (*same, *terms)}
    return RecordOut(key=view.record_key, values=dict(view.values), mentions=mentions, **told)


def entity_out(view: EntityView) -> EntityOut:
    return EntityOut(
        id=view.entity_id,
        kind=view.kind,
        label=view.label,
        redirected_from=view.redirected_from,
        child=view.child,
        told_by=list(view.told_by),
        handling=list(view.handling),
        records_visible=view.records_visible,
        records=[record_out(record) for record in view.records],
        ties=[
            TieOut(
                layer=tie.layer,
                entity=tie.entity_id,
                label=tie.label,
                strength=tie.strength,
                records=tie.records,
                evidence=[str(each) for each in tie.evidence],
            )
            for tie in view.ties
        ],
        belongings=[_belonging_out(each) for each in view.belongings],
        ways=[WayOut(label=way.label, records=way.records, told_by=list(way.told_by), why=way.why) for way in view.ways],
    )


def _belonging_out(each: Belonging) -> BelongingOut:
    same = ("kind", "label", "first_seen", "last_seen", "until", "ended_by", "records")
    told = {name: getattr(each, name) for name in same}
    return BelongingOut(entity=each.entity_id, told_by=list(each.told_by), **told)


def decision_out(view: DecisionView) -> DecisionOut:
    row = view.row
    return DecisionOut(
        number=row.number,
        judgement=row.judgement,
        kind=row.kind,
        left=row.left,
        right=row.right,
        entities=[side.entity_id if side else None for side in (view.left, view.right)],
        reason=row.reason,
        by=row.by.username,
        at=row.at,
        state=view.state,
        undone=_undone(row),
    )


def withdrawal_out(view: WithdrawalView) -> WithdrawalOut:
    row = view.row
    return WithdrawalOut(
        number=row.number,
        record=row.record_key,
        effect=row.effect,
        reason=row.reason,
        by=row.by.username,
        at=row.at,
        state=view.state,
        undone=_undone(row),
    )


def _undone(row: Any) -> UndoneOut | None:
    if row.undone_by is None:
        return None
    return UndoneOut(by=row.undone_by.username, at=row.undone_at, reason=row.undo_reason)
