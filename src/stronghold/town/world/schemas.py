"""The columns of every table of the true town: names and Arrow types. What they mean is said at ``tables.World``.

A column that names a row of another table (``person``, ``home``, ``phone`` ...) holds that table's row number, counted from 0.
"""

from __future__ import annotations

import pyarrow as pa

__all__ = ["EVENTS", "REFERENCES", "SCHEMAS"]

_ID, _WORD, _DAY, _TIME = pa.int32(), pa.string(), pa.date32(), pa.timestamp("s")
_REAL, _COUNT, _LINE = pa.float64(), pa.int32(), pa.list_(pa.float64())

# Columns that every kind of happening has, before its own.
_HAPPENING = {
    "event": pa.int64(),
    "time": _TIME,
    "until": _TIME,
    "home": _ID,
    "organisation": _ID,
    "street": _ID,
    "ward": _ID,
    "lat": _REAL,
    "lon": _REAL,
    "nature": _WORD,
    "group": _ID,
    "cuckooing": _ID,
    "exploitation": _ID,
    "operation": _ID,
    "twin": _ID,
}

EVENTS: dict[str, pa.Schema] = {
    kind: pa.schema([*_HAPPENING.items(), *own.items()])
    for kind, own in {
        "recorded_crime": {"category": _WORD, "outcome": _WORD},
        "stop_and_search": {"type": _WORD, "legislation": _WORD, "object": _WORD, "outcome": _WORD, "drug": _WORD},
        "arrest": {"offence": _WORD, "outcome": _WORD},
        "custody": {"offence": _WORD, "disposal": _WORD, "station": _WORD, "arrest": pa.int64()},
        "missing_episode": {"reported": _TIME, "risk": _WORD, "found_city": _ID},
        "sighting": {"seen_by": _WORD},
        "tenancy": {"tenure": _WORD, "landlord": _WORD, "status": _WORD},
        "housing_complaint": {"outcome": _WORD},
        "school_exclusion": {"type": _WORD, "sessions": _COUNT, "reason": _WORD},
        "school_absence": {"sessions_missed": _COUNT, "sessions_possible": _COUNT, "authorised": pa.bool_(), "reason": _WORD},
        "ambulance_attendance": {"drug": _WORD, "outcome": _WORD},
        "hospital_attendance": {"drug": _WORD, "department": _WORD, "outcome": _WORD},
        "needle_find": {"number": _COUNT, "cleared_by": _WORD},
        "community_report": {"channel": _WORD},
        "seizure": {
            "what": _WORD,
            "drug": _WORD,
            "quantity": _REAL,
            "unit": _WORD,
            "cash": _REAL,
            "arrest": pa.int64(),
        },
        "intelligence_report": {
            "submitted": _TIME,
            "source_grade": _WORD,
            "information_grade": _WORD,
            "handling": _WORD,
            "correct": pa.bool_(),
        },
    }.items()
}

_PLAIN: dict[str, dict[str, pa.DataType]] = {
    "ward": {"ward": _ID, "name": _WORD, "deprivation": _REAL, "lon": _LINE, "lat": _LINE},
    "city": {"city": _ID, "name": _WORD, "lat": _REAL, "lon": _REAL},
    "street": {"street": _ID, "name": _WORD, "ward": _ID, "city": _ID, "lon": _LINE, "lat": _LINE},
    "feature": {"feature": _ID, "sort": _WORD, "name": _WORD, "lon": _LINE, "lat": _LINE},
    "home": {
        "home": _ID,
        "street": _ID,
        "flat": _COUNT,
        "house": _COUNT,
        "postcode": _WORD,
        "uprn": _WORD,
        "lat": _REAL,
        "lon": _REAL,
        "ward": _ID,
        "city": _ID,
        "sort": _WORD,
        "tenure": _WORD,
    },
    "person": {
        "person": _ID,
        "forename": _WORD,
        "middle": _WORD,
        "surname": _WORD,
        "forename_code": _COUNT,
        "middle_code": _COUNT,
        "surname_code": _COUNT,
        "born": _DAY,
        "died": _DAY,
        "female": pa.bool_(),
        "nino": _WORD,
        "nhs_number": _WORD,
        "email": _WORD,
        "city": _ID,
    },
    "name_change": {"person": _ID, "surname": _WORD, "surname_code": _COUNT, "day": _DAY},
    "alias": {"person": _ID, "alias": _WORD, "sort": _WORD},
    "kin": {"person": _ID, "relative": _ID, "sort": _WORD},
    "residence": {"person": _ID, "home": _ID, "from": _DAY, "to": _DAY, "as": _WORD},
    "vulnerability": {"person": _ID, "sort": _WORD},
    "organisation": {"organisation": _ID, "name": _WORD, "sort": _WORD, "home": _ID, "ward": _ID, "lat": _REAL, "lon": _REAL},
    "attends": {"person": _ID, "organisation": _ID, "as": _WORD, "from": _DAY, "to": _DAY},
    "phone": {"phone": _ID, "number": _WORD, "imei": _WORD, "sort": _WORD},
    "holds_phone": {"phone": _ID, "person": _ID, "organisation": _ID, "from": _DAY, "to": _DAY},
    "vehicle": {"vehicle": _ID, "registration": _WORD, "make": _WORD, "model": _WORD, "colour": _WORD, "sort": _WORD},
    "keeps_vehicle": {"vehicle": _ID, "person": _ID, "organisation": _ID, "as": _WORD, "from": _DAY, "to": _DAY},
    "group": {"group": _ID, "name": _WORD, "city": _ID, "ward": _ID, "size": _COUNT, "from": _DAY, "to": _DAY},
    "membership": {"group": _ID, "person": _ID, "role": _WORD, "from": _DAY, "to": _DAY},
    "supply": {"group": _ID, "giver": _ID, "receiver": _ID, "from": _DAY, "to": _DAY},
    "line": {"line": _ID, "group": _ID, "phone": _ID, "name": _WORD, "from": _DAY, "to": _DAY},
    "line_holding": {"line": _ID, "person": _ID, "from": _DAY, "to": _DAY},
    "customer": {"person": _ID, "group": _ID, "from": _DAY, "to": _DAY},
    "activity": {"group": _ID, "week": _DAY, "ward": _ID, "deals": _COUNT},
    "cuckooing": {"cuckooing": _ID, "home": _ID, "victim": _ID, "group": _ID, "from": _DAY, "to": _DAY, "sort": _WORD},
    "exploitation": {"exploitation": _ID, "person": _ID, "group": _ID, "sort": _WORD, "how": _WORD, "from": _DAY, "to": _DAY},
    "operation": {
        "operation": _ID,
        "name": _WORD,
        "group": _ID,
        "day": _DAY,
        "effect": _REAL,
        "effect_to": _DAY,
        "ward_before": _ID,
        "ward_after": _ID,
        "line_before": _ID,
        "line_after": _ID,
    },
    "twin": {
        "twin": _ID,
        "sort": _WORD,
        "looks_like": _WORD,
        "why": _WORD,
        "person": _ID,
        "home": _ID,
        "phone": _ID,
        "organisation": _ID,
        "vehicle": _ID,
        "from": _DAY,
        "to": _DAY,
    },
    "involved": {"kind": _WORD, "event": pa.int64(), "role": _WORD, "sort": _WORD, "who": _ID},
    "call": {"event": pa.int64(), "time": _TIME, "caller": _ID, "recipient": _ID, "seconds": _COUNT, "group": _ID, "why": _WORD},
    "message": {
        "event": pa.int64(),
        "time": _TIME,
        "sender": _ID,
        "recipient": _ID,
        "channel": _WORD,
        "nature": _WORD,
        "group": _ID,
    },
}

SCHEMAS: dict[str, pa.Schema] = {**{name: pa.schema(list(own.items())) for name, own in _PLAIN.items()}, **EVENTS}

# Columns whose name is not that of the table they refer to; every other column named like a table refers to it.
REFERENCES: dict[tuple[str, str], str] = {
    ("kin", "relative"): "person",
    ("cuckooing", "victim"): "person",
    ("supply", "giver"): "person",
    ("supply", "receiver"): "person",
    ("call", "caller"): "phone",
    ("call", "recipient"): "phone",
    ("message", "sender"): "phone",
    ("message", "recipient"): "phone",
    ("missing_episode", "found_city"): "city",
    ("operation", "ward_before"): "ward",
    ("operation", "ward_after"): "ward",
    ("operation", "line_before"): "line",
    ("operation", "line_after"): "line",
}
