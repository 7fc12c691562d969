"""What stands where a name should and is none: a number, a date, a postcode, an e-mail address."""

from __future__ import annotations

import re
from datetime import date

from stronghold.intake.cleaning.dates import DateRead, read_date
from stronghold.intake.cleaning.folding import to_ascii
from stronghold.intake.cleaning.postcodes import POSTCODE

__all__ = ["is_number", "other_than_a_name"]

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}", re.IGNORECASE).fullmatch
_DIGIT = re.compile(r"\d").search
_LETTER = re.compile(r"[^\W\d_]").search
# Only whether it is a date is asked, so that the century of a short year does not matter.
_LATEST = date(2100, 1, 1)


def is_number(word: str) -> bool:
    """Whether a word has a figure and no letter: ``07700``, ``07700-900123``."""
    return bool(_DIGIT(word)) and not _LETTER(word)


def other_than_a_name(text: str) -> str | None:
    """Why the text cannot be a name, or ``None`` where it may be one."""
    if "@" in text and _EMAIL(text.strip()):
        return "an e-mail address, not a name"
    if not _DIGIT(text):
        return None
    stripped = to_ascii(text).strip()
    if not stripped.isdigit() and _is_day(stripped):
        return "a date, not a name"
    if is_number(stripped):
        return "a number, not a name"
    return "a postcode, not a name" if POSTCODE.fullmatch(stripped) else None


def _is_day(text: str) -> bool:
    found = (read_date(text, order, _LATEST) for order in ("day first", "month first"))
    return any(isinstance(one, DateRead) and one.precision == "day" for one in found)
