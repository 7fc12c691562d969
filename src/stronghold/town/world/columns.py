"""Arrays become Arrow tables: -1, NaT, NaN and the empty word stand for nothing in arrays and are null in a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from stronghold.town.world.schemas import SCHEMAS
from stronghold.town.world.tables import TownSize

__all__ = ["Day", "Days", "Flags", "Ints", "Reals", "Times", "Words", "as_column", "as_table", "picked", "spans", "stream"]

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
Words = NDArray[np.str_]
Days = NDArray[np.datetime64]
Times = NDArray[np.datetime64]
Day = np.datetime64


def as_column(values: Any, kind: pa.DataType) -> pa.Array:
    """An Arrow array of that type; what stands for nothing becomes null."""
    if isinstance(values, list):
        return pa.array(values, kind)
    if pa.types.is_string(kind):
        return pa.array(values, kind, mask=values == "")
    if pa.types.is_date32(kind):
        return pa.array(values.astype("datetime64[D]"), kind, mask=np.isnat(values))
    if pa.types.is_timestamp(kind):
        return pa.array(values.astype("datetime64[s]"), kind, mask=np.isnat(values))
    if pa.types.is_floating(kind):
        return pa.array(values, kind, mask=np.isnan(values))
    if pa.types.is_boolean(kind):
        return pa.array(values, kind)
    return pa.array(values.astype(kind.to_pandas_dtype()), kind, mask=values < 0)


def as_table(name: str, columns: Mapping[str, Any]) -> pa.Table:
    """The table of that name from its columns; ``KeyError`` where one is missing, ``ValueError`` where one has no place in it."""
    schema = SCHEMAS[name]
    if extra := set(columns) - set(schema.names):
        raise ValueError(f"{name} has no column {sorted(extra)}")
    return pa.table([as_column(columns[field.name], field.type) for field in schema], schema=schema)


def stream(size: TownSize, noun: str) -> np.random.Generator:
    """The random numbers of one part of the town: they depend on the size and the noun alone, not on what other parts drew."""
    return np.random.default_rng([size.seed, size.people, size.years, crc32(noun.encode())])


def picked(rng: np.random.Generator, weights: Reals, count: int) -> Ints:
    """``count`` places drawn, with return, in proportion to ``weights``, shape (count,); weights must not all be 0."""
    totals = np.cumsum(weights)
    return np.asarray(np.minimum(np.searchsorted(totals, rng.random(count) * totals[-1], side="right"), len(weights) - 1))


def spans(lengths: Ints) -> Ints:
    """0, 1, ... up to each length less one, one after the other; shape (sum of lengths,)."""
    total = np.cumsum(lengths)
    return np.asarray(np.arange(total[-1] if len(total) else 0) - np.repeat(total - lengths, lengths))
