"""The types that a column of the vocabulary may have, and the cleaner of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from stronghold.errors import BadInput
from stronghold.intake.cleaning import (
    address_lines,
    addresses,
    births,
    folding,
    full_names,
    identifiers,
    moments,
    names,
    numbers,
    phones,
    postcodes,
    vehicles,
)
from stronghold.intake.cleaning.cleaned import Cleaned, Cleaner, CleaningContext, failure
from stronghold.intake.cleaning.placeholders import is_no_value, nothing
from stronghold.vocabulary import terms

__all__ = ["TYPES", "CleanerType", "cleaner"]

_CACHED = 1 << 16  # distinct texts a cleaner remembers, some 25 MB at the most
_LONGEST = 1_000  # characters of a cell; only free words may be longer
_LIST = re.compile(r"term:([a-z][a-z0-9_]*)").fullmatch

Make = Callable[[CleaningContext], Cleaner]


@dataclass(frozen=True)
class CleanerType:
    """A type by name: what it means, and for a composite type the columns that its value may give."""

    name: str
    meaning: str
    columns: tuple[str, ...] = ()

    @property
    def composite(self) -> bool:
        return bool(self.columns)


def _always(clean: Cleaner) -> Make:
    return lambda context: clean


_MADE: Mapping[str, tuple[Make, CleanerType]] = {
    name: (make, CleanerType(name, meaning, columns))
    for name, make, meaning, columns in (
        ("full_name", _always(full_names.clean_full_name), "A whole name, split into its parts.", full_names.COLUMNS),
        ("title", _always(names.clean_title), "A title, in its short form.", ()),
        ("forename", _always(names.clean_forename), "A forename or middle names, in lower case.", ()),
        ("surname", _always(names.clean_surname), "A surname, in lower case without apostrophes.", ()),
        ("alias", _always(names.clean_alias), "Other names, separated by ; / or commas: a list.", ()),
        ("birth_date", births.birth_date_cleaner, "A date of birth, as YYYY-MM-DD.", ()),
        ("sex", _always(numbers.clean_sex), "male, female or other.", ()),
        ("text", _always(folding.clean_text), "Free words on one line, as written.", ()),
        ("words", _always(folding.clean_words), "Words for comparison: lower case, accents and marks taken out.", ()),
        ("narrative", _always(folding.clean_narrative), "Sentences, as written, lines kept.", ()),
        ("nino", _always(identifiers.clean_nino), "A National Insurance number.", ()),
        ("nhs_number", _always(identifiers.clean_nhs_number), "An NHS number, its check digit tested.", ()),
        ("identifier", _always(identifiers.clean_identifier), "A code: capitals, no blanks.", ()),
        (
            "address_line",
            _always(address_lines.clean_address_line),
            "A whole address, split into its parts.",
            address_lines.COLUMNS,
        ),
        ("flat", _always(addresses.clean_flat), "A flat, room or unit.", ()),
        ("house", _always(addresses.clean_house), "A house number or name.", ()),
        ("street", _always(addresses.clean_street), "A street, its kind in full.", ()),
        ("postcode", postcodes.postcode_cleaner, "A postcode, as OX1 1AA.", ()),
        ("phone", phones.phone_cleaner, "A telephone number in international form, as +447700900123.", ()),
        ("email", _always(identifiers.clean_email), "An e-mail address in lower case.", ()),
        ("vehicle_registration", vehicles.registration_cleaner, "A registration mark: capitals and digits, no blanks.", ()),
        ("datetime", moments.datetime_cleaner, "A date, with or without a time of day: a stretch of time in UTC.", ()),
        ("date", moments.date_cleaner, "A date: a stretch of time in UTC.", ()),
        ("count", _always(numbers.clean_count), "A whole number from 0 up.", ()),
        ("number", _always(numbers.clean_number), "A number.", ()),
        ("money", _always(numbers.clean_money), "A sum in pounds.", ()),
        ("boolean", _always(numbers.clean_boolean), "Yes or no.", ()),
        ("latitude", _always(numbers.clean_latitude), "Degrees north (WGS 84).", ()),
        ("longitude", _always(numbers.clean_longitude), "Degrees east (WGS 84).", ()),
    )
}

TYPES: Mapping[str, CleanerType] = MappingProxyType(
    {name: kind for name, (_, kind) in _MADE.items()}
    | {"term:<list>": CleanerType("term:<list>", "A word of the closed list of that name in the vocabulary.")}
)
"""Every type by name; ``term:<list>`` stands for one type per closed list."""


def cleaner(type_name: str, context: CleaningContext) -> Cleaner:
    """The cleaner of a type for sources that write as ``context`` says; ``BadInput`` where there is no such type.

    It remembers what it gave for the last distinct texts: a caller must not change a ``list`` or ``dict`` that it gets.
    """
    if found := _LIST(type_name):
        clean = _term_cleaner(found[1])
    elif type_name in _MADE:
        clean = _MADE[type_name][0](context)
    else:
        raise BadInput(f"there is no type '{type_name}'", remedy=f"Types are: {', '.join(TYPES)}.")
    if type_name in ("text", "narrative"):
        return lru_cache(maxsize=_CACHED if type_name == "text" else 1 << 10)(clean)

    @lru_cache(maxsize=_CACHED)
    def remembered(text: str) -> Cleaned:
        return clean(text) if len(text) <= _LONGEST else failure(f"longer than {_LONGEST:,} characters")

    return remembered


def _term_cleaner(list_name: str) -> Cleaner:
    try:
        allowed = terms(list_name)
    except FileNotFoundError as error:
        raise BadInput(f"the vocabulary has no list '{list_name}'", remedy="Look into vocabulary/terms for its lists.") from error
    few = ", ".join(list(allowed.terms)[:5])

    def clean(text: str) -> Cleaned:
        term = allowed.find(text)
        if term is not None:
            return Cleaned(term.name)
        if is_no_value(text):
            return nothing()
        more = f" and {len(allowed.terms) - 5} more" if len(allowed.terms) > 5 else ""
        return failure(f"not in the list '{allowed.label}': {few}{more}")

    return clean
