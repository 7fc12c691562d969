"""Telephone numbers in international form (E.164).

Clear British numbers are read by their form alone, the rest by the library ``phonenumbers``. Numbers that Ofcom keeps for drama
(07700 900xxx, 01632 960xxx) are numbers like any other here: invented towns use them.
"""

from __future__ import annotations

import re

import phonenumbers

from stronghold.intake.cleaning.cleaned import Cleaned, Cleaner, CleaningContext, failure
from stronghold.intake.cleaning.folding import to_ascii
from stronghold.intake.cleaning.placeholders import is_no_value, nothing

__all__ = ["phone_cleaner"]

_SEPARATORS = str.maketrans("", "", " -.()/\u00a0\t")
_BRITISH = re.compile(r"(?:\+44|0044|0)(?:\(?0\)?)?([1237][0-9]{9}|8[0-9]{9}|800[0-9]{6,7}|1[0-9]{8})").fullmatch
_WITHOUT_ZERO = re.compile(r"(?:44)?(7[1-9][0-9]{8}|[12][0-9]{9})").fullmatch
_FALSE = frozenset(
    ["7000000000", "1234567890", "1234567891", "7123456789", "1234567899", "7012345678", "123456789", "1234567", "7111111111"]
)
# Emergency, operator and directory services, and the five-digit numbers of text services.
_SHORT = re.compile(r"999|1[0-9]{2}|116[0-9]{3}|118[0-9]{3}|[6-8][0-9]{4}").fullmatch
_HIDDEN = re.compile(
    r"(?:number )?withheld|private(?: number)?|anonymous|blocked|hidden|no caller id|unknown number|ex[- ]directory|payphone",
    re.IGNORECASE,
).fullmatch
_EXTENSION = re.compile(r"[\s,;]*(?:extension|extn|ext|x|#)[\s.:]*([0-9]{1,7})\s*$", re.IGNORECASE)
_SECOND = re.compile(r"\s*(?:[/;,&|\n]|\bor\b|\band\b)\s*(?=[+(]?[0-9][0-9 ()-]{5,})", re.IGNORECASE)
_WORDS_IN_BRACKETS = re.compile(r"\([^0-9()]*\)")
_AROUND = re.compile(r"^[^0-9+(]+|[^0-9)]+$")
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?e\+?[0-9]+", re.IGNORECASE).fullmatch
_ALIKE = str.maketrans("OoIil", "00111")


def phone_cleaner(context: CleaningContext) -> Cleaner:
    """A cleaner of numbers dialled from ``context.country``."""
    region = context.country.upper()
    british = region == "GB"

    def clean(text: str) -> Cleaned:
        if british and (found := _BRITISH(text.translate(_SEPARATORS))):
            return _checked(found[1])
        return _clean(text, region)

    return clean


def _checked(national: str, note: str | None = None) -> Cleaned:
    """The British number of these national digits, unless it is one that people type where there is none."""
    if national in _FALSE or len(set(national)) == 1:
        return nothing(f"0{national} is a placeholder, not a number in use")
    return Cleaned(f"+44{national}", note)


def _clean(text: str, region: str) -> Cleaned:
    if _HIDDEN(text):
        return nothing(f"the number was not given: {text.lower()}")
    if is_no_value(text):
        return nothing()
    if _ROUNDED(text):
        return failure("a number rounded by a spreadsheet: its last digits are lost")
    notes: list[str] = []
    line = _WORDS_IN_BRACKETS.sub(" ", to_ascii(text)).strip()
    if second := _SECOND.search(line):
        notes.append(f"more than one number: left out {line[second.end() :]}")
        line = line[: second.start()]
    if extension := _EXTENSION.search(line):
        notes.append(f"extension {extension[1]} left out")
        line = line[: extension.start()]
    if line.endswith(".0"):
        line = line[:-2]
    found = _plain(line, region)
    if found is None:
        found = _by_library(line, region)
    notes += [found.note] if found.note else []
    return found._replace(note="; ".join(notes) or None)


def _plain(line: str, region: str) -> Cleaned | None:
    """The numbers that need no library: short codes, and British ones with a slip that has one reading."""
    digits = line.translate(_SEPARATORS)
    if _SHORT(digits):
        return Cleaned(digits, "a short code")
    if digits.isdigit() and len(digits) > 3 and len(set(digits)) == 1:
        return nothing(f"{digits} is a placeholder, not a number in use")
    if region != "GB":
        return None
    if digits.lstrip("0+") in _FALSE:
        return nothing(f"{digits} is a placeholder, not a number in use")
    if found := _BRITISH(digits):
        return _checked(found[1])
    if found := _WITHOUT_ZERO(digits):
        return _checked(found[1], None if digits.startswith("44") else "leading 0 restored")
    core = _AROUND.sub("", line).translate(_SEPARATORS)
    if found := _BRITISH(core):
        return _checked(found[1])
    if (found := _BRITISH(digits.translate(_ALIKE))) and sum(c.isdigit() for c in digits) >= 7:
        return _checked(found[1], "letters O and I read as digits")
    return None


def _by_library(line: str, region: str) -> Cleaned:
    try:
        number = phonenumbers.parse(line, region)
    except phonenumbers.NumberParseException:
        return failure("not a telephone number")
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return failure("a local number without its area code")
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        return failure("not a possible telephone number")
    national = str(number.national_number)
    if number.country_code == 44 and national.startswith("7") and len(national) != 10:
        return failure("a British mobile number has eleven digits")
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(set(national)) == 1:
        return nothing(f"{value} is a placeholder, not a number in use")
    return Cleaned(value, None if phonenumbers.is_valid_number(number) else "not a range of numbers in use")
