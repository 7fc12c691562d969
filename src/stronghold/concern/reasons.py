"""The live reasons for protecting someone first: each with the records that say it.

The reasons are ``vocabulary/terms/reasons_for_protection.yaml``. A record whose information is suspected to be false (grade E) says
nothing; a reason that no record has said for longer than the vocabulary lets it live is no longer one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from stronghold.concern.childhood import LATEST_BIRTH, adults_born_until
from stronghold.network.standing.asked import named_in_records
from stronghold.network.standing.evidence import in_words, said_of_named
from stronghold.vocabulary import Term, terms

__all__ = ["VOCABULARY", "Reason", "reasons_for"]

VOCABULARY = "reasons_for_protection"
_FALSE = "E"


@dataclass(frozen=True)
class Reason:
    """One reason for one person. ``kind``: a term of the vocabulary. ``records``: keys of the records that say it, sorted;
    ``last_seen``: the latest of them (``None``: none is dated)."""

    kind: str
    records: tuple[str, ...]
    last_seen: datetime | None

    @property
    def term(self) -> Term:
        return terms(VOCABULARY).terms[self.kind]

    @property
    def sentence(self) -> str:
        """The reason in words, with how much stands behind it."""
        words, number = str(self.term.extra["sentence"]), len(self.records)
        until = f", last on {self.last_seen:%-d %B %Y}" if self.last_seen else ""
        return f"{words[0].upper()}{words[1:]} ({number:,} record{'s' * (number != 1)}{until})"


def reasons_for(
    con: duckdb.DuckDBPyConnection, people: Collection[str], *, on: date, classes: Collection[int] | None = None
) -> dict[str, tuple[Reason, ...]]:
    """The reasons that are live on the day ``on``, by person (entity ids; those without a reason are not in it), in the order of the
    vocabulary. By the records of these visibility ``classes``, all where not given."""
    found: dict[tuple[str, str], dict[int, datetime | None]] = defaultdict(dict)
    with named_in_records(con, people, classes) as kinds:
        for name, rows in _rows(con, kinds, on):
            for entity, record, moment in rows:
                found[entity, name][record] = moment
    keys = _keys(con, {record for records in found.values() for record in records})
    live: dict[str, list[Reason]] = defaultdict(list)
    for name, term in terms(VOCABULARY).terms.items():
        for entity in sorted(who for who, reason in found if reason == name):
            reason = _reason(name, found[entity, name], keys)
            if _is_live(term, reason, on):
                live[entity].append(reason)
    return {entity: tuple(reasons) for entity, reasons in live.items()}


def _reason(name: str, records: Mapping[int, datetime | None], keys: Mapping[int, str]) -> Reason:
    moments = [at for at in records.values() if at]
    return Reason(name, tuple(sorted(keys[record] for record in records)), max(moments, default=None))


def _is_live(term: Term, reason: Reason, on: date) -> bool:
    """A reason without a date is live: nothing says that it is over."""
    months = term.extra.get("live_months")
    if months is None or reason.last_seen is None:
        return True
    last = reason.last_seen
    return (on.year - last.year) * 12 + on.month - last.month <= int(months)


def _keys(con: duckdb.DuckDBPyConnection, records: Collection[int]) -> dict[int, str]:
    asked = {"records": sorted(records)}
    return dict(
        con.execute(
            "SELECT record_id, record_key FROM record WHERE record_id IN (SELECT unnest($records::BIGINT[]))", asked
        ).fetchall()
    )


def _rows(
    con: duckdb.DuckDBPyConnection, kinds: Collection[str], on: date
) -> Iterator[tuple[str, list[tuple[str, int, datetime | None]]]]:
    """By reason, (entity, record, moment) of the records that say it: of those in ``standing_mention``, which are of these ``kinds``."""
    said = said_of_named(con, kinds)
    for term in terms(VOCABULARY).terms.values():
        for place in term.extra.get("found_in", ()):
            if place["kind"] in kinds:
                yield term.name, con.execute(*_stated(place)).fetchall()
        if term.name == "child":
            yield term.name, con.execute(_BORN, {"adults": adults_born_until(on).isoformat()}).fetchall()
        if "reasons_of" in term.extra:
            own = [one for one in said if one.reason == term.extra["reasons_of"]]
            yield term.name, [(one.entity_id, record, one.last_seen) for one in own for record in one.records]


def _stated(place: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """SQL for the records of a kind that name somebody in those roles, in those words."""
    values: dict[str, Any] = {"roles": list(place["roles"]), "kind": place["kind"], "false": _FALSE}
    words, says = "", "true"
    if "words" in place:
        words = f'JOIN "{place["kind"]}" k USING (record_id)'
        says, values["words"] = in_words(place)
    query = f"""
        SELECT DISTINCT entity_id, record_id, coalesce(n.occurred_to, n.occurred_from) FROM standing_mention n {words}
        WHERE n.kind = $kind AND n.role IN (SELECT unnest($roles)) AND {says} AND coalesce(n.information_grade, '') <> $false
        """
    return query, values


# The records by whose date of birth somebody may be a child on a day: who is not among the adults.
_BORN = f"""
    SELECT DISTINCT entity_id, record_id, coalesce(n.occurred_to, n.occurred_from)
    FROM person p JOIN standing_mention n USING (mention_id) WHERE {LATEST_BIRTH} > $adults
"""
