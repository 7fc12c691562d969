"""Counts, numbers, sums of money, degrees, yes and no, and sex."""

from __future__ import annotations

import re

from stronghold.intake.cleaning.cleaned import Cleaned, failure
from stronghold.intake.cleaning.placeholders import is_no_value, nothing

__all__ = ["clean_boolean", "clean_count", "clean_latitude", "clean_longitude", "clean_money", "clean_number", "clean_sex"]

# Digits, with or without commas between thousands, a decimal point, an exponent.
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})?(?:\.[0-9]{0,30})?(?:e[+-]?[0-9]{1,2})?", re.IGNORECASE
).fullmatch
_MONEY = re.compile(r"([+-]?)\s*(?:gbp|)\s*([+-]?)\s*([0-9.,]+)\s*(k|m|p|)\s*(?:gbp|pounds?|)", re.IGNORECASE).fullmatch
_OTHER_CURRENCY = re.compile(r"[$\u20ac\u00a5]|\b(?:eur|euros?|usd|dollars?)\b", re.IGNORECASE)
_SCALES = {"": 1.0, "k": 1_000.0, "m": 1_000_000.0, "p": 0.01}
_DEGREES = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]{0,20})?)\s*\u00b0?\s*([nsew]?)", re.IGNORECASE).fullmatch

_YES = frozenset(["yes", "y", "true", "t", "1", "1.0", "on"])
_NO = frozenset(["no", "n", "false", "f", "0", "0.0", "off"])

# ISO/IEC 5218 codes: 0 not known, 1 male, 2 female, 9 not applicable.
_SEXES = {
    **dict.fromkeys(["male", "m", "man", "boy", "1"], "male"),
    **dict.fromkeys(["female", "f", "woman", "girl", "2", "w"], "female"),
    **dict.fromkeys(
        ["other", "x", "non-binary", "non binary", "nonbinary", "nb", "intersex", "transgender", "trans", "o"], "other"
    ),
}
_NO_SEX = frozenset(["0", "9", "u", "indeterminate", "prefer not to say", "not specified", "i", "n"])


def _number(text: str) -> float | None:
    """The number that a text is, or ``None``; never an infinity."""
    if not _NUMBER(text) or not any(c.isdigit() for c in text.lower().partition("e")[0]):
        return None
    value = float(text.replace(",", ""))
    return value if abs(value) < 1e100 else None


def clean_number(text: str) -> Cleaned:
    """A number with a decimal point, commas between thousands allowed."""
    if is_no_value(text):
        return nothing()
    value = _number(text)
    return failure("not a number") if value is None else Cleaned(value)


def clean_count(text: str) -> Cleaned:
    """A whole number from 0 up, below 10^15."""
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return Cleaned(int(text))
    if is_no_value(text):
        return nothing()
    value = _number(text)
    if value is None:
        return failure("not a number")
    if value < 0 or value != int(value) or value >= 1e15:
        return failure("not a count: a whole number from 0 up is needed")
    return Cleaned(int(value))


def clean_money(text: str) -> Cleaned:
    """A sum in pounds: ``£1,250.50``, ``£5k``, ``50p``; brackets mean less than nothing, as in accounts."""
    if is_no_value(text):
        return nothing()
    if _OTHER_CURRENCY.search(text):
        return failure("not in pounds")
    line = text.replace("\u00a3", "").strip()
    in_brackets = line.startswith("(") and line.endswith(")")
    found = _MONEY(line[1:-1].strip() if in_brackets else line)
    value = _number(found[3]) if found and not (found[1] and found[2]) else None
    if found is None or value is None:
        return failure("not a sum of money")
    if value >= 1e12:
        return failure("not a sum of money: over a million million")
    negative = in_brackets or "-" in (found[1], found[2])
    pounds = round(value * _SCALES[found[4].lower()], 2)
    return Cleaned(-pounds if negative else pounds)


def clean_boolean(text: str) -> Cleaned:
    """Yes or no: ``Y``, ``true``, ``1`` and the like."""
    word = text.lower()
    if word in _YES:
        return Cleaned(True)
    if word in _NO:
        return Cleaned(False)
    return nothing() if is_no_value(text) else failure("not yes or no")


def clean_sex(text: str) -> Cleaned:
    """``male``, ``female`` or ``other``, from words, letters or ISO/IEC 5218 codes."""
    word = text.lower().removesuffix(".0")
    if word in _SEXES:
        return Cleaned(_SEXES[word])
    if word in _NO_SEX or is_no_value(text):
        return nothing()
    return failure("not a sex: male, female or other")


def clean_latitude(text: str) -> Cleaned:
    """Degrees north in WGS 84, from -90 to 90."""
    return _degrees(text, 90.0, "ns")


def clean_longitude(text: str) -> Cleaned:
    """Degrees east in WGS 84, from -180 to 180."""
    return _degrees(text, 180.0, "ew")


def _degrees(text: str, most: float, sides: str) -> Cleaned:
    if is_no_value(text):
        return nothing()
    found = _DEGREES(text)
    value = float(found[1]) if found else _number(text)
    side = found[2].lower() if found else ""
    if value is None or (side and side not in sides):
        return failure(f"not decimal degrees ({sides[0].upper()} or {sides[1].upper()})")
    if side and side == sides[1]:
        value = -value
    if abs(value) > most:
        return failure(f"outside -{most:.0f} to {most:.0f} degrees")
    return Cleaned(value, "0 degrees: often a placeholder" if value == 0 else None)
