"""Numbers that stand for one person or thing: National Insurance, NHS, e-mail address, any other identifier."""

from __future__ import annotations

import re
import unicodedata

from stronghold.intake.cleaning.cleaned import Cleaned, failure
from stronghold.intake.cleaning.folding import to_ascii
from stronghold.intake.cleaning.placeholders import as_cleaned, is_no_value, nothing

__all__ = ["clean_email", "clean_identifier", "clean_nhs_number", "clean_nino"]

# HM Revenue & Customs, National Insurance Manual NIM39110: letters and prefixes that are not used.
_NINO = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([0-9]{6})[A-D]?").fullmatch
_NOT_CODE = re.compile(r"[^A-Z0-9]+")
_TO_DIGITS = str.maketrans("OIL", "011")
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+").fullmatch
_FLOAT = re.compile(r"([0-9]+)\.0").fullmatch
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}").fullmatch
_EMAIL_PARTS = re.compile(r"[\s,;<>()\[\]\"]+")
_NO_EMAIL = frozenset(
    re.findall(r"\S+", "none no noemail no.email no-email na unknown nomail notgiven not.given notknown refused nil null test")
)
_LOST = "a number rounded by a spreadsheet: its last digits are lost"


def clean_identifier(text: str) -> Cleaned:
    """Any code: capitals, no blanks; a whole number that a spreadsheet wrote with ``.0`` loses it."""
    if is_no_value(text):
        return nothing()
    code = _BLANKS.sub("", unicodedata.normalize("NFKC", text).upper())
    if number := _FLOAT(code):
        code = number[1]
    note = "perhaps a number rounded by a spreadsheet" if "." in code and _ROUNDED(code) else None
    return as_cleaned(unicodedata.normalize("NFKC", code))._replace(note=note)


def clean_nino(text: str) -> Cleaned:
    """A National Insurance number, ``AB123456C``; the last letter may be missing (noted)."""
    if is_no_value(text):
        return nothing()
    code = _NOT_CODE.sub("", to_ascii(text).upper())
    found, note = _NINO(code), None
    if not found and 8 <= len(code) <= 9:
        middle = code[2:8].translate(_TO_DIGITS)
        found = _NINO(f"{code[:2]}{middle}{code[8:]}")
        if found:
            note = f"'{code}' read as '{found[0]}'"
    if not found:
        return failure("not a National Insurance number: two letters, six digits, a letter from A to D")
    if found[1] == "123456" or len(set(found[1])) == 1:
        return nothing(f"{found[0]} is an example or a placeholder")
    if len(found[0]) == 8:
        note = f"{note}; the last letter is missing" if note else "the last letter is missing"
    return Cleaned(found[0], note)


def clean_nhs_number(text: str) -> Cleaned:
    """An NHS number (or Scottish CHI number): ten digits, the last a check by modulo 11 (NHS Data Dictionary, NHS NUMBER)."""
    if is_no_value(text):
        return nothing()
    if _ROUNDED(text):
        return failure(_LOST)
    line = to_ascii(text)
    number = _FLOAT(line)
    digits = "".join(c for c in (number[1] if number else line) if c not in " -./")
    note = None
    if digits.isdigit() and len(digits) == 9:
        digits, note = f"0{digits}", "leading 0 restored"
    if not digits.isdigit() or len(digits) != 10:
        return failure("not an NHS number: it has ten digits")
    if len(set(digits)) == 1:
        return nothing(f"{digits} is a placeholder")
    remainder = sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    if (11 - remainder) % 11 != int(digits[9]):
        return failure("not an NHS number: its check digit is wrong")
    return Cleaned(digits, note)


def clean_email(text: str) -> Cleaned:
    """An e-mail address in lower case; of several the first, the others noted."""
    if is_no_value(text):
        return nothing()
    parts = [p for part in _EMAIL_PARTS.split(text.lower()) if (p := part.removeprefix("mailto:").strip(".:'"))]
    found = [part for part in parts if _EMAIL(part)]
    if not found:
        return failure("not an e-mail address")
    if found[0].partition("@")[0] in _NO_EMAIL:
        return nothing(f"{found[0]} is a placeholder")
    return Cleaned(found[0], f"more than one address: left out {', '.join(found[1:])}" if found[1:] else None)
