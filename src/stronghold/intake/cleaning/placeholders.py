"""Words that people type where there is no value."""

from __future__ import annotations

from stronghold.intake.cleaning.cleaned import Cleaned

__all__ = ["MACHINE_MARKS", "NO_VALUE", "as_cleaned", "is_blank_mark", "is_no_value", "nothing"]


def _lines(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.replace("\n", ",").split(",") if part.strip())


# Marks that never carry a meaning of their own, in any column.
_BLANK_MARKS = _lines(
    """n/a, n.a., n.a, n\\a, #n/a, <na>, null, (null), <null>, nil, (blank), blank, not applicable, tbc, tba, tbd, xxx
    -, --, ---, ., .., ..., ?, ??, ???, /, *, _, #"""
)

# Words that say "we do not know" of a person, an address or a number, but may be an answer in a column of free words.
NO_VALUE = _BLANK_MARKS | _lines(
    """na, unknown, unk, u/k, not known, nk, n/k, none, none known, none given, none recorded, missing, withheld, empty
    refused, refused to give, refused to say, declined, not stated, not given, not provided, not recorded, not disclosed
    not available, not specified, not supplied, not obtained, unspecified, undisclosed, unavailable, to be confirmed
    no details, no information"""
)

# What programs write for an empty cell, in just this spelling: Nan and Nat are people's names.
MACHINE_MARKS = frozenset({"NaN", "NaT"})

_LONGEST = max(map(len, NO_VALUE))


def is_blank_mark(text: str) -> bool:
    """Whether the text is only a mark for an empty cell, as ``n/a`` or ``-``; ``none`` and ``unknown`` may be answers."""
    return len(text) <= _LONGEST and (text.lower() in _BLANK_MARKS or text in MACHINE_MARKS)


def is_no_value(text: str) -> bool:
    """Whether the text says that there is no value, as ``unknown``, ``refused`` or ``n/a``."""
    return len(text) <= _LONGEST and (text.lower() in NO_VALUE or text in MACHINE_MARKS)


def as_cleaned(value: str) -> Cleaned:
    """A clean value, or no value where nothing is left or what is left says so (``(unknown)`` comes down to ``unknown``)."""
    return Cleaned(None if not value or is_no_value(value) else value)


def nothing(note: str | None = None) -> Cleaned:
    """No value, and that is not a failure."""
    return Cleaned(None, note)
