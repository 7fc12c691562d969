"""Which texts can be alike at all, told by numbers: most spellings that an index brings together are far from one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["Outlines"]

_LETTERS, _LONGEST = 58, 63
_AT_ONCE = 200_000
# The bit of each byte.
_BITS = np.left_shift(np.uint64(1), np.arange(256, dtype=np.uint64) % np.uint64(_LETTERS))
_LOWEST = [np.uint32(2 ** (8 * letters) - 1) for letters in range(1, 5)]


@dataclass(frozen=True)
class Outlines:
    """Of each text a number (which letters it has, a bit each, and how many in all: 0 where that is not told) and its first four."""

    marks: npt.NDArray[np.uint64]
    heads: npt.NDArray[np.uint32]

    @classmethod
    def of(cls, texts: pa.Array) -> Outlines:
        """``texts``: strings, of which some may be missing."""
        parts = [_outline(texts.slice(start, _AT_ONCE)) for start in range(0, len(texts), _AT_ONCE)]
        marks, heads = ([part[which] for part in parts] for which in (0, 1))
        return cls(np.concatenate([np.empty(0, np.uint64), *marks]), np.concatenate([np.empty(0, np.uint32), *heads]))

    def take(self, at: npt.NDArray[np.int64]) -> Outlines:
        return Outlines(self.marks.take(at), self.heads.take(at))

    def may_be_alike(self, other: Outlines, least: float) -> npt.NDArray[np.bool_]:
        """Whether the Jaro-Winkler similarity (Winkler 1990) of each text and that of ``other`` can be ``least`` or more; it can of all
        that do not tell.

        A letter that the other text does not have is matched by none: so no more are matched than are left, and Jaro's similarity is at
        most that of so many in order. Winkler's adds for up to four letters at the start that are the same.
        """
        one, two = self.marks >> _LETTERS, other.marks >> _LETTERS
        matched = np.minimum(
            one - np.bitwise_count(_letters(self.marks & ~other.marks)),
            two - np.bitwise_count(_letters(other.marks & ~self.marks)),
        )
        apart = self.heads ^ other.heads
        start = 0.1 * sum((apart & letters) == 0 for letters in _LOWEST)
        told = (one > 0) & (two > 0)
        jaro = (matched / np.where(told, one, 1) + matched / np.where(told, two, 1) + 1) / 3
        return np.asarray(~told | (jaro + start * (1 - jaro) >= least - 1e-9))


def _letters(marks: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    return marks & np.uint64(2**_LETTERS - 1)


def _outline(texts: pa.Array) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]:
    given = texts.cast(pa.large_binary()).fill_null(b"")
    ends = np.frombuffer(given.buffers()[1], np.int64)[given.offset : given.offset + len(given) + 1]
    # Some more, for texts that are short or empty and last.
    letters = np.append(np.frombuffer(given.buffers()[2] or b"", np.uint8)[: ends[-1]], np.zeros(4, np.uint8))
    lengths = np.diff(ends).astype(np.uint64)
    # DuckDB compares bytes too.
    marks = np.bitwise_or.reduceat(_BITS.take(letters), ends)[:-1]
    marks |= np.where(lengths <= _LONGEST, lengths, 0) << np.uint64(_LETTERS)
    heads = sum(
        np.where(place < lengths, letters.take(ends[:-1] + place), 0).astype(np.uint32) << np.uint32(8 * place)
        for place in range(4)
    )
    return marks, np.asarray(heads, np.uint32)
