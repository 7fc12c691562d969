"""Addresses: one part in a cell, or a whole address in one cell.

The clean form is for comparison: lower case, ASCII, kinds of street in full (``High St`` is ``high street``, ``St Giles`` stays).
A whole address is split by what the text says: the postcode wherever it stands, then commas, then the number and the kind of
street. What fits no part is left out and noted; nothing is looked up, so that the same text always gives the same parts.
"""

from __future__ import annotations

import re

from stronghold.intake.cleaning.cleaned import Cleaned
from stronghold.intake.cleaning.folding import to_ascii, words_of
from stronghold.intake.cleaning.placeholders import as_cleaned, is_no_value, nothing
from stronghold.intake.cleaning.street_words import DIRECTIONS, STREET_TYPES, TYPE_WORDS

__all__ = ["clean_flat", "clean_house", "clean_street", "flat_of", "house_of", "is_homeless", "is_house_number", "street_of"]

_NUMBER = r"0*([1-9][0-9]{0,4})\s?([a-z]?)"
_HOUSE = re.compile(rf"(?:no\.?\s*|number\s+|#\s*)?{_NUMBER}(?:\s*([-/&]|to|and)\s*{_NUMBER})?(?:\.0)?").fullmatch
_FLAT_WORD = r"(flat|flt|fl|apartment|apt|appt|unit|room|rm|studio|bedsit|maisonette|suite|plot|caravan|pitch|berth)"
_FLAT = re.compile(rf"{_FLAT_WORD}\b[\s.:]*(?:no\b\.?|number\b|#)?\s*(.*)").fullmatch
_FLAT_FORMS = {"flt": "flat", "fl": "flat", "apartment": "flat", "apt": "flat", "appt": "flat", "rm": "room"}
_FLOOR = re.compile(
    r"(?:the\s+)?(ground|gnd|lower ground|upper ground|first|1st|second|2nd|third|3rd|fourth|4th|top|basement|garden)"
    r"(?:\s*(?:floor|flr))?(?:\s+(?:flat|apartment|maisonette))?"
).fullmatch
_FLOOR_FORMS = {"gnd": "ground", "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}
_FLOOR_SHORT = {"gff": "ground floor", "fff": "first floor", "sff": "second floor", "tff": "top floor"}
_HOMELESS = frozenset(
    ["nfa", "n.f.a", "n.f.a.", "no fixed abode", "no fixed address", "homeless", "of no fixed abode", "rough sleeper"]
)
_ENDS = re.compile(r"^[^a-z0-9#]+|[^a-z0-9]+$")
_NO_HOME = "no fixed abode"


def is_homeless(text: str) -> bool:
    """Whether the text says that a person has no address."""
    return len(text) < 20 and text.lower() in _HOMELESS


def _one_line(text: str) -> str:
    return _ENDS.sub("", " ".join(to_ascii(text).lower().replace("'", "").replace("`", "").split()))


def _finished(value: str) -> Cleaned:
    return nothing(_NO_HOME) if is_homeless(value) else as_cleaned(value)


def house_of(line: str) -> str:
    """A house number (``12a``, ``12-14``) or name in its clean form, of a lower-case ASCII line; empty where nothing is left."""
    if line.isdigit() and line[0] != "0" and len(line) < 6:
        return line
    found = _HOUSE(line) or _HOUSE(words_of(line))
    if not found:
        return words_of(line)
    first, letter, between, last, last_letter = found.groups()
    if not between:
        return first + letter
    return f"{first}{letter}{'/' if between == '/' else '-'}{last}{last_letter}"


def is_house_number(line: str) -> bool:
    """Whether a lower-case line is a house number and nothing else."""
    return _HOUSE(line) is not None


def flat_of(line: str) -> str | None:
    """The flat that a lower-case ASCII line names: ``flat 3`` is ``3``, ``unit 3`` is ``unit 3``; else ``None``."""
    if line in _FLOOR_SHORT:
        return _FLOOR_SHORT[line]
    if floor := _FLOOR(line):
        word = _FLOOR_FORMS.get(floor[1], floor[1])
        return word if word in ("basement", "garden") else f"{word} floor"
    if not (found := _FLAT(line)):
        return None
    kind = _FLAT_FORMS.get(found[1], found[1])
    rest = _ENDS.sub("", found[2])
    inner = flat_of(rest)
    number = house_of(rest) if inner is None else inner
    return number if kind == "flat" else f"{kind} {number}".strip()


def street_of(line: str) -> str:
    """The clean name of a street: apostrophes and stops dropped, the kind in full where it ends the name."""
    words = words_of(line).split()
    end = len(words) - 1
    if end > 1 and words[end] in DIRECTIONS:
        end -= 1
    if end > 0:
        words[end] = STREET_TYPES.get(words[end], words[end])
    return " ".join(words)


def is_street(line: str) -> bool:
    """Whether a clean street name ends in a kind of street, a direction aside."""
    words = line.split()
    return len(words) > 1 and (words[-1] in TYPE_WORDS or (words[-1] in DIRECTIONS and words[-2] in TYPE_WORDS))


def clean_house(text: str) -> Cleaned:
    """A house number or name: ``No. 12 A`` is ``12a``, ``12 - 14`` is ``12-14``, ``Rose Cottage`` is ``rose cottage``."""
    if text.isascii() and text.isdigit() and text[0] != "0" and len(text) < 6:
        return Cleaned(text)
    if is_no_value(text):
        return nothing()
    if is_homeless(text):
        return nothing(_NO_HOME)
    return _finished(house_of(_one_line(text)))


def clean_flat(text: str) -> Cleaned:
    """A flat, room or unit: ``Flat 3`` and ``3`` are ``3``; ``Unit 3`` is ``unit 3``; ``GFF`` is ``ground floor``."""
    if is_no_value(text):
        return nothing()
    line = _one_line(text)
    flat = flat_of(line)
    if flat is None:
        flat = house_of(line)
    return _finished(flat) if flat else nothing("a flat without a number")


def clean_street(text: str) -> Cleaned:
    """A street, with the kind in full: ``Queen's Rd.`` is ``queens road``, ``St Giles`` is ``st giles``."""
    if is_no_value(text):
        return nothing()
    if is_homeless(text):
        return nothing(_NO_HOME)
    return _finished(street_of(text))
