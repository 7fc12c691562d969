"""Which character separates the cells of a text table."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Dialect", "sniff"]

SAMPLE_LINES = 100
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_BY_SUFFIX = {".tsv": "\t", ".psv": "|"}
_SEP_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """The delimiter, and how many lines to skip first (1 where a line ``sep=;`` tells spreadsheets which it is)."""

    delimiter: str
    skip: int = 0

    def notes(self) -> list[str]:
        return [] if self.delimiter == "," else [f"{NAMES[self.delimiter]} separated"]


def sniff(lines: Sequence[str], suffix: str = "") -> Dialect:
    """The dialect of a table that begins with ``lines``; ``suffix`` (``.tsv``) decides where the content does not.

    The header counts: of the delimiters under which more than half of the rows have as many cells as the first, the one that
    gives it most cells. Failing that (a title stands above the header), the one under which most rows have the same three cells
    or more; failing that, one that splits the first row at all.
    """
    hint = _SEP_LINE.fullmatch(lines[0]) if lines else None
    if hint and hint[1] in NAMES:
        return Dialect(hint[1], 1)
    preferred = _BY_SUFFIX.get(suffix, ",")
    order = [preferred, *(delimiter for delimiter in NAMES if delimiter != preferred)]
    counts = {delimiter: _cell_counts(lines[:SAMPLE_LINES], delimiter) for delimiter in order}
    return Dialect(max(order, key=lambda delimiter: _merit(counts[delimiter])))


def _cell_counts(lines: Sequence[str], delimiter: str) -> list[int]:
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    counts = []
    try:
        for row in reader:
            if row:
                counts.append(len(row))
    except csv.Error:
        # A cell beyond the reader's limit: what came before it is sample enough.
        return counts
    return counts


def _merit(counts: Sequence[int]) -> tuple[int, int]:
    """(how good the evidence for a delimiter is, cells in a row), from the cells of each row under it. Greater is better."""
    if not counts:
        return 0, 0
    agree = sum(count == counts[0] for count in counts)
    if counts[0] > 1 and agree * 2 > len(counts):
        return 3, counts[0]
    usual, rows = Counter(counts).most_common(1)[0]
    if usual > 2 and rows * 2 > len(counts):
        return 2, usual
    return (1, counts[0]) if counts[0] > 1 else (0, 0)
