"""Columns that are called a name: how many of their cells hold names, and what the others hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from stronghold.intake.proposal.profile import Profile

__all__ = ["LEAST_NAMES", "NAME_TYPES", "Held", "held_by"]

NAME_TYPES = frozenset({"forename", "surname", "full_name", "alias"})
LEAST_NAMES = 0.3
"""The least share of cells that must hold names, before a column that is called a name is read as one. Ours: the share that
other checked types need too."""
_TOLD_FROM = 0.05

_NAMES, _NUMBERS = "names", "numbers"
_WORDS = {
    "email": "e-mail addresses",
    "nino": "National Insurance numbers",
    "postcode": "postcodes",
    "vehicle_registration": "vehicle registrations",
    "phone": "phone numbers",
    "datetime": "dates",
}


@dataclass(frozen=True)
class Held:
    """Of the cells that say anything, how many hold names, and how many hold what else (in words)."""

    names: int
    others: Counter[str]

    @property
    def told(self) -> int:
        return self.names + self.others.total()

    @property
    def are_names(self) -> bool:
        """Whether enough of the cells hold names, or none says anything against it."""
        return self.names >= LEAST_NAMES * self.told

    def mixture(self) -> str:
        """What is to be said of a column of names in which other things stand too; empty where these are few."""
        if self.others.total() < _TOLD_FROM * self.told or not self.others:
            return ""
        return f", but {self._count()}, which are not used; the names are"

    def instead(self) -> str:
        """What a column that holds no names seems to hold."""
        return f"{self._count()}. It is used neither as a name nor as anything else unless a mapping says what it is"

    def _count(self) -> str:
        most = max(self.others, key=lambda what: self.others[what])
        what = most if len(self.others) == 1 else f"something else, mostly {most}"
        return f"{self.others.total():,} of {self.told:,} cells seem to hold {what}"


def held_by(profile: Profile, name_type: str) -> Held:
    """What the cells of a column hold that is called a name of the type ``name_type``."""
    found: Counter[str] = Counter()
    for value, cells in profile.counts.items():
        if what := _held(profile, value, name_type):
            found[what] += cells
    return Held(found.pop(_NAMES, 0), found)


def _held(profile: Profile, value: str, name_type: str) -> str | None:
    """What one cell holds; ``None`` where it says nothing."""
    read = profile.clean(value, name_type)
    if any(c.isdigit() or c == "@" for c in value):
        telling = profile.telling_type(value)
        if telling or read.failed:
            return _WORDS[telling] if telling else _NUMBERS
    return _NAMES if read.value is not None else None
