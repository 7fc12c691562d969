"""The live reasons for protecting someone first: each with the records that say it.

The reasons are ``vocabulary/terms/reasons_for_protection.yaml``. A record whose information is suspected to be false (grade E) says
nothing; a reason that no record has said for longer than the vocabulary lets it live is no longer one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from stronghold.concern.childhood import LATEST_BIRTH, adults_born_until
from stronghold.engine import by_ids
from stronghold.network.standing.asked import Naming, named_in_records
from stronghold.network.standing.evidence import said_by
from stronghold.network.standing.reasons import VOCABULARY as PARTS
from stronghold.vocabulary import Term, terms

__all__ = ["VOCABULARY", "Reason", "Told", "told_of"]

VOCABULARY = "reasons_for_protection"


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


@dataclass(frozen=True)
class Told:
    """What all records say for protecting some people on a day, read once: which reasons are live can be asked of it for several readers.
    ``records``: by person and reason, where records that say it name them, by the record's key."""

    on: date
    records: Mapping[tuple[str, str], Mapping[str, Naming]]

    def reasons(self, classes: Collection[int] | None = None) -> dict[str, tuple[Reason, ...]]:
        """The reasons that are live, by person (entity ids; those without a reason are not in it), in the order of the vocabulary. By the
        records of these visibility ``classes``, all where not given."""
        live: dict[str, list[Reason]] = defaultdict(list)
        seen = None if classes is None else frozenset(classes)
        for name, term in terms(VOCABULARY).terms.items():
            for entity in sorted(who for who, reason in self.records if reason == name):
                said = [n for n in self.records[entity, name].values() if seen is None or n.class_id in seen]
                reason = _reason(name, said)
                if said and _is_live(term, reason, self.on):
                    live[entity].append(reason)
        return {entity: tuple(reasons) for entity, reasons in live.items()}


def told_of(con: duckdb.DuckDBPyConnection, people: Collection[str], *, on: date) -> Told:
    """What the records of a snapshot say of ``people`` (entity ids) on the day ``on``."""
    named = named_in_records(con, people, None)
    found: dict[tuple[str, str], dict[str, Naming]] = defaultdict(dict)
    for name, naming in _saying(con, named, on):
        found[naming.entity_id, name][naming.record_key] = naming
    return Told(on, found)


def _reason(name: str, said: Collection[Naming]) -> Reason:
    moments = [moment for naming in said for moment in naming.moments]
    return Reason(name, tuple(sorted(naming.record_key for naming in said)), max(moments, default=None))


def _is_live(term: Term, reason: Reason, on: date) -> bool:
    """A reason without a date is live: nothing says that it is over."""
    months = term.extra.get("live_months")
    if months is None or reason.last_seen is None:
        return True
    last = reason.last_seen
    return (on.year - last.year) * 12 + on.month - last.month <= int(months)


def _saying(con: duckdb.DuckDBPyConnection, named: Collection[Naming], on: date) -> Iterator[tuple[str, Naming]]:
    """(reason, where a record that says it names somebody)."""
    reasons = terms(VOCABULARY).terms
    parts = terms(PARTS).terms
    same = [(name, parts[term.extra["reasons_of"]]) for name, term in reasons.items() if "reasons_of" in term.extra]
    yield from said_by(con, named, [*reasons.items(), *same])
    asked = {"mentions": [naming.mention_id for naming in named], "adults": adults_born_until(on).isoformat()}
    young = {mention for mention, is_young in by_ids(con, _BORN, asked).fetchall() if is_young}
    yield from (("child", naming) for naming in named if naming.mention_id in young)


# Whether somebody may be a child on a day by a mention's date of birth: who is not among the adults.
_BORN = f"SELECT mention_id, {LATEST_BIRTH} > $adults FROM person p WHERE mention_id IN $mentions"
