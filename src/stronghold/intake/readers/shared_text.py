"""How much memory the shared texts of a workbook take once every cell that refers to one has its own copy.

A workbook keeps each text once, and cells refer to it by number. A small file can thus repeat a long text a million times,
which no check of its expanded size shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

__all__ = ["SharedText", "repeated_bytes"]

_TEXT = re.compile(rb"<(?:\w+:)?si(?=[\s>/])")
_CELL = re.compile(rb"<(?:\w+:)?c(?=\s)")
_REFERS = re.compile(rb"""[^>]*?\st\s*=\s*["']s["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>\s*([0-9]+)")


class SharedText:
    """A quick upper bound, from one pass over all parts: references x the longest text. `start` each part, then `take` its XML."""

    def __init__(self) -> None:
        self._references = 0
        self._longest = 0
        self._length: int | None = None

    def start(self) -> None:
        """A new part begins."""
        self._length = None

    def take(self, text: bytes) -> None:
        """Measure the next stretch of the part, of whole tags."""
        # Plain counts, quicker than patterns by far: what they count too much is for `repeated_bytes` to sort out.
        self._references += text.count(b'"s"') + text.count(b"'s'")
        if self._length is None and b"<si" not in text and b":si" not in text:
            return
        for index, piece in enumerate(_TEXT.split(text)):
            if index:
                self._length = 0
            if self._length is not None:
                self._length += len(piece)
                self._longest = max(self._longest, self._length)

    def at_most(self) -> int:
        """Bytes of XML text, if every reference were to the longest."""
        return self._references * self._longest


def repeated_bytes(parts: Iterable[Iterable[bytes]]) -> int | None:
    """Bytes of XML text that all references together stand for; None if it cannot be told.

    ``parts`` are stretches of whole tags, part by part. Comments among the shared texts, or shared texts in two parts, could hide
    how they are numbered; no spreadsheet program writes either: that is when it cannot be told.
    """
    lengths: list[int] = []
    references: Counter[int] = Counter()
    for part in parts:
        is_shared = False
        for text in part:
            pieces = _TEXT.split(text)
            if len(pieces) > 1 and not is_shared:
                if lengths:
                    return None
                is_shared = True
            if is_shared and b"<!" in text:
                return None
            for index, piece in enumerate(pieces):
                if index:
                    lengths.append(0)
                if is_shared and lengths:
                    lengths[-1] += len(piece)
            for cell in _CELL.split(text)[1:]:
                if _REFERS.match(cell) and (value := _VALUE.search(cell)):
                    references[int(value[1][:9])] += 1
    return sum(lengths[number] * times for number, times in references.items() if number < len(lengths))
