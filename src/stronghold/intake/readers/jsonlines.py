"""JSON lines: one object a line; nested objects become columns with dots, lists are joined."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from stronghold.errors import BadInput
from stronghold.intake.readers.batch import RawBatch, RejectedRow, SourceReader, Tally, assemble, shortened
from stronghold.intake.readers.header import name_columns
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.lines import TextLines
from stronghold.intake.readers.plain import plain_text

__all__ = ["JsonLinesReader"]


class JsonLinesReader(SourceReader):
    """One object a line. The columns are the union of all keys in order of first appearance, which takes one pass over the file,
    or over its first ``surveyed`` rows: a key that first appears later is then missing."""

    format = "jsonl"

    def __init__(self, path: Path, limits: Limits, text: TextLines, *, surveyed: int | None = None) -> None:
        super().__init__()
        self._path = path
        self._limits = limits
        self._text = text
        self.encoding = text.encoding
        self._opening_notes = [*text.notes]
        keys: dict[str, None] = {}
        parsed = islice(self._parsed(), surveyed)
        rows = 0
        for line, row in parsed:
            rows += 1
            if isinstance(row, dict):
                keys.update(dict.fromkeys(row))
                limits.check_columns(len(keys), file=path.name, line=line)
        if not rows:
            raise BadInput("holds no rows.", file=path.name, remedy="Ask for it to be sent again, or remove it.")
        if not keys:
            raise BadInput("holds no JSON object on any line.", file=path.name, remedy="Export it as one JSON object a line.")
        self._keys = list(keys)
        self.columns, notes = name_columns(self._keys)
        self._opening_notes += notes

    def _parsed(self) -> Iterator[tuple[int, dict[str, str | None] | RejectedRow]]:
        """(line, flat object or rejected row) of every line that is not blank."""
        for line, text in enumerate(chain.from_iterable(self._text.blocks()), 1):
            if text.isspace():
                continue
            try:
                yield line, flat_object(text)
            except (ValueError, RecursionError) as error:
                reason = "is nested too deep" if isinstance(error, RecursionError) else str(error)
                yield line, RejectedRow(line, None, reason, {"line": shortened(text.strip(), self._limits)})

    def batches(self, size: int = 50_000) -> Iterator[RawBatch]:
        """See `SourceReader.batches`. A line that is not one JSON object is rejected."""
        self._tally = Tally()
        parsed = self._parsed()
        while chunk := list(islice(parsed, size)):
            rejected = [row for _line, row in chunk if isinstance(row, RejectedRow)]
            kept = [(line, row) for line, row in chunk if isinstance(row, dict)]
            columns = [[row.get(key) for _line, row in kept] for key in self._keys]
            lines, named, too_long = assemble([line for line, _row in kept], self.columns, columns, self._limits, self._tally)
            if lines or rejected or too_long:
                yield RawBatch(lines, named, sorted(rejected + too_long, key=lambda row: row.line))


def flat_object(text: str) -> dict[str, str | None]:
    """The JSON object ``text`` as plain texts by key; ValueError says what is wrong with it.

    ``{"name": {"first": "Ann"}, "tags": ["a", "b"]}`` gives ``{"name.first": "Ann", "tags": "a; b"}``. Whole numbers keep all
    their digits.
    """
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_int=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not valid JSON: {error.msg} at character {error.pos + 1}") from error
    if not isinstance(value, dict):
        raise ValueError("is not a JSON object")
    flat: dict[str, str | None] = {}
    _flatten("", value, flat)
    return flat


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"names '{twice}' twice in one object")
    return found


def _no_constant(_name: str) -> None:
    """NaN and Infinity say nothing."""
    return


def _flatten(prefix: str, value: dict[str, Any], flat: dict[str, str | None]) -> None:
    for key, part in value.items():
        name = f"{prefix}{key}".replace("\0", "")
        if isinstance(part, dict):
            _flatten(f"{name}.", part, flat)
        elif name in flat:
            raise ValueError(f"names '{name}' twice")
        else:
            flat[name] = plain_text(part)
