"""Times in the two layouts that nearly every source uses, read a batch at once.

Event files are long and their times hardly repeat, so that cleaning each distinct text does not help. What is read here is
what the cleaner of times would give without a note; every other text (other layouts, midnight, the hours in which clocks
change, days to come) is left to it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stronghold.intake.cleaning import CleaningContext

__all__ = ["WallTimes"]

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

_FIRST_YEAR = 1902
_HOUR = 3600
# Where year, month and day begin, and the marks around them: 2024-05-31 and 31/05/2024. After both: blank, HH:MM or HH:MM:SS.
_ISO = ((0, 5, 8), {4: "-", 7: "-"}, " T")
_DAY_FIRST = ((6, 3, 0), {2: "/", 5: "/"}, " ")
_LENGTHS = (16, 19)


class WallTimes:
    """Reads wall-clock times of one zone as UTC."""

    def __init__(self, context: CleaningContext) -> None:
        self._zone = ZoneInfo(context.timezone)
        self._layouts = (_ISO, _DAY_FIRST) if context.date_order == "day first" else (_ISO,)
        self._last_day = np.datetime64(context.today, "D")
        self._offsets: dict[int, int | None] = {}

    def read(self, texts: pa.Array) -> tuple[Flags, Numbers]:
        """Which of the texts (no nulls) are read, and for those the seconds from 1970 in UTC (0 for the others)."""
        read = np.zeros(len(texts), dtype=bool)
        seconds = np.zeros(len(texts), dtype=np.int64)
        lengths = pc.binary_length(texts).to_numpy(zero_copy_only=False)
        for length in _LENGTHS:
            rows = np.flatnonzero(lengths == length)
            if not len(rows):
                continue
            joined = "".join(texts.take(pa.array(rows)).to_pylist()).encode()
            characters = np.frombuffer(joined, dtype=np.uint8).reshape(-1, length)
            for layout in self._layouts:
                good, found = self._read_layout(characters, layout)
                read[rows[good]] = True
                seconds[rows[good]] = found[good]
        return read, seconds

    def _read_layout(
        self, characters: npt.NDArray[np.uint8], layout: tuple[tuple[int, int, int], dict[int, str], str]
    ) -> tuple[Flags, Numbers]:
        (year_at, month_at, day_at), marks, between = layout
        length = characters.shape[1]
        clock = {at: ":" for at in (13, 16) if at < length}
        good = np.isin(characters[:, 10], np.frombuffer(between.encode(), np.uint8))
        for at, mark in (marks | clock).items():
            good &= characters[:, at] == ord(mark)
        digits = characters.astype(np.int64) - ord("0")
        places = [at for at in range(length) if at != 10 and at not in marks and at not in clock]
        good &= ((digits[:, places] >= 0) & (digits[:, places] <= 9)).all(axis=1)

        def number(at: int, count: int = 2) -> Numbers:
            value: Numbers = digits[:, at : at + count] @ (10 ** np.arange(count - 1, -1, -1))
            return np.where(good, value, 1)

        hour, minute = number(11), number(14)
        second = number(17) if length > 16 else np.zeros(len(hour), np.int64)
        month = number(month_at)
        months = ((number(year_at, 4) - 1970) * 12 + month - 1).astype("datetime64[M]")
        days = months.astype("datetime64[D]") + (number(day_at) - 1)
        good &= (month >= 1) & (month <= 12) & (number(day_at) >= 1) & (days.astype("datetime64[M]") == months)
        good &= (hour < 24) & (minute < 60) & (second < 60) & ((hour > 0) | (minute > 0))
        good &= (days >= np.datetime64(f"{_FIRST_YEAR}-01-01")) & (days <= self._last_day)
        local = days.astype(np.int64) * 24 * _HOUR + hour * _HOUR + minute * 60 + second
        offset, certain = self._offset(np.where(good, local // _HOUR, 0))
        return good & certain, local - offset

    def _offset(self, hours: Numbers) -> tuple[Numbers, Flags]:
        """Seconds that the zone is ahead of UTC in each local hour (counted from 1970), and whether that is one and the same
        through the hour."""
        distinct, inverse = np.unique(hours, return_inverse=True)
        found = [self._hour(hour) for hour in distinct.tolist()]
        seconds = np.array([offset or 0 for offset in found], dtype=np.int64)
        certain = np.array([offset is not None for offset in found], dtype=bool)
        return seconds[inverse], certain[inverse]

    def _hour(self, hour: int) -> int | None:
        if hour not in self._offsets:
            start = datetime.fromtimestamp(0, UTC).replace(tzinfo=self._zone) + timedelta(hours=hour)
            ends = (start, start + timedelta(seconds=_HOUR - 1))
            offsets = {moment.replace(fold=fold).utcoffset() for moment in ends for fold in (0, 1)}
            only = offsets.pop()
            self._offsets[hour] = int(only.total_seconds()) if not offsets and only is not None else None
        return self._offsets[hour]
