"""Phones, vehicles and organisations: clusters by their canonical keys, filled in only where it is plain."""

from __future__ import annotations

from stronghold.linking.things.slips import postcode_slip_sql

__all__ = ["KEYED"]

_PHONE = """
    WITH handset AS (
        SELECT imei, min(number) AS number FROM cleaned WHERE imei IS NOT NULL GROUP BY imei HAVING count(DISTINCT number) = 1
    )
    SELECT form, coalesce('number' || coalesce(p.number, h.number), 'imei' || p.imei) AS key
    FROM cleaned p LEFT JOIN handset h ON p.number IS NULL AND h.imei = p.imei
    """

# Marks that look alike are one where nothing that is said of make and colour speaks against it; whichever of two is meant cannot be told.
_VEHICLE = """
    WITH looks AS (
        SELECT registration, shape, list(DISTINCT make) FILTER (make IS NOT NULL) AS makes,
            list(DISTINCT colour) FILTER (colour IS NOT NULL) AS colours
        FROM cleaned WHERE registration IS NOT NULL GROUP BY registration, shape
    ), differing AS (
        SELECT DISTINCT a.shape FROM looks a JOIN looks b ON a.shape = b.shape AND a.registration < b.registration
        WHERE (a.makes IS NOT NULL AND b.makes IS NOT NULL AND NOT list_has_any(a.makes, b.makes))
            OR (a.colours IS NOT NULL AND b.colours IS NOT NULL AND NOT list_has_any(a.colours, b.colours))
    )
    SELECT form, CASE WHEN d.shape IS NULL THEN c.shape ELSE c.registration END AS key
    FROM cleaned c LEFT JOIN differing d USING (shape)
    """

# Where nothing but the name is known, one name is one organisation.
_ORGANISATION = f"""
    WITH registered AS (
        SELECT name, postcode, min(company_number) AS company_number FROM cleaned
        WHERE name IS NOT NULL AND company_number IS NOT NULL GROUP BY ALL HAVING count(DISTINCT company_number) = 1
    ), place AS (
        SELECT name, postcode, sum(mentions) AS mentions FROM cleaned
        WHERE name IS NOT NULL AND company_number IS NULL AND postcode IS NOT NULL GROUP BY ALL
    ), meant AS (
        SELECT w.name, w.postcode, min(r.postcode) AS instead
        FROM place w JOIN place r ON r.name = w.name AND {postcode_slip_sql("r.postcode", "w.postcode")}
            AND (r.mentions, r.postcode) > (w.mentions, w.postcode)
        GROUP BY ALL HAVING count(*) = 1
            AND NOT bool_or(EXISTS (SELECT 1 FROM place o WHERE o.name = r.name AND {postcode_slip_sql("o.postcode", "r.postcode")}
                AND (o.mentions, o.postcode) > (r.mentions, r.postcode)))
    )
    SELECT form, CASE
        WHEN coalesce(c.company_number, r.company_number) IS NOT NULL
            THEN 'number' || coalesce(c.company_number, r.company_number)
        WHEN c.name IS NOT NULL THEN to_json([c.name, coalesce(m.instead, c.postcode)])::VARCHAR END AS key
    FROM cleaned c LEFT JOIN registered r ON c.company_number IS NULL AND r.name = c.name
        AND r.postcode IS NOT DISTINCT FROM c.postcode
    LEFT JOIN meant m ON c.company_number IS NULL AND m.name = c.name AND m.postcode = c.postcode
    """

KEYED = {"phone": _PHONE, "vehicle": _VEHICLE, "organisation": _ORGANISATION}
"""SQL by kind: of the rows of ``cleaned``, ``form`` and ``key``, the same for all forms of one thing."""
