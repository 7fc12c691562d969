"""Registration marks of vehicles: capitals and digits without blanks.

British formats: current (AB12 CDE, since 2001), prefix (A123 BCD, 1983 to 2001, and Q), suffix (ABC 123D, 1963 to 1983), dateless
(before 1963), Northern Irish (dateless with an I or Z), diplomatic (123 D 456).
"""

from __future__ import annotations

import re
from itertools import product

from stronghold.intake.cleaning.cleaned import Cleaned, Cleaner, CleaningContext, failure
from stronghold.intake.cleaning.folding import to_ascii
from stronghold.intake.cleaning.placeholders import is_no_value, nothing

__all__ = ["registration_cleaner"]

_CURRENT = r"[A-HJ-PR-Y]{2}[0-9]{2}[A-HJ-PR-Z]{3}"
_PREFIX = r"[A-HJ-NP-TV-Y][1-9][0-9]{0,2}[A-Z]{3}"
_SUFFIX = r"[A-Z]{3}[1-9][0-9]{0,2}[A-HJ-NPR-TV-Y]"
_DATELESS = (
    r"[A-HJ-PR-Y]{1,2}[1-9][0-9]{0,3}|[A-HJ-PR-Y]{3}[1-9][0-9]{0,2}|[1-9][0-9]{0,3}[A-HJ-PR-Y]{1,2}|[1-9][0-9]{0,2}[A-HJ-PR-Y]{3}"
)
_NORTHERN_IRISH = r"(?:[A-Z]I[A-Z]|[A-Z]{2}Z|[A-Z]Z|I[A-Z])[1-9][0-9]{0,3}|[1-9][0-9]{0,3}(?:[A-Z]I[A-Z]|[A-Z]{2}Z|[A-Z]Z|I[A-Z])"
_DIPLOMATIC = r"[0-9]{3}[DX][0-9]{3}"
_FORMAT = re.compile("|".join([_CURRENT, _PREFIX, _SUFFIX, _DATELESS, _NORTHERN_IRISH, _DIPLOMATIC])).fullmatch
# Readings of a mistyped mark: only the formats whose positions are fixed enough for one reading.
_DATED = re.compile("|".join([_CURRENT, _PREFIX, _SUFFIX])).fullmatch
_NOT_MARK = re.compile(r"[^A-Z0-9]+")
_ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}
_LONGEST = 12
_PLACEHOLDERS = frozenset(["NOREG", "NOPLATES", "NOVRM", "FOREIGN", "NOTSEEN", "NONESEEN", "UNREGISTERED", "NOPLATE"])


def registration_cleaner(context: CleaningContext) -> Cleaner:
    """A cleaner of registration marks; for a country other than ``GB`` any mark is kept as it is, in capitals."""
    british = context.country.upper() == "GB"

    def clean(text: str) -> Cleaned:
        mark = text.upper().replace(" ", "")
        if british and _FORMAT(mark):
            return Cleaned(mark)
        return _clean(text, british=british)

    return clean


def _clean(text: str, *, british: bool) -> Cleaned:
    if is_no_value(text):
        return nothing()
    if "?" in text or "*" in text:
        return failure("only a part of a registration")
    mark = _NOT_MARK.sub("", to_ascii(text).upper())
    if mark in _PLACEHOLDERS or not mark:
        return nothing("no registration" if mark else None)
    if british and _FORMAT(mark):
        return Cleaned(mark)
    if not 2 <= len(mark) <= _LONGEST:
        return failure(f"not a registration: it needs two to {_LONGEST} letters and digits")
    readings = _readings(mark) if british else set()
    if len(readings) == 1:
        (reading,) = readings
        return Cleaned(reading, f"'{mark}' read as '{reading}'")
    if not any(c.isdigit() for c in mark):
        return failure("not a registration: no digit")
    if not british:
        return Cleaned(mark)
    return Cleaned(mark, f"could be {' or '.join(sorted(readings)[:3])}" if readings else "not a British format: kept as it is")


def _readings(mark: str) -> set[str]:
    """The dated British marks that this one may be, with O for 0 and I for 1 or the other way."""
    if not 5 <= len(mark) <= 7:
        return set()
    return {reading for characters in product(*(_ALIKE.get(c, c) for c in mark)) if _DATED(reading := "".join(characters))}
