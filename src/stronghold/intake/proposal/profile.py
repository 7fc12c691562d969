"""What the values of a column look like: how many are filled, how many differ, and what share reads as each type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from nicknames import NickNamer

from stronghold.intake.cleaning import CleaningContext, Moment, cleaner
from stronghold.intake.cleaning.cleaned import Cleaned, DateOrder
from stronghold.intake.proposal.words import words

__all__ = ["Profile", "date_order_of", "likely_type"]

_LOOKED_AT = 400
_SHORTEST_SURE_MARK = 5
_NUMERIC_DATE = re.compile(r"(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})(?!\d)")
_COMPACT_DATE = re.compile(r"(?:1[6-9]|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_DATE_LIKE = re.compile(r"\d{8}|(?=.*\d)(?=.*[-/. ]).{6,}", re.DOTALL)
_letters = re.compile(r"[^\W\d_]+").findall
_TITLES = {"mr", "mrs", "miss", "ms", "dr", "mx", "master", "sir"}


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name for full, short in NickNamer().nickname_lookup.items() for name in (full, *short))


class Profile:
    """One column of a sample: its name, its words, and its distinct values with how often each occurs (``counts``); shares are of the
    first of them (``values``)."""

    def __init__(self, name: str, cells: Sequence[str | None], order: DateOrder, today: date) -> None:
        self.name = name
        self.words = words(name)
        self.rows = len(cells)
        counts = Counter(text for cell in cells if cell is not None and (text := cell.strip()))
        self.filled = counts.total()
        self.distinct = len(counts)
        self.counts: Mapping[str, int] = counts
        self.values = tuple(counts)[:_LOOKED_AT]
        self._context = CleaningContext(date_order=order, today=today)
        self._shares: dict[tuple[str, bool], float] = {}

    @property
    def is_unique(self) -> bool:
        """Whether every row has a value and no two rows have the same."""
        return self.rows > 1 and self.filled == self.rows == self.distinct

    def share(self, type_name: str, *, surely: bool = False) -> float:
        """The share (0 to 1) of the distinct values that read as the type, or ``surely`` read as it, without any note."""
        if (type_name, surely) not in self._shares:
            self._shares[type_name, surely] = self._of(self._reads_as(type_name, surely))
        return self._shares[type_name, surely]

    def _of(self, reads: Sequence[bool]) -> float:
        return sum(reads) / len(reads) if reads else 0.0

    def _reads_as(self, type_name: str, surely: bool) -> list[bool]:
        return [self._is(value, type_name, surely=surely) for value in self.values]

    def _is(self, value: str, type_name: str, *, surely: bool) -> bool:
        if type_name in ("datetime", "birth_date"):
            return self._is_date(value)
        # Short marks such as "A1" are real, but rarer than wards and beats of the same look.
        if surely and type_name == "vehicle_registration" and len(value) < _SHORTEST_SURE_MARK:
            return False
        found = self.clean(value, type_name)
        return found.value is not None and not (surely and found.note)

    def clean(self, value: str, type_name: str) -> Cleaned:
        """The value, read as the type, in the date order of the profile."""
        return cleaner(type_name, self._context)(value)

    def telling_type(self, value: str) -> str | None:
        """The type that one value speaks for on its own, or ``None``; a figure alone is no registration mark."""
        return next(
            (
                name
                for name, _ in _TELLING
                if self._is(value, name, surely=name not in _BY_FORM)
                and (name != "vehicle_registration" or any(c.isalpha() for c in value))
            ),
            None,
        )

    def _is_date(self, value: str) -> bool:
        # A bare number may be read as a spreadsheet's day or a year; that is not evidence of a date.
        return bool(_DATE_LIKE.fullmatch(value)) and self.moment(value) is not None

    def moment(self, value: str) -> Moment | None:
        """The time that ``value`` reads as, in the date order of the profile."""
        found = cleaner("datetime", self._context)(value).value
        return found if isinstance(found, Moment) else None

    @property
    def years_ago(self) -> float | None:
        """How many years before today the middle date of the column lies; ``None`` where its values are not dates."""
        moments = sorted(found for value in self.values if self._is_date(value) and (found := self.moment(value)))
        if not moments:
            return None
        middle = moments[len(moments) // 2].start.date()
        return (self._context.today - middle).days / 365.25

    @property
    def mean_words(self) -> float:
        """The mean number of words of a value, titles not counted."""
        counts = [sum(word.strip(".").lower() not in _TITLES for word in value.split()) for value in self.values]
        return sum(counts) / len(counts) if counts else 0.0

    @property
    def given_name_share(self) -> float:
        """The share of values without figures in which a word is a known given name."""
        names = _given_names()
        return self._of(
            [not any(c.isdigit() for c in value) and not names.isdisjoint(_letters(value.lower())) for value in self.values]
        )

    @property
    def leading_digit_share(self) -> float:
        """The share of values that begin with a figure and go on with words, as addresses do."""
        return self._of([bool(re.match(r"\d+\w?[,\s]+[A-Za-z]{2}", value)) for value in self.values])


# In this order: what a stricter form could also be taken for comes later. With each, the least share of values that tells.
_TELLING = (("email", 0.8), ("nino", 0.8), ("postcode", 0.7), ("vehicle_registration", 0.85), ("phone", 0.75), ("datetime", 0.85))
# Postcodes are noted where they are not, or no longer, in the list; their form alone is telling.
_BY_FORM = {"postcode", "datetime"}


def likely_type(profile: Profile) -> str | None:
    """The type that the values speak for on their own, or ``None``; three different values at least are needed."""
    if profile.distinct < 3:
        return None
    return next((name for name, least in _TELLING if profile.share(name, surely=name not in _BY_FORM) >= least), None)


def date_order_of(samples: Sequence[Sequence[str | None]]) -> tuple[DateOrder, str]:
    """The order of day and month that the dates in these columns show, and the sentence that says why."""
    day_first = month_first = year_first = 0
    for cells in samples:
        for value in set(cells):
            text = value.strip() if value else ""
            year_first += bool(_COMPACT_DATE.fullmatch(text))
            found = _NUMERIC_DATE.match(text)
            if not found:
                continue
            first, second = int(found[1]), int(found[2])
            year_first += len(found[1]) == 4
            day_first += 12 < first <= 31 and second <= 12
            month_first += 12 < second <= 31 and first <= 12
    if not day_first and not month_first:
        if year_first:
            return "year first", "dates begin with the year"
        return "day first", "no date shows the order; this is the usual one in the United Kingdom"
    if day_first >= month_first:
        also = f", but {month_first} with a second figure over 12" if month_first else ""
        return "day first", f"{day_first} different dates have a first figure over 12{also}"
    also = f", but {day_first} with a first figure over 12" if day_first else ""
    return "month first", f"{month_first} different dates have a second figure over 12{also}"
