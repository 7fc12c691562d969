"""Call data of the invented town: who rings whom, when and for how long.

Activity is heavy-tailed: most phones make a few calls and some a few thousand. Each phone has a contact book that grows with its
activity, and rings the first contacts in it most. Some contacts live close by (numbers given out together), most are spread over
the town, and a few busy numbers are in many books.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from stronghold.intake.mapping import InvolvedMapping, Mapping, RecordMapping, SourceTerms
from stronghold.town.numbers import phones

__all__ = ["CALLS_FILE", "call_files"]

Ints = NDArray[np.int64]

CALLS_FILE = "police_call_data.csv"
_AT_ONCE = 250_000
_FIRST_SECOND = np.datetime64("2025-07-01T00:00:00", "s")
_DAYS = 364
# Calls by hour of the day, UTC: quiet nights, busy evenings.
_BY_HOUR = np.array([3, 2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 11, 12, 11, 11, 11, 12, 13, 14, 13, 12, 10, 8, 5], np.float64)


def _in_british_time(utc: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """The clock on the wall: an hour ahead from the last Sunday of March, 01:00 UTC, to the last of October, 01:00 UTC."""
    year = utc.astype("datetime64[Y]").astype("datetime64[M]")

    def last_sunday(month: int) -> NDArray[np.datetime64]:
        last_day = (year + np.timedelta64(month, "M")).astype("datetime64[D]").astype(np.int64) - 1
        sunday = last_day - (last_day + 4) % 7  # day 0 of the epoch was a Thursday
        return (sunday * 86_400 + 3_600).astype("datetime64[s]")

    summer = (utc >= last_sunday(3)) & (utc < last_sunday(10))
    clock = utc.copy()
    clock[summer] += np.timedelta64(3600, "s")
    return clock


def _scrambled(value: Ints) -> NDArray[np.uint64]:
    mixed = (value.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(29)
    return mixed * np.uint64(0x94D049BB133111EB) >> np.uint64(20)


def _contact(caller: Ints, place: Ints, phones_held: int) -> Ints:
    """The number at that place of the caller's contact book: always the same one, and never the caller's own."""
    seed = _scrambled(caller * 1_024 + place)
    anyone = (_scrambled(seed.astype(np.int64)) % np.uint64(phones_held)).astype(np.int64)
    close = (caller + 1 + (seed % np.uint64(7)).astype(np.int64)) % phones_held
    # One contact in eight is a number that many know: the lower, the better known.
    known = (phones_held * ((anyone + 0.5) / phones_held) ** 6).astype(np.int64)
    kind = (seed >> np.uint64(8)) % np.uint64(8)
    contact = np.where(kind < 2, close, np.where(kind == 2, known, anyone))
    return np.where(contact == caller, (contact + 1) % phones_held, contact)


def _some_calls(rng: np.random.Generator, count: int, activity: NDArray[np.float64], first: int) -> pa.Table:
    phones_held = len(activity)
    caller = np.searchsorted(activity, rng.random(count) * activity[-1], side="right")
    calls_made = np.diff(activity, prepend=0.0)[caller]
    book = np.clip(2 + 6 * np.sqrt(calls_made), 2, 400)
    place = (book * rng.random(count) ** 3).astype(np.int64)
    second = rng.choice(24, count, p=_BY_HOUR / _BY_HOUR.sum()) * 3600 + rng.integers(0, 3600, count)
    utc = _FIRST_SECOND + (rng.integers(0, _DAYS, count) * 86_400 + second).astype("timedelta64[s]")
    number = np.arange(first, first + count)
    started = pc.strftime(pa.array(_in_british_time(utc)), format="%d/%m/%Y %H:%M:%S")
    return pa.table(
        {
            "Call ref": pc.binary_join_element_wise("CD", pa.array(number).cast(pa.string()), ""),
            "Calling number": phones(caller),
            "Called number": phones(_contact(caller, place, phones_held)),
            "Started": started,
            "Seconds": np.minimum(rng.exponential(95, count), 7_200).astype(np.int64),
        }
    )


def _mapping() -> Mapping:
    source = SourceTerms(
        agency="police",
        system="call data",
        purpose="Trying out the partnership's picture on invented people",
        lawful_basis="None needed: nobody in this file is real",
    )
    record = RecordMapping(
        "call",
        columns={"occurred": ("Started",), "duration_seconds": ("Seconds",)},
        key=("Call ref",),
        involved=(
            InvolvedMapping("phone", "caller", columns={"number": ("Calling number",)}),
            InvolvedMapping("phone", "recipient", columns={"number": ("Called number",)}),
        ),
    )
    return Mapping(source, (record,))


def call_files(folder: Path, calls: int, seed: int, *, phones_held: int) -> Path:
    """Write ``calls`` calls among the first ``phones_held`` invented numbers, with their mapping; gives the CSV's path.

    ``phones_held`` is at least 2: how many numbers the people of ``people_files`` hold (``Truth.phones``). Times are British
    clock time over the 364 days from 1 July 2025.
    """
    if phones_held < 2:
        raise ValueError("calls need at least two phones")
    rng = np.random.default_rng([seed, 2])
    activity = np.cumsum(rng.lognormal(0.0, 1.6, phones_held))
    activity *= calls / activity[-1]
    path = folder / CALLS_FILE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CALLS_FILE.replace(".csv", ".mapping.toml")).write_text(_mapping().to_toml(), encoding="utf-8")
    schema = _some_calls(np.random.default_rng(0), 1, activity, 0).schema
    with pa.csv.CSVWriter(path, schema) as out:
        for first in range(0, calls, _AT_ONCE):
            out.write_table(_some_calls(rng, min(_AT_ONCE, calls - first), activity, first + 1))
    return path
