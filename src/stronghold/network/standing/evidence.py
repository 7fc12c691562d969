"""What records say outright of someone's part in supply: each reason with the records that say it.

The reasons are ``vocabulary/terms/parts_in_supply.yaml``: in which kind of record, in which role, by which words or amounts. A
record whose information is suspected to be false (grade E) says nothing. A reason is what a record says of somebody; it is not a
judgement, and no number is made of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from stronghold.network.standing.asked import named_in_records
from stronghold.network.standing.reasons import VOCABULARY, order, reason
from stronghold.vocabulary import Term, kind, terms

__all__ = ["Said", "in_words", "said_of", "said_of_named"]

_FALSE = "E"


@dataclass(frozen=True)
class Said:
    """One reason of one person: the records that say it (``record`` ids of the snapshot, oldest first), from when to when, by how many agencies;
    for what is counted the ``amount``."""

    entity_id: str
    reason: str
    records: tuple[int, ...]
    agencies: int
    first_seen: datetime | None
    last_seen: datetime | None
    amount: float | None = None

    @property
    def term(self) -> Term:
        """The reason as the vocabulary has it."""
        return reason(self.reason)

    @property
    def part(self) -> str:
        """The part in the supply chain that it is evidence of; empty for none."""
        return str(self.term.extra.get("part", ""))

    @property
    def protects(self) -> bool:
        """Whether it says that the person is used by others, so that they are to be protected first."""
        return bool(self.term.extra.get("protects", False))

    @property
    def sentence(self) -> str:
        """The reason in words, with how much stands behind it."""
        records, agencies = len(self.records), self.agencies
        said = f"{records:,} record{'s' * (records != 1)} of {agencies} agenc{'y' if agencies == 1 else 'ies'}"
        until = f", last on {self.last_seen:%-d %B %Y}" if self.last_seen else ""
        words = str(self.term.extra["sentence"])
        counted = f": {self.amount:,.0f} {self.term.extra['counted']['what']}" if self.amount is not None else ""
        return f"{words[0].upper()}{words[1:]}{counted} ({said}{until})"


def said_of(con: duckdb.DuckDBPyConnection, people: Collection[str], classes: Collection[int] | None = None) -> tuple[Said, ...]:
    """What the records of a snapshot say of ``people`` (entity ids), by person and in the order of the vocabulary.

    With ``classes``, only records of those visibility classes are read.
    """
    with named_in_records(con, people, classes) as kinds:
        return said_of_named(con, kinds)


def said_of_named(con: duckdb.DuckDBPyConnection, kinds: Collection[str]) -> tuple[Said, ...]:
    """As :func:`said_of`, where :func:`.asked.named_in_records` is open and gave ``kinds``."""
    found = [row for query, values in _queries(kinds) for row in con.execute(query, values).fetchall()]
    behind: dict[tuple[str, str], dict[int, tuple[str, datetime | None, datetime | None]]] = defaultdict(dict)
    for entity, name, record, agency, occurred, until in found:
        behind[entity, name][record] = (agency, occurred, until)
    said = (_said(entity, name, records) for (entity, name), records in behind.items())
    return tuple(sorted(said, key=lambda one: (one.entity_id, order(one.reason))))


def _said(entity: str, name: str, records: Mapping[int, tuple[str, datetime | None, datetime | None]]) -> Said:
    placed = sorted(records, key=lambda record: (records[record][1] is None, records[record][1], record))
    seen = [when for _, occurred, until in records.values() for when in (occurred, until) if when]
    agencies = len({agency for agency, _, _ in records.values()})
    return Said(entity, name, tuple(placed), agencies, min(seen, default=None), max(seen, default=None))


def _queries(kinds: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for term in terms(VOCABULARY).terms.values():
        for place in term.extra.get("found_in", ()):
            if place["kind"] in kinds:
                yield _query(term.name, place)


def in_words(place: Mapping[str, Any]) -> tuple[str, str]:
    """SQL: whether a row ``k`` of the place's kind has one of its words in its column; and the pattern that it asks for as ``$words``."""
    column = kind(place["kind"]).columns[place["column"]].name
    pattern = rf"\b(?:{'|'.join(re.escape(word.lower()) for word in place['words'])})"
    return f'regexp_matches(lower(k."{column}"), $words)', pattern


def _query(reason: str, place: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {"reason": reason, "roles": list(place["roles"]), "false": _FALSE}
    if "words" in place:
        says, values["words"] = in_words(place)
    else:
        says = f'k."{kind(place["kind"]).columns[place["column"]].name}" >= $least'
        values["least"] = place["at_least"]
    query = f"""
        SELECT DISTINCT entity_id, $reason, record_id, s.agency, n.occurred_from, n.occurred_to
        FROM standing_mention n JOIN "{place["kind"]}" k USING (record_id) JOIN source s ON s.source_id = n.source_id
        WHERE n.role IN (SELECT unnest($roles)) AND {says} AND coalesce(n.information_grade, '') <> $false
        """
    return query, values
