"""Which links people should look at first: those that are uncertain and that matter, in an order anybody can check.

A link is *uncertain* where its weight is near the threshold, on either side, or where all else between the records that it holds together
speaks against it (a bridge that was kept: ``linking.bridges``). It *matters* where being wrong could hurt: where one
of the two is a child, was missing, is at risk, is tied to supply or is in a group (``governance.consequences``). The order is: the first rule
that holds, then how near to the threshold, then the keys. Nobody has a score, and visible records alone are read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import duckdb

from stronghold.governance.answers import Named
from stronghold.governance.consequences import RULES, gather_consequences, has_table
from stronghold.governance.labels import named
from stronghold.governance.sides import NamedEntity
from stronghold.linking.bridges import UNCERTAIN
from stronghold.linking.collapse import linking_columns
from stronghold.linking.model import PersonModel

__all__ = ["Question", "Questions", "Split", "Splits", "questions_of", "splits_of"]

# A node stands for mentions alike in every compared field: the first visible one is asked about.
_PAIRS = """
    CREATE OR REPLACE TEMP TABLE asked_pair AS
    WITH near AS (
        SELECT l.mention_l, l.mention_r, match_weight, probability, accepted, b.mention_l IS NOT NULL AS bridge
        FROM link l LEFT JOIN kept_bridge b ON b.mention_l = l.mention_l AND b.mention_r = l.mention_r
        WHERE match_weight BETWEEN $threshold - $band AND $threshold + $band OR b.mention_l IS NOT NULL
    ), shown AS (
        SELECT n.node_id, min_by({mention_id: m.mention_id, mention_key: m.mention_key, entity_id: em.entity_id}, m.mention_key) AS m
        FROM (SELECT DISTINCT unnest([mention_l, mention_r]) AS node_id FROM near) wanted
        JOIN node n USING (node_id) JOIN mention m USING (mention_id) JOIN record r USING (record_id) JOIN visible v USING (class_id)
        JOIN entity_member em USING (mention_id) GROUP BY n.node_id
    )
    SELECT l.node_id AS node_l, r.node_id AS node_r, l.m.mention_id AS mention_l, r.m.mention_id AS mention_r,
        l.m.mention_key AS key_l, r.m.mention_key AS key_r, l.m.entity_id AS entity_l, r.m.entity_id AS entity_r,
        match_weight, probability, accepted, bridge
    FROM near JOIN shown l ON l.node_id = near.mention_l JOIN shown r ON r.node_id = near.mention_r
"""
# Inside an entity only a link that a record hangs on parts anything: the strongest that one of its ends has. Of an entity, and
# of two, one question at a time is enough: that about the link nearest to the threshold.
_QUESTIONS = """
    CREATE OR REPLACE TEMP TABLE question AS
    WITH strongest AS (
        SELECT node_id, max(match_weight) AS most
        FROM (SELECT unnest([mention_l, mention_r]) AS node_id, match_weight FROM link WHERE accepted)
        WHERE node_id IN (SELECT unnest([node_l, node_r]) FROM asked_pair WHERE entity_l = entity_r) GROUP BY node_id
    )
    SELECT p.*, least(entity_l, entity_r) AS one, greatest(entity_l, entity_r) AS other, abs(match_weight - $threshold) AS far
    FROM asked_pair p LEFT JOIN strongest l ON l.node_id = node_l LEFT JOIN strongest r ON r.node_id = node_r
    WHERE entity_l <> entity_r OR bridge OR (accepted AND (match_weight >= l.most OR match_weight >= r.most))
"""
_ANSWERED = """
    CREATE OR REPLACE TEMP TABLE answered AS
    SELECT l.entity_id AS entity_l, r.entity_id AS entity_r, l.says AS says_l, r.says AS says_r
    FROM (SELECT unnest($left::VARCHAR[]) AS key_l, unnest($right::VARCHAR[]) AS key_r) d
    JOIN decided_mention l ON l.mention_key = key_l JOIN decided_mention r ON r.mention_key = key_r
"""


@dataclass(frozen=True)
class Question:
    """Are these two mentions of one person? ``joined`` says whether the picture takes them for one now.

    ``bridge``: all else between the records that the link holds together speaks against it. ``reasons`` are why it matters: the entity,
    and the rule that holds for it (a name of :data:`.consequences.RULES`).
    """

    left: str
    right: str
    left_entity: str
    right_entity: str
    left_name: Named
    right_name: Named
    match_weight: float
    probability: float
    accepted: bool
    bridge: bool
    reasons: tuple[tuple[str, str], ...]

    @property
    def joined(self) -> bool:
        return self.left_entity == self.right_entity

    @property
    def left_link(self) -> NamedEntity:
        return NamedEntity(self.left_entity, self.left_name.kind, self.left_name.label, self.left_name.child)

    @property
    def right_link(self) -> NamedEntity:
        return NamedEntity(self.right_entity, self.right_name.kind, self.right_name.label, self.right_name.child)

    @property
    def reasons_in_words(self) -> tuple[str, ...]:
        """Whom each rule holds for, by name, and what it says."""
        names = {self.left_entity: self.left_name.label, self.right_entity: self.right_name.label}
        if len(set(names.values())) < len(names):
            names = {entity: f"{label} ({entity})" for entity, label in names.items()}
        found = []
        for rule in dict.fromkeys(rule for _, rule in self.reasons):
            holders = [entity for entity, each in self.reasons if each == rule]
            found.append(f"{'Each of the two' if len(holders) > 1 else names[holders[0]]} {RULES[rule]}")
        return tuple(found)


@dataclass(frozen=True)
class Split:
    """Two people that one weak link alone would join, so that the linking kept them apart: ``left`` and ``right`` are the mentions
    of that link, ``left_mentions`` and ``right_mentions`` how many visible ones lie on its sides."""

    left: str
    right: str
    left_entity: NamedEntity
    right_entity: NamedEntity
    match_weight: float
    left_mentions: int
    right_mentions: int

    @property
    def sides(self) -> tuple[NamedEntity, NamedEntity]:
        return self.left_entity, self.right_entity


@dataclass(frozen=True)
class Splits:
    """Some of the splits, those that concern most records first, and how many there are."""

    splits: tuple[Split, ...]
    total: int


@dataclass(frozen=True)
class Questions:
    """Some of the questions in their order, and how many there are; the splits where they were asked for."""

    questions: tuple[Question, ...]
    total: int
    splits: Splits = field(default_factory=lambda: Splits((), 0))

    @property
    def subjects(self) -> tuple[str, ...]:
        """Every entity that is named."""
        asked = (entity for each in self.questions for entity in (each.left_entity, each.right_entity))
        return (*asked, *(side.entity_id for each in self.splits.splits for side in each.sides))


def questions_of(
    con: duckdb.DuckDBPyConnection,
    model: PersonModel | None,
    decided: Collection[tuple[str, str]],
    *,
    limit: int = 20,
    offset: int = 0,
    without: Collection[tuple[str, str]] = (),
    splits: int = 0,
) -> Questions:
    """The questions from the ``offset``th on, at most ``limit``. ``con`` has the table ``visible`` of class ids.

    Pairs of mention keys that people have ``decided`` are not asked again, nor others alike to them, nor about two entities that
    a decision has joined or told apart. ``without``: pairs to leave out this time. ``splits``: how many splits to tell of too.
    """
    apart = splits_of(con, decided, limit=splits) if splits else Splits((), 0)
    if model is None:
        return Questions((), 0, apart)
    _gather_bridges(con)
    con.execute(_PAIRS, {"threshold": model.threshold, "band": UNCERTAIN})
    con.execute(_QUESTIONS, {"threshold": model.threshold})
    con.execute("CREATE OR REPLACE TEMP TABLE weighed AS SELECT DISTINCT unnest([one, other]) AS entity_id FROM question")
    gather_consequences(con)
    _gather_answered(con, decided)
    rows = con.execute(
        _ASKED,
        {
            "rules": list(RULES),
            "without": [f"{left}\n{right}" for left, right in without],
            "limit": limit,
            "offset": offset,
        },
    ).fetchall()
    total = rows[0][-1] if rows else 0
    if not rows and offset:
        total = questions_of(con, model, decided, limit=1, without=without).total
    names = named(con, (entity for row in rows for entity in row[2:4]))
    return Questions(
        tuple(
            Question(
                key_l, key_r, one, other, names[one], names[other], weight, probability, accepted, bridge, tuple(map(tuple, why))
            )
            for key_l, key_r, one, other, weight, probability, accepted, bridge, why, _ in rows
        ),
        total,
        apart,
    )


_SPLITS = """
    WITH shown AS (
        SELECT n.node_id, min_by({mention_key: m.mention_key, entity_id: em.entity_id}, m.mention_key) AS m
        FROM (SELECT DISTINCT unnest([mention_l, mention_r]) AS node_id FROM linking_split WHERE reason = 'weak') wanted
        JOIN node n USING (node_id) JOIN mention m USING (mention_id) JOIN record r USING (record_id) JOIN visible v USING (class_id)
        JOIN entity_member em USING (mention_id) GROUP BY n.node_id
    ), apart AS (
        SELECT l.m.mention_key AS key_l, r.m.mention_key AS key_r, l.m.entity_id AS one, r.m.entity_id AS other, s.match_weight
        FROM linking_split s JOIN shown l ON l.node_id = s.mention_l JOIN shown r ON r.node_id = s.mention_r
        WHERE s.reason = 'weak' AND l.m.entity_id <> r.m.entity_id
            AND NOT EXISTS (FROM answered a WHERE least(a.entity_l, a.entity_r) = least(l.m.entity_id, r.m.entity_id)
                AND greatest(a.entity_l, a.entity_r) = greatest(l.m.entity_id, r.m.entity_id))
    ), size AS (
        SELECT em.entity_id, count(*) AS mentions FROM entity_member em JOIN mention USING (mention_id)
        JOIN record USING (record_id) JOIN visible USING (class_id)
        WHERE em.entity_id IN (SELECT unnest([one, other]) FROM apart) GROUP BY em.entity_id
    )
    SELECT key_l, key_r, one, other, match_weight, a.mentions, b.mentions, count(*) OVER ()
    FROM apart JOIN size a ON a.entity_id = one JOIN size b ON b.entity_id = other
    ORDER BY least(a.mentions, b.mentions) DESC, key_l, key_r LIMIT $limit
"""


def splits_of(con: duckdb.DuckDBPyConnection, decided: Collection[tuple[str, str]], *, limit: int = 20) -> Splits:
    """Where the linking parted what one weak link held together, at most ``limit``; what people decided since is left out."""
    if not has_table(con, "linking_split"):
        return Splits((), 0)
    _gather_decided(con, decided)
    rows = con.execute(_SPLITS, {"limit": limit}).fetchall()
    names = named(con, (entity for row in rows for entity in row[2:4]))
    found = []
    for key_l, key_r, one, other, weight, mentions_l, mentions_r, _ in rows:
        links = [NamedEntity(each, names[each].kind, names[each].label, names[each].child) for each in (one, other)]
        found.append(Split(key_l, key_r, links[0], links[1], weight, mentions_l, mentions_r))
    return Splits(tuple(found), rows[0][-1] if rows else 0)


def _gather_bridges(con: duckdb.DuckDBPyConnection) -> None:
    kept = "linking_split WHERE reason = 'kept'" if has_table(con, "linking_split") else "link WHERE false"
    con.execute(f"CREATE OR REPLACE TEMP TABLE kept_bridge AS SELECT mention_l, mention_r FROM {kept}")  # noqa: S608 - constants


def _gather_answered(con: duckdb.DuckDBPyConnection, decided: Collection[tuple[str, str]]) -> None:
    """Temporary ``said``: what the mentions asked about say for linking, as a hash; and ``answered``, as below."""
    _gather_decided(con, decided)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE said AS
        SELECT mention_id, hash({_says()}) AS says FROM person p WHERE mention_id IN (SELECT unnest([mention_l, mention_r]) FROM question)
        """  # noqa: S608 - columns of the vocabulary
    )


def _says() -> str:
    return ", ".join(f"""coalesce(p."{column}"::VARCHAR, '')""" for column in linking_columns())


def _gather_decided(con: duckdb.DuckDBPyConnection, decided: Collection[tuple[str, str]]) -> None:
    """Temporary ``answered``: what visible decided mentions belong to, and a hash of what they say for linking."""
    pairs = sorted(decided)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE decided_mention AS
        SELECT m.mention_key, em.entity_id, hash({_says()}) AS says
        FROM mention m JOIN person p USING (mention_id) JOIN entity_member em USING (mention_id)
        JOIN record r USING (record_id) JOIN visible v USING (class_id)
        WHERE m.mention_key IN (SELECT unnest($keys::VARCHAR[]))
        """,  # noqa: S608 - columns of the vocabulary
        {"keys": sorted({key for pair in pairs for key in pair})},
    )
    con.execute(_ANSWERED, {"left": [pair[0] for pair in pairs], "right": [pair[1] for pair in pairs]})


_ASKED = """
    WITH still_open AS (
        SELECT q.* FROM question q
        JOIN said ql ON ql.mention_id = q.mention_l JOIN said qr ON qr.mention_id = q.mention_r
        WHERE NOT EXISTS (
            FROM answered a
            WHERE (q.entity_l <> q.entity_r AND a.entity_l <> a.entity_r
                AND least(a.entity_l, a.entity_r) = q.one AND greatest(a.entity_l, a.entity_r) = q.other)
            OR (least(a.says_l, a.says_r) = least(ql.says, qr.says) AND greatest(a.says_l, a.says_r) = greatest(ql.says, qr.says))
        )
        AND key_l || chr(10) || key_r NOT IN (SELECT unnest($without::VARCHAR[]))
    ), weighty AS (
        SELECT entity_id, rule, list_position($rules, rule) AS place FROM consequence
    ), told AS (
        SELECT key_l, key_r, min(place) AS first_rule, list([entity_id, rule] ORDER BY place, entity_id) AS reasons
        FROM (
            SELECT DISTINCT key_l, key_r, entity_id, rule, place
            FROM (SELECT key_l, key_r, unnest([one, other]) AS entity_id FROM still_open) JOIN weighty USING (entity_id))
        GROUP BY key_l, key_r
    ), chosen AS (
        SELECT * FROM still_open JOIN told USING (key_l, key_r)
        QUALIFY row_number() OVER (PARTITION BY one, other ORDER BY far, key_l, key_r) = 1
    )
    SELECT key_l, key_r, entity_l, entity_r, match_weight, probability, accepted, bridge, reasons, count(*) OVER ()
    FROM chosen ORDER BY first_rule, far, key_l, key_r LIMIT $limit OFFSET $offset
"""
