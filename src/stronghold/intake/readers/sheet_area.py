"""The used area of a sheet, measured from its XML as it streams by: the last row and column that anything refers to."""

from __future__ import annotations

import re

__all__ = ["SheetArea"]

_ROW_TAG = re.compile(rb"<(?:\w+:)?row(?=[\s>/])")
_REFERENCE = rb"""\sr\s*=\s*["']"""
_DIGITS = b"0123456789"
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class SheetArea:
    """Rows and columns of a sheet so far: as named by references (``r="BA12"``), and by counting where there are none.

    A reference beyond those seen is found by a pattern that only greater ones match, so the many ordinary cells cost one pass.
    """

    def __init__(self) -> None:
        self._last_row = b"0"
        self._last_column = b""
        self._rows = 0
        self._in_row = False
        self._cells_in_row = 0
        self._widest = 0

    def take(self, text: bytes) -> None:
        """Measure the next stretch of the part, of whole tags."""
        self._references(text)
        self._counts(text)

    def cells(self) -> int:
        """Rows x columns."""
        return max(int(self._last_row[:15]), self._rows) * max(_column_number(self._last_column[:10]), self._widest)

    def _references(self, text: bytes) -> None:
        at = 0
        while True:
            if at == 0 and (rows := re.findall(rb'<row r="([0-9]+)"', text[-4096:])):
                # Rows come in order as a rule: start from the last, not from each in turn.
                self._last_row = max(self._last_row, rows[-1], key=_rank)
            greater = re.compile(
                _REFERENCE
                + rb"(?:(?=(?:%s)[0-9])|(?=[A-Za-z]*(?:%s)[\"']))([A-Za-z]*)([0-9]+)"
                % (_beyond(self._last_column, _LETTERS), _beyond(self._last_row, _DIGITS))
            )
            found = greater.search(text, at)
            if found is None:
                return
            self._last_column = max(self._last_column, found[1].upper(), key=_rank)
            self._last_row = max(self._last_row, found[2].lstrip(b"0"), key=_rank)
            at = found.start() + 1

    def _counts(self, text: bytes) -> None:
        for index, piece in enumerate(_ROW_TAG.split(text)):
            if index:
                self._rows += 1
                self._cells_in_row = 0
                self._in_row = True
            if not self._in_row:
                continue
            end = piece.find(b"row>")
            self._in_row = end < 0
            end = len(piece) if end < 0 else end
            self._cells_in_row += piece.count(b"<c", 0, end) + piece.count(b":c", 0, end) // 2
            self._widest = max(self._widest, self._cells_in_row)


def _rank(reference: bytes) -> tuple[int, bytes]:
    return len(reference), reference


def _beyond(mark: bytes, alphabet: bytes) -> bytes:
    """A pattern for what is longer than ``mark``, or as long and later in the order of ``alphabet`` (letters in either case)."""
    any_one = _class(alphabet)
    longer = b"%s{%d,}" % (any_one, len(mark) + 1)
    later = [
        re.escape(mark[:index]) if alphabet is _DIGITS else b"".join(_class(mark[i : i + 1]) for i in range(index))
        for index in range(len(mark))
    ]
    ways = [longer]
    for index, prefix in enumerate(later):
        rest = alphabet[alphabet.index(mark[index]) + 1 :]
        if rest:
            ways.append(b"%s%s%s{%d}" % (prefix, _class(rest), any_one, len(mark) - index - 1))
    return b"|".join(ways)


def _class(characters: bytes) -> bytes:
    lower = characters.lower()
    return b"[%s]" % (characters if lower == characters else characters + lower)


def _column_number(letters: bytes) -> int:
    """A is 1, Z 26, AA 27; no letters, 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
