"""Addresses become homes: by property number, else by house, flat, street and postcode, written right or with a slip.

What holds whatever was written: no home has two property numbers, two house numbers or two flats. A house without its flat is not
one of its flats. A slip goes to the one home that it can be meant for, and to none where there are two: so slips never chain homes
together.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from stronghold.linking.things.slips import (
    inward_sql,
    outward_sql,
    postcode_slip_sql,
    shortened_sql,
    slip_sql,
    slips_between_sql,
    street_slip_sql,
)
from stronghold.linking.things.strongest import strongest

__all__ = ["PREMISES", "cluster_homes"]

PREMISES = "(uprn IS NOT NULL OR (number IS NOT NULL AND (street IS NOT NULL OR postcode IS NOT NULL)))"
"""SQL: whether a cleaned row says which house it is of; the others are places, streets and areas."""

_NUMERIC = "regexp_matches({0}, '^[0-9]')"

# Forms that say the same of the house, once; towns are told apart where there is no postcode. An unknown flat is '' from here on: no
# flat is a flat of its own.
_ROWS = f"""
    CREATE OR REPLACE TEMP TABLE home_row AS
    SELECT form AS written, mentions, number, coalesce(unit, '') AS unit, street, postcode, town, uprn,
        min(form) OVER (PARTITION BY number, unit, street, postcode, uprn, CASE WHEN postcode IS NULL THEN town END) AS form
    FROM cleaned WHERE {PREMISES}
"""
_FORMS = """
    CREATE OR REPLACE TEMP TABLE home_form AS
    SELECT form, any_value(number) AS number, any_value(unit) AS unit, any_value(street) AS street, any_value(postcode) AS postcode,
        min(town) AS town, any_value(uprn) AS uprn, sum(mentions) AS mentions
    FROM home_row GROUP BY form
"""
# The house and flat that a property number stands for: those most often written with it. A number before a name, a flat before none.
_PROPERTIES = f"""
    CREATE OR REPLACE TEMP TABLE property AS
    WITH house AS (
        SELECT uprn, number FROM home_form WHERE uprn IS NOT NULL AND number IS NOT NULL GROUP BY uprn, number
        QUALIFY row_number() OVER (PARTITION BY uprn ORDER BY {_NUMERIC.format("number")} DESC, sum(mentions) DESC, number) = 1
    )
    SELECT uprn, h.number, f.unit FROM house h JOIN home_form f USING (uprn)
    WHERE f.number = h.number OR NOT {_NUMERIC.format("f.number")} OR NOT {_NUMERIC.format("h.number")}
    GROUP BY uprn, h.number, f.unit
    QUALIFY row_number() OVER (PARTITION BY uprn ORDER BY f.unit = '', sum(f.mentions) DESC, f.unit) = 1
"""
# A property number beside another house or flat than its own was mistaken: the rest of the address is gone by.
_TRUSTED = f"""
    CREATE OR REPLACE TEMP TABLE home_form AS
    SELECT f.* REPLACE (
        CASE WHEN f.number <> p.number AND {_NUMERIC.format("f.number")} AND {_NUMERIC.format("p.number")} THEN NULL
            WHEN f.unit <> '' AND f.unit <> p.unit THEN NULL ELSE f.uprn END AS uprn,
        f.unit AS unit), coalesce(p.unit, f.unit) AS listed_unit
    FROM home_form f LEFT JOIN property p USING (uprn)
"""
_WHOLE = "number IS NOT NULL AND street IS NOT NULL AND postcode IS NOT NULL"
# Forms with a property number or all of house, street and postcode: ``known``, the same for all forms of a home.
_KNOWN = f"""
    CREATE OR REPLACE TEMP TABLE known_form AS
    WITH tuple_of AS (
        SELECT number, listed_unit AS unit, street, postcode, min(uprn) AS uprn FROM home_form
        WHERE uprn IS NOT NULL AND {_WHOLE} GROUP BY ALL HAVING count(DISTINCT uprn) = 1
    )
    SELECT form, number, CASE WHEN f.uprn IS NULL THEN f.unit ELSE listed_unit END AS unit, street, postcode, town, mentions,
        coalesce(f.uprn, tuple_of.uprn) IS NOT NULL AS listed,
        CASE WHEN coalesce(f.uprn, tuple_of.uprn) IS NOT NULL THEN 'uprn' || coalesce(f.uprn, tuple_of.uprn)
            ELSE concat_ws(chr(31), postcode, street, number, f.unit) END AS known
    FROM home_form f LEFT JOIN tuple_of USING (number, unit, street, postcode)
    WHERE f.uprn IS NOT NULL OR ({_WHOLE})
"""


def _beside() -> str:
    """Homes that may be one but for a slip, one of them without a property number: ``l``, ``r``."""
    apart = "a.known < b.known AND NOT (a.listed AND b.listed)"
    postcode = f"{apart} AND {postcode_slip_sql('a.postcode', 'b.postcode')}"
    name = f"NOT {_NUMERIC.format('a.number')} AND NOT {_NUMERIC.format('b.number')} AND {slip_sql('a.number', 'b.number')}"
    return f"""
        WITH form AS (
            SELECT DISTINCT known, listed, number, unit, street, postcode,
                {inward_sql("postcode")} AS inward, {outward_sql("postcode")} AS outward
            FROM known_form WHERE {_WHOLE}
        )
        SELECT a.known AS l, b.known AS r FROM form a JOIN form b USING (number, unit, postcode)
        WHERE {apart} AND {street_slip_sql("a.street", "b.street")}
        UNION SELECT a.known, b.known FROM form a JOIN form b USING (number, unit, street, inward) WHERE {postcode}
        UNION SELECT a.known, b.known FROM form a JOIN form b USING (number, unit, street, outward) WHERE {postcode}
        UNION SELECT a.known, b.known FROM form a JOIN form b USING (unit, street, postcode) WHERE {apart} AND {name}
    """


# Forms that lack street or postcode: of the one home that has the same of the rest; without a postcode, else of the one a slip away.
_LACKING = "CREATE OR REPLACE TEMP TABLE lacking AS FROM home_form ANTI JOIN known_form USING (form)"
_FITTING = """
    CREATE OR REPLACE TEMP TABLE fitting AS
    SELECT l.form, k.root, k.listed, l.town = k.town AS there
    FROM lacking l JOIN known_root k ON l.street IS NULL AND k.number = l.number AND k.unit = l.unit AND k.postcode = l.postcode
    UNION
    SELECT l.form, k.root, k.listed, l.town = k.town
    FROM lacking l JOIN known_root k ON l.postcode IS NULL AND k.number = l.number AND k.unit = l.unit AND k.street = l.street
"""
_FITTING_BY_SLIP = f"""
    INSERT INTO fitting
    WITH slipped AS (FROM lacking ANTI JOIN fitting USING (form) WHERE postcode IS NULL AND street IS NOT NULL),
    whole AS (FROM known_root WHERE street IS NOT NULL AND postcode IS NOT NULL),
    written AS MATERIALIZED ({shortened_sql("SELECT DISTINCT street FROM slipped")}),
    known AS MATERIALIZED ({shortened_sql("SELECT DISTINCT street FROM whole")}),
    near AS ({slips_between_sql("written", "known")})
    SELECT DISTINCT l.form, k.root, k.listed, l.town = k.town
    FROM slipped l JOIN near USING (street) JOIN whole k ON k.street = near.other AND k.number = l.number AND k.unit = l.unit
"""
_MEANT = """
    CREATE OR REPLACE TEMP TABLE meant_form AS
    WITH best AS (
        SELECT form, root FROM (FROM fitting QUALIFY coalesce(there, false) = bool_or(coalesce(there, false)) OVER (PARTITION BY form))
        QUALIFY listed = bool_or(listed) OVER (PARTITION BY form)
    )
    SELECT form, min(root) AS root FROM best GROUP BY form HAVING count(DISTINCT root) = 1
"""
_HOMES = """
    CREATE OR REPLACE TEMP TABLE home_of_form AS
    SELECT r.written AS form, coalesce(k.root, m.root,
        concat_ws(chr(31), 'lacking', f.number, f.unit, coalesce(f.street, ''), coalesce(f.postcode, ''), coalesce(f.town, ''))) AS home
    FROM home_row r JOIN home_form f USING (form)
    LEFT JOIN (SELECT DISTINCT form, root FROM known_root) k USING (form) LEFT JOIN meant_form m USING (form)
"""


def cluster_homes(con: duckdb.DuckDBPyConnection) -> None:
    """Temporary ``home_of_form(form, home)`` of the rows of ``cleaned`` that are :data:`PREMISES`; ``home`` is a text, the same for all of
    one home."""
    for query in (_ROWS, _FORMS, _PROPERTIES, _TRUSTED, _KNOWN):
        con.execute(query)
    _find_roots(con)
    for query in (_LACKING, _FITTING, _FITTING_BY_SLIP, _MEANT, _HOMES):
        con.execute(query)
    for table in ("home_row", "home_form", "property", "known_form", "known_root", "lacking", "fitting", "meant_form"):
        con.execute(f"DROP TABLE {table}")


def _find_roots(con: duckdb.DuckDBPyConnection) -> None:
    """Temporary ``known_root``: ``known_form`` with the home that each is, or is a slip of, as ``root``."""
    pairs = con.execute(_beside()).fetchall()
    con.register("beside", pa.table({"known": pa.array(sorted({end for pair in pairs for end in pair}), pa.string())}))
    ranked = con.execute(
        """SELECT known, bool_or(listed) AS listed, sum(mentions) AS mentions FROM known_form SEMI JOIN beside USING (known)
        GROUP BY known ORDER BY listed DESC, mentions DESC, known"""
    ).fetchall()
    con.unregister("beside")
    roots = strongest((row[0] for row in ranked), pairs, frozenset(row[0] for row in ranked if row[1]))
    moved = {node: root for node, root in roots.items() if node != root}
    con.register("moved", pa.table({"known": pa.array(moved, pa.string()), "root": pa.array(moved.values(), pa.string())}))
    con.execute(
        """CREATE OR REPLACE TEMP TABLE known_root AS
        SELECT k.* REPLACE (listed OR starts_with(coalesce(root, ''), 'uprn') AS listed), coalesce(root, known) AS root
        FROM known_form k LEFT JOIN moved USING (known)"""
    )
    con.unregister("moved")
