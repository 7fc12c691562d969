"""What the things of a kind are known by, as records write it, in the one form that is compared."""

from __future__ import annotations

__all__ = ["KINDS", "SAID", "cleaned_sql"]

KINDS = ("address", "phone", "vehicle", "organisation")
SAID = {
    "address": ("flat", "house", "street", "town", "postcode", "uprn", "area_code", "location", "latitude", "longitude"),
    "phone": ("number", "imei"),
    "vehicle": ("registration", "make", "colour"),
    "organisation": ("name", "company_number", "postcode"),
}
"""The columns of each kind that :func:`cleaned_sql` reads."""

_FLAT_WORDS = "flat|flt|apartment|apt"
_FLAT_AFTER = f"([0-9]+) ?(?:{_FLAT_WORDS}) ?([0-9]+|[a-z])"
_FLAT_BEFORE = f"(?:{_FLAT_WORDS}) ?([0-9]+|[a-z]) ([0-9]+[a-z]?)"
_SLASH = "([0-9]+|[a-z])/([0-9]+[a-z]?)"
_LETTER = "([0-9]+)([a-z])"
# What follows a firm's name in one record and not in another.
_FIRM_WORDS = r"( (limited|ltd|plc|llp|company|co))+$"


def cleaned_sql(kind: str, table: str, *, key: str = "mention_id") -> str:
    """SQL: what the things of a kind are known by, of the rows in ``table``, which has a ``key`` and the columns :data:`SAID`.

    - address: ``number`` and ``unit`` for house and flat: ``2/14``, ``14 flat 2`` and ``flat 2 14`` are unit 2 of number 14, ``14b`` and flat b
      at ``14`` (or at ``14b``) are unit b of it; the rest in lower case;
    - phone: as it is; vehicle: ``shape``, the registration with O as 0 and I as 1, besides it;
    - organisation: ``name`` without ``the``, ``limited`` and the like, ``and`` for ``&``.
    """
    return _CLEANED[kind].format(table=table, key=key)


def _columns(*names: str) -> str:
    return ", ".join(f"nullif(lower(trim({name}::VARCHAR)), '') AS {name}" for name in names)


def _part(pattern: str, group: int) -> str:
    return f"regexp_extract(house, '^{pattern}$', {group})"


_PLAIN = "house IS NULL OR regexp_full_match(house, '[0-9]+')"
_NUMBER = f"""CASE WHEN {_PLAIN} THEN house
    WHEN flat IS NULL AND regexp_full_match(house, '{_SLASH}') THEN {_part(_SLASH, 2)}
    WHEN flat IS NULL AND regexp_full_match(house, '{_FLAT_AFTER}') THEN {_part(_FLAT_AFTER, 1)}
    WHEN flat IS NULL AND regexp_full_match(house, '{_FLAT_BEFORE}') THEN {_part(_FLAT_BEFORE, 2)}
    WHEN (flat IS NULL OR flat = {_part(_LETTER, 2)}) AND regexp_full_match(house, '{_LETTER}') THEN {_part(_LETTER, 1)}
    ELSE house END"""
_UNIT = f"""CASE WHEN flat IS NOT NULL OR {_PLAIN} THEN flat
    WHEN regexp_full_match(house, '{_SLASH}') THEN {_part(_SLASH, 1)}
    WHEN regexp_full_match(house, '{_FLAT_AFTER}') THEN {_part(_FLAT_AFTER, 2)}
    WHEN regexp_full_match(house, '{_FLAT_BEFORE}') THEN {_part(_FLAT_BEFORE, 1)}
    WHEN regexp_full_match(house, '{_LETTER}') THEN {_part(_LETTER, 2)} END"""

# The expressions have no braces of their own that ``format`` could take for a place.
_CLEANED = {
    "address": f"""
        SELECT {{key}}, {_NUMBER} AS number, {_UNIT} AS unit, street, town, postcode, uprn, area_code, location, latitude, longitude
        FROM (SELECT {{key}}, latitude, longitude,
            {_columns("flat", "house", "street", "town", "postcode", "uprn", "area_code", "location")} FROM {{table}})""",
    "phone": "SELECT {key}, nullif(number, '') AS number, nullif(imei, '') AS imei FROM {table}",
    "vehicle": f"""
        SELECT {{key}}, nullif(registration, '') AS registration, translate(nullif(registration, ''), 'OI', '01') AS shape,
            {_columns("make", "colour")} FROM {{table}}""",
    "organisation": f"""
        SELECT {{key}}, coalesce(nullif(regexp_replace(regexp_replace(said, '^the ', ''), '{_FIRM_WORDS}', ''), ''), said) AS name,
            company_number, postcode
        FROM (SELECT {{key}}, {_columns("company_number", "postcode")},
            nullif(trim(regexp_replace(replace(lower(name), '&', ' and '), '[^[:alnum:]]+', ' ', 'g')), '') AS said FROM {{table}})""",
}
