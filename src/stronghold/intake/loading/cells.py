"""Cells of a batch: held in Arrow, each distinct text cleaned once, the result spread back over the rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stronghold.intake.cleaning import Cleaned, Cleaner, CleaningContext, Moment, cleaner
from stronghold.intake.loading.schema import arrow_type, is_moment, note_column
from stronghold.intake.loading.times import WallTimes
from stronghold.vocabulary import Column, Kind

__all__ = ["Cells", "CleanedCells", "Cleaners", "Rows", "cells_of", "clean_cells", "raw_cells", "rows_where", "whole_characters"]

Rows = npt.NDArray[np.int64]

_HALF = re.compile("[\ud800-\udfff]")
_TIME = pa.timestamp("us")
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Cells:
    """One column of a batch: which of the distinct texts each row has; null where the cell is empty.

    Texts have no outer blanks, as readers give them.
    """

    indices: pa.Array
    distinct: pa.Array

    @classmethod
    def of(cls, cells: Sequence[str | None]) -> Cells:
        return cls.encoded(pa.array(cells, pa.string()))

    @classmethod
    def encoded(cls, array: pa.Array) -> Cells:
        found = array.dictionary_encode()
        return cls(found.indices, found.dictionary)

    def texts(self) -> pa.Array:
        """The text of every row."""
        return self.distinct.take(self.indices)

    def take(self, rows: pa.Array) -> Cells:
        return Cells(self.indices.take(rows), self.distinct)


def cells_of(
    columns: Mapping[str, list[str | None]], names: Sequence[str]
) -> tuple[dict[str, Cells], dict[int, tuple[str | None, str]]]:
    """The cells of the columns ``names``; and rows with a cell that is no text: row from 0 -> (column, reason).

    JSON can spell half a character (a lone surrogate), which can be neither compared nor kept; such a cell comes out empty.
    """
    found: dict[str, Cells] = {}
    broken: dict[int, tuple[str | None, str]] = {}
    for name in names:
        try:
            found[name] = Cells.of(columns[name])
        except UnicodeEncodeError:
            halves = [row for row, text in enumerate(columns[name]) if text is not None and _HALF.search(text)]
            broken.update(dict.fromkeys(halves, (name, "the cell holds half a character, which is no text")))
            found[name] = Cells.of([None if text is not None and _HALF.search(text) else text for text in columns[name]])
    return found, broken


def whole_characters(text: str) -> str:
    """The text with the replacement character for every half of one."""
    return _HALF.sub("\ufffd", text)


def raw_cells(columns: Sequence[Cells]) -> Cells:
    """What a target is cleaned from: its one column, or several joined by a blank."""
    if len(columns) == 1:
        return columns[0]
    joined = columns[0].texts()
    for column in columns[1:]:
        texts = column.texts()
        # Not null_handling="skip": it loses rows in which all are null.
        joined = pc.coalesce(pc.binary_join_element_wise(joined, texts, " "), joined, texts)
    return Cells.encoded(joined)


def rows_where(mask: pa.Array) -> Rows:
    """The rows, from 0, where the mask is true."""
    return np.flatnonzero(mask.to_numpy(zero_copy_only=False))


class Cleaners:
    """The cleaners of one source, by type; columns of one type share a cleaner and what it remembers."""

    def __init__(self, context: CleaningContext) -> None:
        self.times = WallTimes(context)
        self._context = context
        self._by_type: dict[str, Cleaner] = {}

    def __getitem__(self, type_name: str) -> Cleaner:
        if type_name not in self._by_type:
            self._by_type[type_name] = cleaner(type_name, self._context)
        return self._by_type[type_name]


@dataclass(frozen=True)
class CleanedCells:
    """One target of a batch, cleaned.

    ``values``: column name -> values of all rows (several for a composite; for a time ``NAME`` is its start, with
    ``NAME.end`` and ``NAME.precision``). ``noted``: rows whose cell was used, or left out, with something to know about it, and
    ``notes`` what for each; ``failed`` says of which rows the cell could not be read.
    """

    cells: Cells
    values: dict[str, pa.Array]
    noted: Rows = field(default_factory=lambda: np.empty(0, np.int64))
    notes: list[str] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)

    def present(self) -> pa.Array:
        """Per row, whether the cell gave any value."""
        masks = [values.is_valid() for values in self.values.values()]
        found = masks[0]
        for mask in masks[1:]:
            found = pc.or_(found, mask)
        return found


def _columns_of(column: Column, kind: Kind, cleaned: list[Cleaned]) -> dict[str, pa.Array]:
    """The values of cleaned texts, one array a column that the cleaner fills."""
    values: list[Any] = [c.value for c in cleaned]
    if column.fills:
        return {
            name: pa.array([value.get(name) if value else None for value in values], arrow_type(kind.columns[name]))
            for name in column.fills
        }
    if is_moment(column):
        moments: list[Moment | None] = values
        return {
            column.name: pa.array([m and m.start for m in moments], _TIME),
            f"{column.name}.end": pa.array([m and m.end for m in moments], _TIME),
            f"{column.name}.precision": pa.array([m and m.precision for m in moments], pa.string()),
        }
    found = {column.name: pa.array(values, arrow_type(column))}
    if beside := note_column(column):
        found[beside] = pa.array([c.note if c.value is not None else None for c in cleaned], pa.string())
    return found


def _clean_times(
    column: Column, kind: Kind, texts: pa.Array, cleaners: Cleaners
) -> tuple[dict[str, pa.Array], dict[int, Cleaned]]:
    """As :func:`_clean_texts`, for times: those in usual layouts are read at once, the others one by one."""
    quick, seconds = cleaners.times.read(texts)
    others = np.flatnonzero(~quick)
    slow, remarked = _clean_texts(column, kind, texts.take(pa.array(others)), cleaners)
    starts = pa.array(seconds[quick] * 1_000_000, _TIME)
    read = {
        column.name: starts,
        f"{column.name}.end": pc.add(starts, pa.scalar(_MINUTE)),
        f"{column.name}.precision": pa.repeat(pa.scalar("minute"), len(starts)),
    }
    place = np.empty(len(texts), dtype=np.int64)
    place[quick] = np.arange(len(starts))
    place[others] = len(starts) + np.arange(len(others))
    values = {name: pa.concat_arrays([read[name], slow[name]]).take(pa.array(place)) for name in read}
    return values, {int(others[code]): one for code, one in remarked.items()}


def _clean_texts(
    column: Column, kind: Kind, texts: pa.Array, cleaners: Cleaners
) -> tuple[dict[str, pa.Array], dict[int, Cleaned]]:
    """The values of each text, by column, and what was remarked on which of them."""
    clean = cleaners[column.type]
    cleaned = [clean(text) for text in texts.to_pylist()]
    return _columns_of(column, kind, cleaned), {code: c for code, c in enumerate(cleaned) if c.note is not None}


def clean_cells(column: Column, kind: Kind, cells: Cells, cleaners: Cleaners) -> CleanedCells:
    """Clean one target's cells: ``column`` of ``kind`` from the text of ``cells``."""
    clean = _clean_times if column.type == "datetime" else _clean_texts
    found, remarked = clean(column, kind, cells.distinct, cleaners)
    values = {name: array.take(cells.indices) for name, array in found.items()}
    if not remarked:
        return CleanedCells(cells, values)
    is_remarked = np.zeros(len(cells.distinct), dtype=bool)
    is_remarked[list(remarked)] = True
    codes = cells.indices.fill_null(0).to_numpy(zero_copy_only=False)
    noted = np.flatnonzero(is_remarked[codes] & cells.indices.is_valid().to_numpy(zero_copy_only=False))
    remarks = [remarked[code] for code in codes[noted].tolist()]
    return CleanedCells(
        cells,
        values,
        noted,
        [remark.note or "" for remark in remarks],
        {row: remark.note or "" for row, remark in zip(noted.tolist(), remarks, strict=True) if remark.failed},
    )
