"""FollowTheMoney entities as JSON lines (https://followthemoney.tech), as OpenAleph reads them.

A phone is a ``UserAccount`` with its number, a tie an ``UnknownLink``: what the tie is of is in its role. Handling codes go into
``notes`` and ``summary``.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from stronghold.network.formats.drawn import DrawnNetwork, DrawnThing, DrawnTie

__all__ = ["to_followthemoney"]

_SCHEMATA = {
    "person": "Person", "address": "Address", "phone": "UserAccount", "vehicle": "Vehicle", "organisation": "Organization",
}  # fmt: skip
_NAMED = {"address": "full", "phone": "number", "vehicle": "registrationNumber"}


def to_followthemoney(network: DrawnNetwork) -> bytes:
    """One entity a line: the things, then the ties."""
    lines = [*(_thing(thing, network.notice) for thing in network.things), *(_tie(tie) for tie in network.ties)]
    return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines).encode()


def _thing(thing: DrawnThing, notice: str) -> dict[str, Any]:
    properties: dict[str, list[str]] = {"name": [thing.label], "notes": [f"Handling: {thing.handling}", notice]}
    if thing.kind in _NAMED:
        properties[_NAMED[thing.kind]] = [thing.label]
    if thing.kind == "phone":
        properties["username"] = [thing.label]
    if thing.kind == "address" and thing.latitude is not None and thing.longitude is not None:
        properties |= {"latitude": [f"{thing.latitude}"], "longitude": [f"{thing.longitude}"]}
    if thing.facts:
        properties["summary"] = ["; ".join(f"{name}: {value}" for name, value in thing.facts.items())]
    return {"id": thing.entity_id, "schema": _SCHEMATA[thing.kind], "properties": properties}


def _tie(tie: DrawnTie) -> dict[str, Any]:
    key = hashlib.sha256("\n".join((tie.left, tie.right, *tie.layers)).encode()).hexdigest()[:40]
    said = f"{tie.records} records of {tie.agencies} agencies; strength of the evidence {tie.strength:.2f}"
    properties = {
        "subject": [tie.left],
        "object": [tie.right],
        "role": list(tie.layers),
        "summary": [said, f"Handling: {tie.handling}"],
    }
    for name, when in (("startDate", tie.first_seen), ("endDate", tie.last_seen)):
        if when is not None:
            properties[name] = [when.date().isoformat()]
    return {"id": key, "schema": "UnknownLink", "properties": properties}
