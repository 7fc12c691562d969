"""A whole address in one cell becomes flat, house, street, town and postcode."""

from __future__ import annotations

import re

from stronghold.intake.cleaning.addresses import flat_of, house_of, is_homeless, is_house_number, is_street, street_of
from stronghold.intake.cleaning.cleaned import Cleaned
from stronghold.intake.cleaning.folding import to_ascii, words_of
from stronghold.intake.cleaning.placeholders import is_no_value, nothing
from stronghold.intake.cleaning.postcodes import POSTCODE, read_postcode
from stronghold.intake.cleaning.street_words import COUNTIES, COUNTRIES, DIRECTIONS, STREET_TYPES, TYPE_WORDS

__all__ = ["COLUMNS", "clean_address_line"]

COLUMNS = ("flat", "house", "street", "town", "postcode")

_FLAT_START = re.compile(
    r"((?:flat|flt|apartment|apt|unit|room|rm|studio|bedsit|suite|plot|caravan|pitch)\b[\s.:]*(?:no\b\.?|#)?\s*"
    r"(?:[a-z]?[0-9]+[a-z]?(?:/[0-9]+)?|[a-z])\b"
    r"|(?:ground|first|second|third|top|basement|1st|2nd|3rd)(?: floor)? (?:flat|maisonette)\b)[\s,-]*(.*)"
).fullmatch
_NUMBER_START = re.compile(
    r"((?:no\.?\s*|number\s+)?[0-9]{1,5}(?:\s?[a-z](?![a-z0-9']))?(?:\s*[-/&]\s*[0-9]{1,5}(?:\s?[a-z](?![a-z0-9']))?)?)[\s,]+(\S.*)"
).fullmatch
_PARTS = re.compile(r"[,;\n\r\t|]+")


def clean_address_line(text: str) -> Cleaned:
    """A whole address; the value is a ``dict`` with those of :data:`COLUMNS` that the text gives."""
    if is_no_value(text):
        return nothing()
    if is_homeless(text):
        return nothing("no fixed abode")
    folded = to_ascii(text).lower().replace("'", "").replace("`", "")
    parts = [line for part in _PARTS.split(folded) if (line := " ".join(part.split()).strip(" .-"))]
    value: dict[str, str] = {}
    notes: list[str] = []
    if any(is_homeless(part) for part in parts):
        notes.append("no fixed abode")
        parts = [part for part in parts if not is_homeless(part)]
    parts = _take_postcode(parts, value, notes)
    while parts and words_of(parts[-1]) in COUNTRIES:
        parts.pop()
    parts = _take_premises(parts, value, notes)
    _take_town(parts, value, notes)
    ordered = {
        column: part for column in COLUMNS if (part := value.get(column)) and not is_no_value(part) and not is_homeless(part)
    }
    return Cleaned(ordered, "; ".join(notes) or None) if ordered else nothing("; ".join(notes) or None)


def _take_postcode(parts: list[str], value: dict[str, str], notes: list[str]) -> list[str]:
    """The parts without the postcode: the last that stands anywhere, else a mistyped one that is a part or ends the line."""
    for i in range(len(parts) - 1, -1, -1):
        if found := list(POSTCODE.finditer(parts[i])):
            last = found[-1]
            value["postcode"] = f"{last[1]} {last[2]}".upper()
            rest = " ".join(f"{parts[i][: last.start()]} {parts[i][last.end() :]}".split()).strip(" .-")
            return parts[:i] + ([rest] if rest else []) + parts[i + 1 :]
    for i in range(len(parts) - 1, -1, -1):
        words = parts[i].split()
        for size in (2, 1):
            tail = "".join(words[-size:])
            whole = len(words) == size
            if (whole or (i == len(parts) - 1 and len(words) > size)) and any(c.isdigit() for c in tail):
                read = read_postcode(tail.upper())
                if not isinstance(read, str) and read[1]:
                    value["postcode"] = read[0]
                    notes.append(read[1])
                    return parts[:i] + ([] if whole else [" ".join(words[:-size])]) + parts[i + 1 :]
    return parts


def _take_premises(parts: list[str], value: dict[str, str], notes: list[str]) -> list[str]:
    """The parts after flat, house and street."""
    rest = list(parts)
    if rest and (found := _FLAT_START(rest[0])):
        value["flat"] = flat_of(found[1]) or ""
        rest = ([found[2]] if found[2] else []) + rest[1:]
    elif len(rest) > 1 and (flat := flat_of(rest[0])):
        value["flat"] = flat
        rest = rest[1:]
    if "flat" not in value and len(rest) > 1 and is_house_number(rest[0]) and _NUMBER_START(rest[1]):
        value["flat"] = house_of(rest[0])
        rest = rest[1:]
    at = next(
        (i for i, part in enumerate(rest[:3]) if _NUMBER_START(part) or (is_house_number(part) and i + 1 < len(rest))), None
    )
    if at is not None:
        if at:
            notes.append(f"left out: {', '.join(rest[:at])}")
        if numbered := _NUMBER_START(rest[at]):
            value["house"] = house_of(numbered[1].strip())
            rest = [numbered[2], *rest[at + 1 :]]
        else:
            value["house"] = house_of(rest[at])
            rest = rest[at + 1 :]
        street, town = _street_and_rest(rest[0])
        value["street"] = street
        return ([town] if town else []) + rest[1:]
    return _without_number(rest, value)


def _without_number(rest: list[str], value: dict[str, str]) -> list[str]:
    """Flat or house name and street where no number stands: the street is the last of the first three that ends in a kind."""
    if not rest:
        return rest
    streets = [i for i, part in enumerate(rest[:3]) if is_street(street_of(part))]
    if not streets:
        if is_house_number(rest[0]):
            value["house"] = house_of(rest[0])
            return rest[1:]
        street, town = _street_and_rest(rest[0])
        if town:
            value["street"] = street
            return [town, *rest[1:]]
        if len(rest) > 1 and (value.get("flat") or len(rest) > 2):
            value["house"] = house_of(rest[0])
            return rest[1:]
        return rest
    at = streets[-1]
    if at:
        value["house"] = " ".join(house_of(part) for part in rest[:at])
    value["street"] = street_of(rest[at])
    return rest[at + 1 :]


def _street_and_rest(line: str) -> tuple[str, str]:
    """A street and what follows it in a line without commas: "high street oxford" is cut after the kind of street.

    ``st`` inside a line is a saint where another kind of street comes later ("bury st edmunds road").
    """
    words = words_of(line).split()
    kinds = [i for i, word in enumerate(words) if i and (word in TYPE_WORDS or STREET_TYPES.get(word) in TYPE_WORDS)]
    strong = [i for i in kinds if words[i] != "st"]
    kinds = [i for i in kinds if words[i] != "st" or not any(s > i + 1 for s in strong)]
    if not kinds:
        return street_of(line), ""
    end = kinds[0]
    while end + 1 in kinds:
        end += 1
    if end + 2 == len(words) and words[end + 1] in DIRECTIONS:
        end += 1
    return street_of(" ".join(words[: end + 1])), " ".join(words[end + 1 :])


def _take_town(parts: list[str], value: dict[str, str], notes: list[str]) -> None:
    """The last part that is no county is the town; parts before it are left out and noted."""
    places = [words for part in parts if (words := words_of(part))]
    while len(places) > 1 and places[-1] in COUNTIES:
        places.pop()
    if not places:
        return
    value["town"] = places[-1]
    if places[:-1]:
        notes.append(f"left out: {', '.join(places[:-1])}")
