"""Who is protected now: live reasons in the picture, and confirmations, less overrides; computed when it is read, by one function.

Every record counts, also one that the reader may not see: what may be *shown* of a reason is for the caller to work out from visible
records (:meth:`.reasons.Told.reasons` with classes). Somebody with no live reason whom nobody has checked is *unchecked*: no record says
that they are safe.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import duckdb

from stronghold.concern.childhood import today_here
from stronghold.concern.reasons import Reason, Told, told_of

__all__ = ["STANDS", "Check", "Outcome", "Protection", "protected_by", "protected_now", "still_live"]

STANDS = 183
"""For how many days a check that found no reason stands. Ours, to be confirmed by each partnership: people's lives change."""


class Outcome(StrEnum):
    """What a person who checked somebody found."""

    PROTECTED = "protected"
    NO_REASON = "no reason found"


@dataclass(frozen=True)
class Check:
    """One person's check of another: ``number`` of the check, ``on`` which day. ``looked_at``: keys of the records whose reasons the
    checker saw, and found to be none today; a reason that any other record gives stays live."""

    entity_id: str
    outcome: Outcome
    number: int
    on: date
    looked_at: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Protection:
    """Of the people asked about: ``reasons`` that are live and that no check has looked at; those whom a check ``confirmed``; those whose
    every reason was looked at and found to be none (``overridden``); and those with neither reason nor check (``unchecked``). ``cleared``:
    by person the latest check that found no reason and still stands, whatever reasons there are."""

    reasons: Mapping[str, tuple[Reason, ...]]
    confirmed: Mapping[str, Check]
    overridden: Mapping[str, Check]
    unchecked: frozenset[str]
    cleared: Mapping[str, Check]

    @property
    def protected(self) -> frozenset[str]:
        """Whoever is never a candidate of a plan."""
        return frozenset(self.reasons) | frozenset(self.confirmed)


def protected_now(
    con: duckdb.DuckDBPyConnection, people: Collection[str], *, checks: Iterable[Check] = (), on: date | None = None
) -> Protection:
    """:func:`protected_by` what the picture's records say of ``people`` (entity ids) on the day ``on`` (today in the United Kingdom)."""
    return protected_by(told_of(con, people, on=on or today_here()), people, checks)


def protected_by(told: Told, people: Collection[str], checks: Iterable[Check]) -> Protection:
    """Who of ``people`` (entity ids) is protected on the day of what was ``told`` of them, by every record and these ``checks``.

    A confirmation stands until it is undone. A check that found no reason stands for :data:`STANDS` days, and for no reason but those
    that it looked at.
    """
    by_person = _by_person(checks)
    found = told.reasons()
    confirmed, cleared = {}, {}
    for who in sorted(set(people)):
        for check in by_person[who]:
            if check.outcome is Outcome.PROTECTED:
                confirmed[who] = check
            elif (told.on - check.on).days <= STANDS:
                cleared[who] = check
    live = _live(found, by_person, told.on)
    return Protection(
        reasons=live,
        confirmed=confirmed,
        overridden={who: cleared[who] for who in found if who not in live and who in cleared},
        unchecked=frozenset(set(people) - set(live) - set(confirmed) - set(cleared)),
        cleared=cleared,
    )


def live_among(reasons: Mapping[str, tuple[Reason, ...]], checks: Iterable[Check], on: date) -> dict[str, tuple[Reason, ...]]:
    """Of each person's ``reasons`` those that are :func:`still_live` on the day ``on``; people with none are left out."""
    return _live(reasons, _by_person(checks), on)


def _by_person(checks: Iterable[Check]) -> dict[str, list[Check]]:
    found: dict[str, list[Check]] = defaultdict(list)
    for check in sorted(checks, key=lambda each: each.number):
        found[check.entity_id].append(check)
    return found


def _live(
    reasons: Mapping[str, tuple[Reason, ...]], by_person: Mapping[str, list[Check]], on: date
) -> dict[str, tuple[Reason, ...]]:
    return {who: left for who, own in reasons.items() if (left := still_live(own, by_person.get(who, ()), on))}


def still_live(reasons: Iterable[Reason], checks: Iterable[Check], on: date) -> tuple[Reason, ...]:
    """Of one person's ``reasons`` those that some record gives which no check of that person, standing on the day ``on``, has looked at."""
    standing = [check for check in checks if check.outcome is Outcome.NO_REASON and (on - check.on).days <= STANDS]
    looked_at = frozenset[str]().union(*(check.looked_at for check in standing))
    return tuple(reason for reason in reasons if not looked_at.issuperset(reason.records))
