"""Two entities, or two mentions, beside each other: field by field, what is the same and what differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import duckdb

from stronghold.errors import BadInput
from stronghold.governance.answers import Fact, LinkReason, RecordView
from stronghold.governance.consequences import Consequence, consequences_of
from stronghold.governance.entities import look_up
from stronghold.governance.facts import facts_of
from stronghold.governance.records import records_of
from stronghold.governance.relations import reasons_between
from stronghold.governance.sides import sides_of
from stronghold.linking.model import PersonModel
from stronghold.vocabulary import kind

__all__ = ["ENTITY_ID", "Beside", "ComparedField", "LinkBetween", "SideBySide", "Verdict", "side_by_side"]

ENTITY_ID = re.compile(r"[PATVO]-[0-9A-Z]{8}")
Verdict = Literal["same", "partly", "different", "left only", "right only"]

_RECORDS_SHOWN = 5
# The visible mentions alike in all else are alike here: which is taken does not depend on hidden ones.
_MENTION = """
    CREATE OR REPLACE TEMP TABLE own AS
    SELECT m.mention_id, m.mention_key, m.kind, m.role, m.part, m.belongs_to, r.record_id, r.record_key, r.kind AS record_kind,
        r.occurred_from, coalesce(r.occurred_to - INTERVAL 1 MICROSECOND, r.occurred_from) AS occurred_last, c.agency, c.handling
    FROM mention m JOIN record r USING (record_id) JOIN visible v USING (class_id) JOIN visibility_class c USING (class_id)
    WHERE m.mention_key = $key
"""
_LINK = """
    SELECT l.match_weight, l.probability, l.accepted, l.mention_l, l.mention_r
    FROM mention a JOIN node na ON na.mention_id = a.mention_id, mention b JOIN node nb ON nb.mention_id = b.mention_id,
        {table} l
    WHERE a.mention_key = $left AND b.mention_key = $right
        AND l.mention_l = least(na.node_id, nb.node_id) AND l.mention_r = greatest(na.node_id, nb.node_id)
"""


@dataclass(frozen=True)
class Beside:
    """One of the two. ``asked`` is an entity id or a mention key; ``anchor`` is the mention that a decision about it names."""

    asked: str
    is_entity: bool
    entity_id: str
    kind: str
    label: str
    child: bool
    anchor: str
    records_visible: int
    told_by: tuple[str, ...]
    handling: tuple[str, ...]
    records: tuple[RecordView, ...]
    redirected_from: str | None
    consequences: tuple[Consequence, ...] = ()


@dataclass(frozen=True)
class ComparedField:
    """What the two say in one field."""

    column: str
    label: str
    left: tuple[Fact, ...]
    right: tuple[Fact, ...]
    verdict: Verdict

    @property
    def sides(self) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
        return self.left, self.right


@dataclass(frozen=True)
class LinkBetween:
    """What the linking made of the two anchors; ``match_weight`` in bits (log2 odds), and what each field said."""

    match_weight: float
    probability: float
    accepted: bool
    reasons: tuple[LinkReason, ...]


@dataclass(frozen=True)
class SideBySide:
    """The two, the fields that either has, and the link between their anchors where they were compared."""

    left: Beside
    right: Beside
    fields: tuple[ComparedField, ...]
    link: LinkBetween | None = field(default=None)

    @property
    def one_entity(self) -> bool:
        """Whether the picture takes the two for one."""
        return self.left.entity_id == self.right.entity_id

    @property
    def sides(self) -> tuple[Beside, Beside]:
        return self.left, self.right

    @property
    def handling(self) -> tuple[str, ...]:
        """The handling codes of the records of both."""
        return tuple(sorted({*self.left.handling, *self.right.handling}))

    @property
    def records(self) -> tuple[RecordView, ...]:
        return (*self.left.records, *self.right.records)


def side_by_side(con: duckdb.DuckDBPyConnection, model: PersonModel | None, left: str, right: str) -> SideBySide | str:
    """Compare two entities or mentions, as visible records show them; the one of the two that is not visible, otherwise.

    ``BadInput`` where they are of different kinds.
    """
    gathered = []
    for asked in (left, right):
        found = _beside(con, asked)
        if found is None:
            return asked
        gathered.append((found, facts_of(con, found.kind, with_parts=True)))
    (one, its_facts), (other, others_facts) = gathered
    if one.kind != other.kind:
        kinds = " and ".join(kind(each.kind).label.lower() for each in (one, other))
        raise BadInput(f"The two are of different kinds: {kinds}.", remedy="Choose two of the same kind.")
    told = consequences_of(con, {one.entity_id, other.entity_id})
    sides = [_with(each, told.get(each.entity_id, ())) for each in (one, other)]
    return SideBySide(sides[0], sides[1], _compared(its_facts, others_facts), link_between(con, model, one.anchor, other.anchor))


def link_between(con: duckdb.DuckDBPyConnection, model: PersonModel | None, left: str, right: str) -> LinkBetween | None:
    """The link between two mentions, accepted or not; ``None`` where they were never compared, or too little spoke for it."""
    for table in ("link", "link_repeat"):
        row = con.execute(_LINK.format(table=table), {"left": left, "right": right}).fetchone()
        if row is not None:
            weight, probability, accepted, node_l, node_r = row
            return LinkBetween(weight, probability, bool(accepted), reasons_between(con, model, node_l, node_r) if model else ())
    return None


def _with(side: Beside, consequences: Sequence[Consequence]) -> Beside:
    return Beside(**{**side.__dict__, "consequences": tuple(consequences)})


def _beside(con: duckdb.DuckDBPyConnection, asked: str) -> Beside | None:
    """One of the two, with the temporary table ``own`` of its visible mentions."""
    if ENTITY_ID.fullmatch(asked.upper()):
        view = look_up(con, asked.upper())
        if view is None:
            return None
        records, _ = records_of(con, view.entity_id, _RECORDS_SHOWN)
        return Beside(
            asked=asked.upper(),
            is_entity=True,
            entity_id=view.entity_id,
            kind=view.kind,
            label=view.label,
            child=view.child,
            anchor=_fullest(con, view.kind),
            records_visible=view.records_visible,
            told_by=view.told_by,
            handling=view.handling,
            records=tuple(records),
            redirected_from=view.redirected_from,
        )
    side = sides_of(con, [asked]).get(asked)
    if side is None:
        return None
    con.execute(_MENTION, {"key": asked})
    return Beside(
        asked=asked,
        is_entity=False,
        entity_id=side.entity_id,
        kind=side.mention.kind,
        label=side.mention.label,
        child=side.mention.child or side.entity.child,
        anchor=asked,
        records_visible=1,
        told_by=(side.record.agency,),
        handling=(side.record.handling or "",),
        records=(side.record,),
        redirected_from=None,
    )


def _fullest(con: duckdb.DuckDBPyConnection, kind_name: str) -> str:
    """Of the mentions in ``own`` the one that says most; of those alike in that, the one whose key comes first."""
    columns = [row[0] for row in con.execute(f'SELECT column_name FROM (DESCRIBE "{kind_name}")').fetchall()]  # noqa: S608
    says = " + ".join(f'("{column}" IS NOT NULL)::INT' for column in columns if column != "mention_id")
    row = con.execute(
        f'SELECT mention_key FROM own JOIN "{kind_name}" USING (mention_id) ORDER BY {says} DESC, mention_key LIMIT 1'  # noqa: S608
    ).fetchone()
    return str(row[0]) if row else ""


def _compared(left: Sequence[Fact], right: Sequence[Fact]) -> tuple[ComparedField, ...]:
    labels = {fact.column: fact.label for fact in (*left, *right)}
    order = [fact.column for fact in (*left, *right)]
    found = []
    for column in dict.fromkeys(order):
        mine, theirs = (tuple(fact for fact in facts if fact.column == column) for facts in (left, right))
        found.append(ComparedField(column, labels[column], mine, theirs, _verdict(mine, theirs)))
    return tuple(found)


def _verdict(left: Sequence[Fact], right: Sequence[Fact]) -> Verdict:
    mine, theirs = ({str(fact.value).casefold() for fact in facts} for facts in (left, right))
    if not theirs:
        return "left only"
    if not mine:
        return "right only"
    if mine == theirs:
        return "same"
    return "partly" if mine & theirs else "different"
