"""Each way in which things are written, once: a picture has a form for every few mentions, and clusters are made of forms.

``linking_form_<kind>`` holds what each form says, cleaned (:func:`.written.cleaned_sql`), ``linking_written`` which form each mention has.
They stay in the picture: what comes later is cleaned alone, and finds what it can belong to among what was cleaned before.
"""

from __future__ import annotations

import duckdb

from stronghold.linking.things.written import KINDS, SAID, cleaned_sql

__all__ = ["FORM_TABLES", "add_forms", "drop_gone_forms", "form_table", "read_forms", "write_forms"]


def form_table(kind: str) -> str:
    """The table that has the forms of things of a kind: ``form`` (no two of any kinds the same) and what they say."""
    return f"linking_form_{kind}"


FORM_TABLES = ("linking_written", *map(form_table, KINDS))
"""The tables that :func:`write_forms` writes and :func:`add_forms` brings up to date."""


def write_forms(con: duckdb.DuckDBPyConnection) -> None:
    """Writes the forms of all mentions of things."""
    con.execute("CREATE OR REPLACE TABLE linking_written (mention_id BIGINT, form BIGINT)")
    for kind in KINDS:
        _group(con, kind, kind)
        con.execute(f"CREATE OR REPLACE TABLE {form_table(kind)} AS {cleaned_sql(kind, 'said', key='form')}")
        con.execute("INSERT INTO linking_written SELECT unnest(mention_ids), form FROM said")
    con.execute("DROP TABLE said")


def add_forms(con: duckdb.DuckDBPyConnection) -> None:
    """The forms of the mentions in temporary ``new_mention``: those that are there, where they are, and else new ones, whose numbers
    go on one by one: increments hold a place for every number there is."""
    for kind in KINDS:
        ((last,),) = con.execute("SELECT coalesce(max(form), -1) FROM linking_written").fetchall()
        _group(con, kind, f"(FROM {kind} SEMI JOIN new_mention USING (mention_id))")
        names = [row[0] for row in con.execute(f"DESCRIBE {form_table(kind)}").fetchall() if row[0] != "form"]
        same = " AND ".join(f"f.{name} IS NOT DISTINCT FROM n.{name}" for name in names)
        con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE arriving_form AS
            WITH n AS ({cleaned_sql(kind, "said", key="form")}),
            there AS (SELECT n.form, min(f.form) AS known FROM n JOIN {form_table(kind)} f ON {same} GROUP BY n.form)
            SELECT coalesce(known, $last + row_number() OVER (PARTITION BY known IS NULL ORDER BY form)) AS own, known, n.*
            FROM n LEFT JOIN there USING (form)
            """,
            {"last": last},
        )
        con.execute(
            f"INSERT INTO {form_table(kind)} BY NAME SELECT * EXCLUDE (own, known) REPLACE (own AS form) FROM arriving_form WHERE known IS NULL"
        )
        con.execute("INSERT INTO linking_written SELECT unnest(mention_ids), own FROM said JOIN arriving_form USING (form)")
    con.execute("DROP TABLE said")
    con.execute("DROP TABLE arriving_form")


def drop_gone_forms(con: duckdb.DuckDBPyConnection) -> None:
    """Take out the mentions in temporary ``gone_<kind>``, and the forms that no mention has any more."""
    for kind in KINDS:
        gone = f"SELECT mention_id FROM gone_{kind}"
        if not con.execute(f"{gone} LIMIT 1").fetchone():
            continue
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE leaving_form AS SELECT DISTINCT form FROM linking_written WHERE mention_id IN ({gone})"
        )
        con.execute(f"DELETE FROM linking_written WHERE mention_id IN ({gone})")
        con.execute(
            f"DELETE FROM {form_table(kind)} WHERE form IN (FROM leaving_form) AND form NOT IN (SELECT form FROM linking_written)"
        )
        con.execute("DROP TABLE leaving_form")


def read_forms(con: duckdb.DuckDBPyConnection, kind: str, near: str | None = None) -> None:
    """Temporary ``cleaned``: the forms of a kind that mentions have, or those in the table ``near(form)``; ``mentions``, how many have
    each, and ``first``, the smallest of these."""
    some = f"SEMI JOIN {near} USING (form)" if near else ""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE cleaned AS
        FROM {form_table(kind)} JOIN (
            SELECT form, count(*) AS mentions, min(mention_id) AS first FROM linking_written {some} GROUP BY form) USING (form)
        """
    )


def _group(con: duckdb.DuckDBPyConnection, kind: str, rows: str) -> None:
    """Temporary ``said``: what rows of a kind say, each once, before it is cleaned; ``mention_ids``, and ``form``, the smallest of them."""
    said = ", ".join(SAID[kind])
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE said AS
        SELECT min(mention_id) AS form, list(mention_id) AS mention_ids, {said} FROM {rows} GROUP BY {said}
        """
    )
