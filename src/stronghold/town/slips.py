"""Slips of the hand, over whole arrays of words: letters swapped, dropped, doubled, or the key beside the right one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["slipped"]

Words = NDArray[np.str_]

_KEYBOARD = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = 4


def _beside() -> NDArray[np.uint32]:
    """Four neighbouring keys for each ASCII character, shape (128, 4); a key that has none is its own neighbour."""
    table = np.repeat(np.arange(128, dtype=np.uint32)[:, None], _NEIGHBOURS, axis=1)
    for row, keys in enumerate(_KEYBOARD):
        for place, key in enumerate(keys):
            near = [keys[p] for p in (place - 1, place + 1) if 0 <= p < len(keys)]
            # A digit's slip is another digit and a letter's another letter: people look at what they typed.
            for other in (row - 1, row + 1):
                if row > 0 and 1 <= other < len(_KEYBOARD):
                    near += [_KEYBOARD[other][p] for p in (place,) if p < len(_KEYBOARD[other])]
            for case in (str.lower, str.upper):
                table[ord(case(key))] = np.resize([ord(case(k)) for k in near], _NEIGHBOURS)
    return table


_BESIDE = _beside()


def slipped(rng: np.random.Generator, words: Words) -> Words:
    """Each word with one slip after its first letter, shape as given; words under three letters stay as they are.

    Words must be ASCII. A quarter each: neighbours swapped (at the end of a word: dropped), dropped, replaced, doubled.
    """
    count = len(words)
    if count == 0:
        return words
    width = words.dtype.itemsize // 4
    text = np.zeros((count, width + 2), np.uint32)
    text[:, :width] = np.ascontiguousarray(words).view(np.uint32).reshape(count, width)
    length = (text != 0).sum(axis=1)
    at = rng.integers(1, np.maximum(length, 2))
    how = rng.integers(0, 4, count)
    how[(how == 0) & (at >= length - 1)] = 1
    how[length < 3] = -1
    column = np.arange(width + 2)[None, :]
    source = np.broadcast_to(column, text.shape).copy()
    source += (how == 0)[:, None] * ((column == at[:, None]).astype(np.int64) - (column == at[:, None] + 1))
    source += (how == 1)[:, None] & (column >= at[:, None])
    source -= (how == 3)[:, None] & (column > at[:, None])
    out = np.take_along_axis(text, np.minimum(source, width + 1), axis=1)
    rows = np.flatnonzero(how == 2)
    out[rows, at[rows]] = _BESIDE[text[rows, at[rows]], rng.integers(0, _NEIGHBOURS, len(rows))]
    return np.ascontiguousarray(out).view(f"<U{width + 2}").reshape(count)
