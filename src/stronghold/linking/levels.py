"""The shape of a comparison: its levels, and how often each holds among pairs of one person, of strangers, of relatives."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NOTHING", "Comparison", "Level", "Possible", "Probabilities", "level", "where"]

# Among the levels that are possible: that the pair says nothing.
NOTHING = ""


@dataclass(frozen=True)
class Probabilities:
    """How often a level holds: among one person's pairs, among strangers', among relatives'. Each in (0, 1]."""

    m: float
    u: float
    r: float


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison. ``sql`` speaks of ``<column>_l`` and ``<column>_r``; levels are tried in order.

    ``term`` names the column whose value's own share of all records takes the place of ``u`` (a shared rare name says more).
    ``fixed`` levels keep their probabilities in training.
    """

    name: str
    words: str
    sql: str
    start: Probabilities
    term: str | None = None
    fixed: bool = False


@dataclass(frozen=True)
class Possible:
    """What a cheap look tells: no pair for which ``sql`` holds, and none of those before it, weighs more than the heaviest of
    ``levels`` (names, or ``NOTHING``)."""

    sql: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """One piece of evidence. Left out where all of ``needs`` (columns of the prepared fields) are empty in the data.

    ``unknown`` is the SQL condition under which the pair says nothing; ``shows`` are the columns that an explanation prints.
    ``coarse``, in the order in which they are tried, bounds what is dear to tell exactly; the last has ``ELSE``.
    """

    name: str
    label: str
    needs: tuple[str, ...]
    unknown: str
    levels: tuple[Level, ...]
    shows: tuple[str, ...]
    coarse: tuple[Possible, ...] = ()


def level(
    name: str, words: str, sql: str, m: float, u: float, r: float, *, term: str | None = None, fixed: bool = False
) -> Level:
    """A level that starts from ``m``, ``u`` and ``r``."""
    return Level(name, words, sql, Probabilities(m, u, r), term, fixed)


def where(cheap: str, dear: str) -> str:
    """SQL: both hold. ``dear`` is worked out only for pairs of which ``cheap`` holds: AND would work out both for all."""
    return f"(CASE WHEN {cheap} THEN {dear} ELSE false END)"
