"""Ties between entities, each with every record that is evidence of it, its dates and how strongly the evidence speaks.

Two things in a record speak for a tie: two mentions in roles that a rule of the record's kind joins (``vocabulary.TieRule``), and
a part of a person's own columns (``vocabulary.Part``: their home, their phone). One row of evidence is one record for one tie.

*Weight* of a row: the rule's weight (``said``), lowered by the record's grading (``grade``: source grade times information grade, the
weights in ``vocabulary/terms``) and by how surely its mentions are of the two (``linked``: :mod:`.certainty`): the product of the three.
What is not graded is taken as an agency's record of its own business and not lowered; but a report of a kind that is always graded
(:data:`GRADED_KINDS`) counts as from an untested source, not known how, until it is graded.

*Strength* of a tie: the noisy or of its rows, 1 - product of (1 - weight): the chance that at least one of them is right, were
they independent. Reports of one agency are not: within an agency, rows by falling weight, each counts half of what it would have
counted one place earlier. So a hundred calls in one billing list speak little louder than three, and two agencies that say the
same thing speak louder than one that says it twice. It is a statement about evidence, never about a person. Age does not
lower it here, but where a network is read (:mod:`.reading`): so adding a day's records changes no tie that they do not speak for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from stronghold.network.certainty import find_certainties, update_certainties
from stronghold.vocabulary import Kind, kinds, terms

__all__ = ["GRADED_KINDS", "STRONGEST", "TieReport", "find_ties", "update_ties"]

GRADED_KINDS = frozenset({"intelligence_report"})
"""Kinds whose records are graded 3x5x2 by rule, so that a missing grade is itself a reason for care."""

STRONGEST = 0.999999
"""No tie is certain: the largest strength, to the six places that are kept."""

_UNGRADED_SOURCE = "2"
_UNGRADED_INFORMATION = "D"
# A row of weight 1 would make the logarithm infinite.
_HEAVIEST = 0.999

_TEXT, _REAL, _FLAG = pa.string(), pa.float64(), pa.bool_()
_RULE = pa.schema(
    {"rule_id": pa.int32(), "kind": _TEXT, "role_l": _TEXT, "role_r": _TEXT, "many": _FLAG, "layer": _TEXT, "weight": _REAL}
)
_PART = pa.schema({"kind": _TEXT, "part": _TEXT, "layer": _TEXT, "weight": _REAL})
_GRADE_WEIGHT = pa.schema({"graded": _FLAG, "source": _TEXT, "information": _TEXT, "weight": _REAL})


@dataclass(frozen=True)
class TieReport:
    """What :func:`find_ties` wrote: ties by layer, rows of evidence, and records left out by the layer they would have fed."""

    ties: Mapping[str, int]
    evidence: int
    uncounted: Mapping[str, int]


def find_ties(con: duckdb.DuckDBPyConnection, *, most_involved: int = 50) -> TieReport:
    """Write ``tie``, ``tie_evidence`` and ``uncounted_record`` from mention, record, source and entity_member.

    Where a rule ties many to many, a record in which more than ``most_involved`` entities share one of its roles is not expanded
    (a coach party of 60 would be 1,770 ties on one line of text): it goes to ``uncounted_record`` with the number involved.
    An entity has no tie to itself, however often a record names it.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE tie_scope AS SELECT record_id FROM record LIMIT 0")
    find_certainties(con)
    _number_entities(con, "FROM entity_member")
    _find(con, most_involved, "")
    for table, query in (("uncounted_record", _UNCOUNTED), ("tie", _TIES.format(last=0)), ("tie_evidence", _EVIDENCE)):
        con.execute(f"CREATE OR REPLACE TABLE {table} AS {query}", {"most": most_involved} if table == "uncounted_record" else {})
    return _report(con)


def update_ties(con: duckdb.DuckDBPyConnection, *, most_involved: int = 50) -> TieReport:
    """Bring ``tie``, ``tie_evidence`` and ``uncounted_record`` up to date, as :func:`find_ties` would write them.

    Looked at are the records that are new or gone, and those with a mention that is another entity's than before, or as sure as before
    no more (temporary ``new_record``, ``gone_record``, ``moved_mention``): what the others speak for is as it was. Every tie that any of
    these speaks for, or did, is added up anew from all its evidence.
    """
    update_certainties(con)
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE tie_scope AS
        SELECT record_id FROM mention SEMI JOIN moved_mention USING (mention_id)
        UNION SELECT record_id FROM mention SEMI JOIN certainty_changed USING (mention_id)
        UNION FROM new_record UNION SELECT record_id FROM gone_record
        """
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE tie_before AS FROM tie"
        " WHERE tie_id IN (SELECT tie_id FROM tie_evidence SEMI JOIN tie_scope USING (record_id))"
    )
    _number_entities(
        con,
        """SELECT entity_id FROM entity_member JOIN mention USING (mention_id) SEMI JOIN tie_scope USING (record_id)
        UNION SELECT unnest([entity_l, entity_r]) AS entity_id FROM tie_before""",
    )
    _find(con, most_involved, "SEMI JOIN tie_scope USING (record_id)")
    con.execute("DELETE FROM uncounted_record WHERE record_id IN (SELECT record_id FROM tie_scope)")
    con.execute(f"INSERT INTO uncounted_record {_UNCOUNTED}", {"most": most_involved})
    con.execute(
        """
        INSERT INTO tie_before FROM tie WHERE (entity_l, entity_r, layer) IN (
            SELECT (l.entity_id, r.entity_id, layer) FROM tie_pair JOIN tie_entity l ON l.entity_no = no_l
            JOIN tie_entity r ON r.entity_no = no_r)
        AND tie_id NOT IN (SELECT tie_id FROM tie_before)
        """
    )
    con.execute(
        f"""
        INSERT INTO tie_pair BY NAME
        SELECT e.* EXCLUDE (tie_id), t.layer, l.entity_no AS no_l, r.entity_no AS no_r, {_SEEN}
        FROM tie_evidence e JOIN tie_before t USING (tie_id) ANTI JOIN tie_scope USING (record_id)
        JOIN tie_entity l ON l.entity_id = t.entity_l JOIN tie_entity r ON r.entity_id = t.entity_r
        JOIN record USING (record_id) JOIN source s USING (source_id)
        """
    )
    (last,) = con.execute("SELECT coalesce(max(tie_id), 0) FROM tie").fetchall()[0]
    for table in ("tie", "tie_evidence"):
        con.execute(f"DELETE FROM {table} WHERE tie_id IN (SELECT tie_id FROM tie_before)")
    con.execute(f"INSERT INTO tie BY NAME {_TIES.format(last=last)}")
    con.execute(f"INSERT INTO tie_evidence BY NAME FROM ({_EVIDENCE}) WHERE tie_id > {last}")
    for table in ("tie_before", "certainty_changed"):
        con.execute(f"DROP TABLE {table}")
    return _report(con)


def _find(con: duckdb.DuckDBPyConnection, most_involved: int, chosen: str) -> None:
    """``tie_pair`` and ``tie_crowded`` of all records, or of those that the clause ``chosen`` picks by ``record_id``."""
    _write_rules(con)
    _write_participants(con, chosen)
    _write_crowded(con, most_involved)
    _write_pairs(con, chosen)


def _report(con: duckdb.DuckDBPyConnection) -> TieReport:
    for table in ("rule", "part", "entity", "participant", "crowded", "pair", "found", "scope"):
        con.execute(f"DROP TABLE tie_{table}")
    con.execute("DROP TABLE grade_weight")
    return TieReport(
        ties=dict(con.execute("SELECT layer, count(*) FROM tie GROUP BY layer ORDER BY layer").fetchall()),
        evidence=con.execute("SELECT count(*) FROM tie_evidence").fetchall()[0][0],
        uncounted=dict(con.execute("SELECT layer, count(*) FROM uncounted_record GROUP BY layer ORDER BY layer").fetchall()),
    )


def _write_rules(con: duckdb.DuckDBPyConnection) -> None:
    """The vocabulary's rules, parts and grade weights as small tables."""
    rules = [
        (kind.name, *rule.between, _many_to_many(kind, rule.between), rule.layer, rule.weight)
        for kind in kinds().values()
        for rule in kind.ties
    ]
    parts = [(kind.name, part.name, part.layer, part.weight) for kind in kinds().values() for part in kind.parts.values()]
    _write(con, "tie_rule", _RULE, [(number, *rule) for number, rule in enumerate(rules)])
    _write(con, "tie_part", _PART, parts)
    _write(con, "grade_weight", _GRADE_WEIGHT, _grade_weights())


def _write(con: duckdb.DuckDBPyConnection, table: str, columns: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> None:
    """A temporary table of these rows, written at once: a statement for each takes longer than finding the ties of a small picture."""
    held = [pa.array(list(values), field.type) for values, field in zip(zip(*rows, strict=True), columns, strict=True)]
    con.register("tie_given", pa.table(held, columns))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM tie_given")
    con.unregister("tie_given")


def _many_to_many(kind: Kind, between: tuple[str, str]) -> bool:
    return all(kind.roles[role].many for role in between)


def _grade_weights() -> list[tuple[bool, str, str, float]]:
    """(is the kind graded by rule, source grade, information grade, weight); "" stands for not graded.

    The last row is the one of a report that should be graded and is not; a grade that is on no list counts like it.
    """
    sources = {name: term.weight for name, term in terms("source_grades").terms.items()}
    informations = {name: term.weight for name, term in terms("information_grades").terms.items()}
    rows: list[tuple[bool, str, str, float]] = []
    for graded in (False, True):
        by_source = {**sources, "": sources[_UNGRADED_SOURCE] if graded else 1.0}
        by_information = {**informations, "": informations[_UNGRADED_INFORMATION] if graded else 1.0}
        rows += [
            (graded, source, information, (1.0 if s is None else s) * (1.0 if i is None else i))
            for source, s in by_source.items()
            for information, i in by_information.items()
        ]
    return rows


def _number_entities(con: duckdb.DuckDBPyConnection, members: str) -> None:
    """Entities by number, in the order of their ids; ``members`` tells which."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE tie_entity AS SELECT CAST(row_number() OVER (ORDER BY entity_id) AS INTEGER) AS entity_no,"
        f" entity_id FROM (SELECT DISTINCT entity_id FROM ({members}))"
    )


def _write_participants(con: duckdb.DuckDBPyConnection, chosen: str) -> None:
    """Who plays which role in which record, an entity once a role."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE tie_participant AS
        WITH playing AS (SELECT kind, role_l AS role FROM tie_rule UNION SELECT kind, role_r FROM tie_rule)
        SELECT m.record_id, r.kind, m.role, e.entity_no, min(m.mention_id) AS mention_id
        FROM (FROM mention {chosen}) m JOIN record r USING (record_id)
        JOIN playing p ON p.kind = r.kind AND p.role = m.role
        JOIN entity_member em USING (mention_id) JOIN tie_entity e USING (entity_id)
        WHERE m.belongs_to IS NULL
        GROUP BY ALL
        """
    )


def _write_crowded(con: duckdb.DuckDBPyConnection, most_involved: int) -> None:
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE tie_crowded AS
        WITH crowd AS (
            SELECT record_id, kind, role, count(*) AS involved FROM tie_participant
            WHERE (kind, role) IN (
                SELECT (kind, role_l) FROM tie_rule WHERE many UNION SELECT (kind, role_r) FROM tie_rule WHERE many)
            GROUP BY ALL HAVING count(*) > $most)
        SELECT c.record_id, t.rule_id, t.layer, max(c.involved) AS involved, arg_max(c.role, (c.involved, c.role)) AS role
        FROM crowd c JOIN tie_rule t ON t.many AND t.kind = c.kind AND c.role IN (t.role_l, t.role_r)
        WHERE EXISTS (
            SELECT 1 FROM tie_participant p WHERE p.record_id = c.record_id AND p.role IN (t.role_l, t.role_r)
              AND (t.role_l = t.role_r OR p.role <> c.role))
        GROUP BY ALL
        """,
        {"most": most_involved},
    )


_UNCOUNTED = """
    SELECT record_id, layer, max(involved) AS involved,
        format('{} in the role {}; more than {} are not tied', max(involved), arg_max(role, (involved, role)), $most::BIGINT)
          AS reason
    FROM tie_crowded GROUP BY record_id, layer ORDER BY record_id, layer
"""
# When a record says that two were together, and which agency says so; of ``record`` and ``source s``.
_SEEN = """s.agency, occurred_from, coalesce(occurred_to - INTERVAL 1 MICROSECOND, occurred_from) AS occurred_last"""


def _write_pairs(con: duckdb.DuckDBPyConnection, chosen: str) -> None:
    """Each pair of entities that a record speaks for, once a layer and record, by the heaviest rule that does."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE tie_found AS
        SELECT l.record_id, t.layer, t.weight, l.entity_no AS no_l, r.entity_no AS no_r,
            l.mention_id AS at_l, r.mention_id AS at_r
        FROM tie_rule t
        JOIN tie_participant l ON l.kind = t.kind AND l.role = t.role_l
        JOIN tie_participant r ON r.record_id = l.record_id AND r.role = t.role_r
        WHERE CASE WHEN t.role_l = t.role_r THEN l.entity_no < r.entity_no ELSE l.entity_no <> r.entity_no END
          AND NOT EXISTS (SELECT 1 FROM tie_crowded c WHERE c.record_id = l.record_id AND c.rule_id = t.rule_id)
        UNION ALL
        SELECT m.record_id, p.layer, p.weight, eo.entity_no, em.entity_no, o.mention_id, m.mention_id
        FROM (FROM mention {chosen}) m JOIN mention o ON o.mention_id = m.belongs_to JOIN tie_part p ON p.kind = o.kind AND p.part = m.part
        JOIN entity_member mo ON mo.mention_id = o.mention_id JOIN tie_entity eo ON eo.entity_id = mo.entity_id
        JOIN entity_member mm ON mm.mention_id = m.mention_id JOIN tie_entity em ON em.entity_id = mm.entity_id
        WHERE eo.entity_no <> em.entity_no
        """
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE tie_pair AS
        WITH ordered AS (
            SELECT record_id, layer, weight, least(no_l, no_r) AS no_l, greatest(no_l, no_r) AS no_r,
                if(no_l < no_r, at_l, at_r) AS mention_l, if(no_l < no_r, at_r, at_l) AS mention_r
            FROM tie_found),
        single AS (
            SELECT record_id, layer, no_l, no_r, max(weight) AS weight, min(mention_l) AS mention_l, min(mention_r) AS mention_r
            FROM ordered GROUP BY record_id, layer, no_l, no_r)
        SELECT f.* EXCLUDE (weight), f.weight AS said, coalesce(g.weight, $unknown) AS grade,
            coalesce(a.probability, 1.0) * coalesce(b.probability, 1.0) AS linked, said * grade * linked AS weight, {_SEEN}
        FROM single f LEFT JOIN mention_certainty a ON a.mention_id = f.mention_l
        LEFT JOIN mention_certainty b ON b.mention_id = f.mention_r JOIN record r USING (record_id) JOIN source s USING (source_id)
        LEFT JOIN grade_weight g ON g.graded = (r.kind IN ({", ".join(f"'{name}'" for name in sorted(GRADED_KINDS))}))
          AND g.source = coalesce(r.source_grade, '') AND g.information = coalesce(r.information_grade, '')
        """,
        {"unknown": _grade_weights()[-1][-1]},
    )


_TIES = f"""
    WITH placed AS (
        SELECT *, row_number() OVER (PARTITION BY no_l, no_r, layer, agency ORDER BY weight DESC) AS place FROM tie_pair),
    grouped AS (
        SELECT no_l, no_r, layer, min(occurred_from) AS first_seen, max(occurred_last) AS last_seen, count(*) AS records,
            CAST(count(DISTINCT agency) AS INTEGER) AS agencies,
            1 - exp(sum(ln(1 - least(weight, {_HEAVIEST}) * pow(0.5, place - 1)))) AS strength
        FROM placed GROUP BY no_l, no_r, layer)
    SELECT {{last}} + row_number() OVER (ORDER BY no_l, no_r, layer) AS tie_id, l.entity_id AS entity_l, r.entity_id AS entity_r,
        layer, first_seen, last_seen, records, agencies, least(round(strength, 6), {STRONGEST}) AS strength
    FROM grouped JOIN tie_entity l ON l.entity_no = no_l JOIN tie_entity r ON r.entity_no = no_r
    ORDER BY tie_id
"""
_EVIDENCE = """
    SELECT t.tie_id, p.record_id, p.mention_l, p.mention_r, p.said, p.grade, p.linked, p.weight
    FROM tie t JOIN tie_entity l ON l.entity_id = t.entity_l JOIN tie_entity r ON r.entity_id = t.entity_r
    JOIN tie_pair p ON p.no_l = l.entity_no AND p.no_r = r.entity_no AND p.layer = t.layer
    ORDER BY t.tie_id, p.record_id
"""
