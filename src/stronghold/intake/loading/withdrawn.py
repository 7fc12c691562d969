"""Records that people withdrew leave the tables of a load; those that were found false are graded so."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from stronghold.intake.withdrawals import FALSE_GRADE, Withdrawal

__all__ = ["TERMS", "give_back_grades", "grade_false", "set_aside", "withdrawn_returns"]

TERMS = "content_hash, source_grade, information_grade, handling, sensitivity, operation"
"""What a row says (in a hash) and the terms it may be used on: two rows of a key with equal ones are the same."""

# Of one key the withdrawal that keeps it out goes before one that does not; then the latest.
_MADE = """
    CREATE OR REPLACE TEMP TABLE withdrawal AS
    SELECT number, effect, record_key, content_hash FROM given
    QUALIFY row_number() OVER (PARTITION BY record_key, effect ORDER BY number DESC) = 1
"""
_KEPT_OUT = """
    (w.effect = 'withdrawn' OR (w.effect = 'corrected' AND w.content_hash IS NOT DISTINCT FROM r.content_hash))
"""


def set_aside(con: duckdb.DuckDBPyConnection, withdrawals: Sequence[Withdrawal]) -> None:
    """Move what is withdrawn from ``record`` to ``withdrawn_record``; the rest of it goes with ``gone_record``.

    To be called when each key has one record. Leaves temporary ``withdrawal``.
    """
    given = pa.table(
        {
            "number": pa.array([w.number for w in withdrawals], pa.int64()),
            "effect": pa.array([w.effect.value for w in withdrawals], pa.string()),
            "record_key": pa.array([w.record_key for w in withdrawals], pa.string()),
            "content_hash": pa.array([w.content_hash for w in withdrawals], pa.string()),
        }
    )
    con.register("given", given)
    con.execute(_MADE)
    con.unregister("given")
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE set_aside AS
        SELECT r.record_id, r.record_key, r.source_id, {", ".join("r." + column for column in TERMS.split(", "))}, max(w.number) AS number
        FROM record r JOIN withdrawal w USING (record_key)
        WHERE {_KEPT_OUT} AND r.record_id NOT IN (SELECT record_id FROM gone_record) GROUP BY ALL
        """  # noqa: S608 - constants
    )
    con.execute(
        f"""
        UPDATE withdrawn_record SET number = now.number FROM (
            SELECT r.record_id, max(w.number) AS number FROM withdrawn_record r JOIN withdrawal w USING (record_key)
            WHERE {_KEPT_OUT} GROUP BY ALL) AS now
        WHERE withdrawn_record.record_id = now.record_id AND withdrawn_record.number <> now.number
        """  # noqa: S608 - constants
    )
    con.execute("INSERT INTO withdrawn_record FROM set_aside")
    con.execute("INSERT INTO gone_record SELECT record_id FROM set_aside")
    con.execute("DROP TABLE set_aside")


def withdrawn_returns(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether a row in ``withdrawn_record`` is withdrawn no more: only reading its file again can bring it. After :func:`set_aside`."""
    return bool(
        con.execute(
            f"""SELECT 1 FROM withdrawn_record r WHERE NOT EXISTS (
                SELECT 1 FROM withdrawal w WHERE w.record_key = r.record_key AND {_KEPT_OUT}) LIMIT 1"""  # noqa: S608 - constants
        ).fetchone()
    )


def grade_false(con: duckdb.DuckDBPyConnection) -> None:
    """Grade what was found false :data:`FALSE_GRADE`; ``discredited_record`` keeps the grade that its source gave it.

    To be called when all that goes has gone; after :func:`set_aside`.
    """
    con.execute(
        """
        INSERT INTO discredited_record
        SELECT record_id, information_grade, max(number) FROM record JOIN withdrawal USING (record_key)
        WHERE effect = 'discredited' GROUP BY ALL
        """
    )
    con.execute(
        "UPDATE record SET information_grade = $grade WHERE record_id IN (SELECT record_id FROM discredited_record)",
        {"grade": FALSE_GRADE},
    )


def give_back_grades(con: duckdb.DuckDBPyConnection) -> None:
    """Put back what :func:`grade_false` did, so that rows are compared by what their sources say.

    Leaves temporary ``discredited_before(record_id)``.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE discredited_before AS SELECT record_id FROM discredited_record")
    con.execute(
        """
        UPDATE record SET information_grade = d.information_grade FROM discredited_record d
        WHERE d.record_id = record.record_id
        """
    )
    con.execute("DELETE FROM discredited_record")
