"""What records say outright of someone's part in supply: each reason with the records that say it.

The reasons are ``vocabulary/terms/parts_in_supply.yaml``: in which kind of record, in which role, by which words or amounts. A
record whose information is suspected to be false (grade E) says nothing. A reason is what a record says of somebody; it is not a
judgement, and no number is made of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from stronghold.engine import by_ids
from stronghold.network.standing.asked import Naming, named_in_records
from stronghold.network.standing.reasons import VOCABULARY, order, reason
from stronghold.vocabulary import Term, kind, terms

__all__ = ["Said", "said_by", "said_of"]

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
    behind: dict[tuple[str, str], dict[int, Naming]] = defaultdict(dict)
    reasons = terms(VOCABULARY).terms
    parts = {(place["kind"], role) for t in reasons.values() for place in t.extra.get("found_in", ()) for role in place["roles"]}
    for name, naming in said_by(con, named_in_records(con, people, classes, parts), reasons.items()):
        behind[naming.entity_id, name][naming.record_id] = naming
    said = (_said(entity, name, records) for (entity, name), records in behind.items())
    return tuple(sorted(said, key=lambda one: (one.entity_id, order(one.reason))))


def _said(entity: str, name: str, records: Mapping[int, Naming]) -> Said:
    dated = [(naming.occurred_from is None, naming.occurred_from, record) for record, naming in records.items()]
    seen = [moment for naming in records.values() for moment in naming.moments]
    agencies = len({naming.agency for naming in records.values()})
    return Said(
        entity, name, tuple(record for *_, record in sorted(dated)), agencies, min(seen, default=None), max(seen, default=None)
    )


def said_by(
    con: duckdb.DuckDBPyConnection, named: Iterable[Naming], reasons: Iterable[tuple[str, Term]]
) -> Iterator[tuple[str, Naming]]:
    """(reason, where somebody is named) for each of the ``reasons`` and each record that says it of whom it names: as the term's
    ``found_in`` has it, by kind of record, role, and words or least amount in a column. What is graded as false says nothing."""
    by_kind: dict[str, list[Naming]] = defaultdict(list)
    for naming in named:
        if naming.information_grade != _FALSE:
            by_kind[naming.record_kind].append(naming)
    places = [(name, place) for name, term in reasons for place in term.extra.get("found_in", ()) if place["kind"] in by_kind]
    for kind_name, own in by_kind.items():
        asked = [(name, place) for name, place in places if place["kind"] == kind_name]
        saying = _saying(con, kind_name, [place for _, place in asked], {naming.record_id for naming in own})
        for (name, place), records in zip(asked, saying, strict=True):
            yield from ((name, n) for n in own if n.role in place["roles"] and (records is None or n.record_id in records))


def _saying(
    con: duckdb.DuckDBPyConnection, kind_name: str, places: Sequence[Mapping[str, Any]], records: Collection[int]
) -> list[set[int] | None]:
    """Of each place, those of the records of that kind that have its words or amount; ``None`` where it asks for neither."""
    conditions = {number: _condition(place, number) for number, place in enumerate(places) if "column" in place}
    if not conditions:
        return [None] * len(places)
    says = ", ".join(sql for sql, _ in conditions.values())
    values = {f"value{number}": value for number, (_, value) in conditions.items()}
    rows = by_ids(
        con,
        f'SELECT record_id, {says} FROM "{kind_name}" WHERE record_id IN $records',
        {**values, "records": list(records)},
    ).fetchall()
    found = {number: {row[0] for row in rows if row[at]} for at, number in enumerate(conditions, start=1)}
    return [found.get(number) for number in range(len(places))]


def _condition(place: Mapping[str, Any], number: int) -> tuple[str, str | float]:
    """SQL for whether a row of the place's kind says it, and the ``$value`` of that number in it."""
    column = kind(place["kind"]).columns[place["column"]].name
    if "words" in place:
        pattern = rf"\b(?:{'|'.join(re.escape(word.lower()) for word in place['words'])})"
        return f'regexp_matches(lower("{column}"), $value{number})', pattern
    return f'"{column}" >= $value{number}', place["at_least"]
