"""How a clerk's system writes cells: small makers of columns, each from a table of what is to be written.

A maker takes a table and gives one text column of as many rows; an empty cell is null.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = [
    "Make",
    "as_text",
    "clock",
    "compact",
    "fixed",
    "joined",
    "number",
    "prefixed",
    "replaced",
    "said",
    "title",
    "upper",
    "wall_clock",
    "written_date",
]

Make = Callable[[pa.Table], pa.Array]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONDON = ZoneInfo("Europe/London")


def _column(table: pa.Table, name: str) -> pa.Array:
    found = table[name]
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _blank_is_null(texts: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def as_text(name: str) -> Make:
    """The column as it is."""
    return lambda table: _column(table, name)


def said(name: str, words: dict[str, str]) -> Make:
    """The column in the agency's own words where it has some."""

    def make(table: pa.Table) -> pa.Array:
        codes = _column(table, name).dictionary_encode()
        own = pa.array([words.get(word, word) for word in codes.dictionary.to_pylist()], pa.string())
        return own.take(codes.indices)

    return make


def upper(name: str) -> Make:
    return lambda table: pc.utf8_upper(_column(table, name))


def title(name: str) -> Make:
    return lambda table: pc.utf8_title(_column(table, name))


def compact(make: Make) -> Make:
    """Without blanks."""
    return replaced(make, " ", "")


def replaced(make: Make, old: str, new: str) -> Make:
    """With ``new`` wherever ``old`` stands."""
    return lambda table: pc.replace_substring(make(table), old, new)


def prefixed(prefix: str, make: Make, after: str = "") -> Make:
    """With a fixed text before it, and after it; an empty cell stays empty."""
    return lambda table: pc.binary_join_element_wise(prefix, make(table), after, "")


def number(name: str, layout: str = "{}") -> Make:
    """A column of numbers, each by the format ``layout``."""

    def make(table: pa.Table) -> pa.Array:
        values = _column(table, name).to_pylist()
        return pa.array([None if value is None else layout.format(value) for value in values], pa.string())

    return make


def fixed(text: str) -> Make:
    return lambda table: pa.repeat(pa.scalar(text), table.num_rows)


def joined(between: str, *makes: Make) -> Make:
    """What is not empty of them, joined; empty where all are."""

    def make(table: pa.Table) -> pa.Array:
        found: pa.Array | None = None
        for one in makes:
            cells = one(table)
            both = pc.binary_join_element_wise(found, cells, between) if found is not None else cells
            found = cells if found is None else pc.coalesce(both, found, cells)
        return found

    return make


@cache
def _hours_ahead(hour: int) -> int:
    """Seconds that British clocks are ahead of UTC in that hour of UTC, counted from 1970."""
    offset = datetime.fromtimestamp(hour * 3600, UTC).astimezone(_LONDON).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def wall_clock(utc: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """UTC seconds as British clocks showed them; nothing stays nothing."""
    there = ~np.isnat(utc)
    hours, inverse = np.unique(utc[there].astype("datetime64[h]").astype(np.int64), return_inverse=True)
    ahead = np.array([_hours_ahead(int(hour)) for hour in hours], np.int64)
    shown = utc.copy()
    shown[there] += ahead[inverse].astype("timedelta64[s]")
    return shown


def clock(name: str, layout: str) -> Make:
    """A time of the table (UTC) by the clock on the wall, in a layout of ``strftime``."""

    def make(table: pa.Table) -> pa.Array:
        utc = _column(table, name).to_numpy(zero_copy_only=False).astype("datetime64[s]")
        shown = wall_clock(utc)
        return pc.strftime(pa.array(shown, pa.timestamp("s"), mask=np.isnat(shown)), format=layout)

    return make


def written_date(name: str, between: str, *, month_names: bool = False, year_first: bool = False) -> Make:
    """A date that a clerk wrote, ``YYYY-MM-DD`` in the table and perhaps no date at all, in the order of the system's screen."""

    def make(table: pa.Table) -> pa.Array:
        text = _column(table, name)
        if year_first:
            return pc.replace_substring(text, "-", between) if between != "-" else text
        year, month, day = (pc.utf8_slice_codeunits(text, start, stop) for start, stop in ((0, 4), (5, 7), (8, 10)))
        if month_names:
            for at, name_of_month in enumerate(_MONTHS, start=1):
                month = pc.if_else(pc.equal(month, f"{at:02d}"), name_of_month, month)
        return pc.binary_join_element_wise(day, month, year, between)

    return make
