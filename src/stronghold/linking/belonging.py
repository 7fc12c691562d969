"""What belongs to whom, and from when to when: homes, phones and vehicles of people, period by period.

A record *says* that a thing is a person's where it gives it as theirs (their home, number or vehicle among their own particulars), or
names both in roles that mean as much: a tenancy, a bail address, a phone that was found on them (the vocabulary's ties of
:data:`LAYERS` that speak at least as strongly as :data:`LEAST_WEIGHT`). Reports found false (graded E) say nothing.

A *period* runs from the first such record to the last. It is known to have ended

- by the end that a tenancy states, where nothing later gives the thing as theirs (``stated``);
- for a home, when a later record gives another home (``moved``), unless a tenancy without an end says that it is theirs still;
- for a phone or vehicle, when it is first given as somebody else's after that (``another holder``); for a home, when somebody else's
  tenancy begins.

Where two records or more in between say otherwise (another home; another holder) the person had it, lost it and had it again: two periods.
One alone may be a clerk's old note. Nothing is said of whom a thing belonged to between periods.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from stronghold.vocabulary import kinds

__all__ = [
    "AT_ONE_TIME",
    "DATED",
    "KINDS",
    "LAYERS",
    "LEAST_WEIGHT",
    "TRUSTED",
    "find_belongings",
    "update_belongings",
    "write_periods",
]

KINDS = ("address", "phone", "vehicle")
LAYERS = ("tenancy", "household", "bail address", "phone", "vehicle")
LEAST_WEIGHT = 0.5

AT_ONE_TIME = "(coalesce(a.first_seen < b.until, true) AND coalesce(b.first_seen < a.until, true))"
"""SQL over two rows ``a`` and ``b`` of ``belonging`` of one thing: whether both had it at one time; where no date says, it is not ruled out."""

_BETWEEN = 2  # so many records that say otherwise part a period in two
TRUSTED = "r.information_grade IS DISTINCT FROM 'E'"
"""SQL: a record ``r`` counts; what was found false is graded E, and says nothing."""

# A record known by its day or month alone ends with it; what ends later than that has an end of its own.
_STATED_END = """CASE WHEN said IN ('tenancy', 'household') AND occurred_to > occurred_from + CASE occurred_precision
    WHEN 'day' THEN INTERVAL 1 DAY WHEN 'month' THEN INTERVAL 31 DAY WHEN 'year' THEN INTERVAL 366 DAY ELSE INTERVAL 1 MINUTE END
    THEN occurred_to END"""
DATED = f"""
    said, occurred_from AS since, coalesce(occurred_to - INTERVAL 1 MICROSECOND, occurred_from) AS last, {_STATED_END} AS ends,
    said IN ('tenancy', 'household') AND {_STATED_END} IS NULL AS open, agency
"""
"""SQL: what a row of evidence says, with its record ``r`` and the source ``s`` of that: columns of ``belonging_told``."""

_TOLD = f"""
    CREATE OR REPLACE TEMP TABLE belonging_told AS
    WITH looked AS MATERIALIZED (FROM mention {{chosen}}),
    role AS (
        SELECT m.*, r.kind AS record_kind FROM looked m JOIN record r USING (record_id)
        WHERE belongs_to IS NULL AND (r.kind, m.role) IN (
            SELECT (kind, person_role) FROM belonging_rule UNION SELECT (kind, thing_role) FROM belonging_rule)
    ),
    said AS (
        SELECT record_id, belongs_to AS mention_person, mention_id AS mention_thing, kind, part AS said
        FROM looked SEMI JOIN belonging_part USING (part) WHERE belongs_to IS NOT NULL
        UNION ALL
        SELECT o.record_id, o.mention_id, t.mention_id, t.kind, min(layer)
        FROM belonging_rule b JOIN role o ON o.record_kind = b.kind AND o.role = b.person_role AND o.kind = 'person'
        JOIN role t ON t.record_id = o.record_id AND t.role = b.thing_role AND t.kind IN {KINDS}
        GROUP BY ALL
    )
    SELECT person.entity_id AS person_entity, thing.entity_id AS thing_entity, x.kind, x.record_id, mention_person, mention_thing, {DATED}
    FROM said x JOIN record r USING (record_id) JOIN source s USING (source_id)
    JOIN entity_member person ON person.mention_id = mention_person JOIN entity_member thing ON thing.mention_id = mention_thing
    WHERE {TRUSTED}
"""

# How many records of the holder's homes, or of the thing's holders, came before each, and with it; other ones in between part periods.
_PLACED = f"""
    WITH dated AS (
        SELECT *, if(kind = 'address', person_entity, thing_entity) AS whose FROM belonging_told WHERE since IS NOT NULL
    ), several AS (
        SELECT kind, whose FROM dated GROUP BY ALL
        HAVING min(person_entity) <> max(person_entity) OR min(thing_entity) <> max(thing_entity)
    ), counted AS (
        SELECT *, rank() OVER everything - 1 AS before, count(*) OVER (everything RANGE UNBOUNDED PRECEDING) AS up_to
        FROM dated SEMI JOIN several USING (kind, whose) WINDOW everything AS (PARTITION BY kind, whose ORDER BY since)
    ), parted AS (
        SELECT *, coalesce(before - lag(up_to) OVER own >= {_BETWEEN}
            AND since > max(last) OVER (own ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS again
        FROM counted WINDOW own AS (PARTITION BY person_entity, thing_entity ORDER BY since, last)
    )
    SELECT * EXCLUDE (before, up_to, again, whose),
        count(*) FILTER (again) OVER (PARTITION BY person_entity, thing_entity ORDER BY since RANGE UNBOUNDED PRECEDING) AS place
    FROM parted
    UNION ALL BY NAME SELECT * EXCLUDE (whose), 0 AS place FROM dated ANTI JOIN several USING (kind, whose)
    UNION ALL BY NAME SELECT *, 0 AS place FROM belonging_told WHERE since IS NULL
"""
_PERIODS = """
    CREATE OR REPLACE TEMP TABLE belonging_period AS
    WITH period AS (
        SELECT person_entity, thing_entity, kind, place, min(since) AS first_seen, max(last) AS last_seen,
            count(DISTINCT record_id) AS records, count(DISTINCT agency)::INTEGER AS agencies, max(ends) AS ends, bool_or(open) AS open
        FROM belonging_placed GROUP BY person_entity, thing_entity, kind, place
    ), home_from AS (
        SELECT person_entity, since, min(thing_entity) AS one, max(thing_entity) AS other FROM belonging_placed
        WHERE kind = 'address' AND since IS NOT NULL GROUP BY person_entity, since
    ), holder_from AS (
        SELECT thing_entity, first, min(person_entity) AS one, max(person_entity) AS other FROM (
            SELECT person_entity, thing_entity, min(since) AS first FROM belonging_placed
            WHERE since IS NOT NULL AND (kind <> 'address' OR said = 'tenancy') GROUP BY person_entity, thing_entity)
        GROUP BY thing_entity, first
    ), ended AS (
        SELECT p.*, CASE WHEN ends >= last_seen AND NOT open THEN ends END AS stated,
            CASE WHEN p.kind = 'address' AND NOT open AND (h.one <> p.thing_entity OR h.other <> p.thing_entity) THEN h.since END AS moved,
            CASE WHEN NOT open AND (o.one <> p.person_entity OR o.other <> p.person_entity) THEN o.first END AS taken
        FROM period p ASOF LEFT JOIN home_from h ON h.person_entity = p.person_entity AND p.last_seen < h.since
        ASOF LEFT JOIN holder_from o ON o.thing_entity = p.thing_entity AND p.last_seen < o.first
    )
    SELECT person_entity, thing_entity, kind, place, first_seen, last_seen, coalesce(stated, least(moved, taken)) AS until,
        CASE WHEN stated IS NOT NULL THEN 'stated' WHEN moved <= coalesce(taken, moved) THEN 'moved'
            WHEN taken IS NOT NULL THEN 'another holder' END AS ended_by, records, agencies
    FROM ended
"""
_NUMBERED = """
    SELECT {last} + row_number() OVER (ORDER BY person_entity, thing_entity, place) AS belonging_id, * FROM belonging_period
    ORDER BY belonging_id
"""
_EVIDENCE = """
    SELECT belonging_id, record_id, mention_person, mention_thing, said
    FROM belonging_placed JOIN belonging USING (person_entity, thing_entity, place) ORDER BY belonging_id
"""


def find_belongings(con: duckdb.DuckDBPyConnection) -> None:
    """Write ``belonging`` and ``belonging_evidence`` from mention, record, source and entity_member."""
    _write_told(con, "")
    write_periods(con)
    con.execute(f"CREATE OR REPLACE TABLE belonging AS {_NUMBERED.format(last=0)}")
    con.execute(f"CREATE OR REPLACE TABLE belonging_evidence AS {_EVIDENCE}")
    _clear(con, "told", "placed", "period")


def update_belongings(con: duckdb.DuckDBPyConnection) -> None:
    """Bring both up to date, as :func:`find_belongings` would write them.

    Looked at anew are the people and things of which a record is new or gone (temporary ``new_record``, ``gone_record``), or a mention is
    another entity's than before (``moved_mention``), and what these share a thing or a person with: a move or a new holder ends
    other periods.
    """
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE belonging_scope AS
        SELECT record_id FROM mention SEMI JOIN moved_mention USING (mention_id)
        UNION FROM new_record UNION SELECT record_id FROM gone_record
        """
    )
    _write_told(con, "SEMI JOIN belonging_scope USING (record_id)")
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE belonging_changed AS
        SELECT person_entity, thing_entity FROM belonging_told
        UNION SELECT person_entity, thing_entity FROM belonging
        WHERE belonging_id IN (SELECT belonging_id FROM belonging_evidence SEMI JOIN belonging_scope USING (record_id))
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE belonging_reached AS
        SELECT DISTINCT person_entity, thing_entity
        FROM (SELECT person_entity, thing_entity FROM belonging UNION ALL FROM belonging_changed)
        WHERE person_entity IN (SELECT person_entity FROM belonging_changed)
            OR thing_entity IN (SELECT thing_entity FROM belonging_changed)
        """
    )
    con.execute(
        """
        INSERT INTO belonging_scope SELECT record_id FROM belonging_evidence WHERE belonging_id IN (
            SELECT belonging_id FROM belonging WHERE person_entity IN (SELECT person_entity FROM belonging_reached)
                OR thing_entity IN (SELECT thing_entity FROM belonging_reached))
        """
    )
    _write_told(con, "SEMI JOIN belonging_scope USING (record_id)")
    write_periods(con)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE belonging_period AS FROM belonging_period SEMI JOIN belonging_reached USING (person_entity, thing_entity)"
    )
    (last,) = con.execute("SELECT coalesce(max(belonging_id), 0) FROM belonging").fetchall()[0]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE belonging_before AS"
        " SELECT belonging_id FROM belonging SEMI JOIN belonging_reached USING (person_entity, thing_entity)"
    )
    for table in ("belonging", "belonging_evidence"):
        con.execute(f"DELETE FROM {table} WHERE belonging_id IN (FROM belonging_before)")
    con.execute(f"INSERT INTO belonging BY NAME {_NUMBERED.format(last=last)}")
    con.execute(f"INSERT INTO belonging_evidence BY NAME FROM ({_EVIDENCE}) WHERE belonging_id > {last}")
    _clear(con, "scope", "changed", "reached", "before", "told", "placed", "period")


def write_periods(con: duckdb.DuckDBPyConnection) -> None:
    """Temporary ``belonging_period`` (the columns of ``belonging``, with ``place`` for its number) of temporary ``belonging_told``:
    person_entity, thing_entity, kind, record_id, mention_person, mention_thing, said, since, last, ends, open, agency; one row a
    record that says so. Leaves ``belonging_placed``: its rows with the ``place`` of their period.

    A period is told rightly where all is there of its person's homes and of its thing's holders.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE belonging_placed AS {_PLACED}")
    con.execute(_PERIODS)


def _write_told(con: duckdb.DuckDBPyConnection, chosen: str) -> None:
    """``belonging_told`` of the records that the clause ``chosen`` picks."""
    con.execute("CREATE OR REPLACE TEMP TABLE belonging_part (part VARCHAR)")
    parts = {part.name for kind in kinds().values() for part in kind.parts.values() if part.kind in KINDS}
    con.executemany("INSERT INTO belonging_part VALUES (?)", [[part] for part in sorted(parts)])
    con.execute(
        "CREATE OR REPLACE TEMP TABLE belonging_rule (kind VARCHAR, person_role VARCHAR, thing_role VARCHAR, layer VARCHAR)"
    )
    con.executemany("INSERT INTO belonging_rule VALUES (?, ?, ?, ?)", list(_rules()))
    con.execute(_TOLD.format(chosen=chosen))
    _clear(con, "part", "rule")


def _rules() -> Iterator[tuple[str, str, str, str]]:
    """(kind of record, role of the person, role of the thing, layer) of the ties that mean that a thing is a person's."""
    for kind in kinds().values():
        for tie in kind.ties:
            if tie.layer not in LAYERS or tie.weight < LEAST_WEIGHT:
                continue
            for person, thing in (tie.between, tie.between[::-1]):
                if "person" in kind.roles[person].kinds and set(kind.roles[thing].kinds) & set(KINDS):
                    yield kind.name, person, thing, tie.layer


def _clear(con: duckdb.DuckDBPyConnection, *tables: str) -> None:
    for table in tables:
        con.execute(f"DROP TABLE belonging_{table}")
