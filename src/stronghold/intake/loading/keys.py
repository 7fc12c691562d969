"""Record keys: the source's own key, else a hash of what the row says; never where the row lies.

Keys are for ever: people's decisions refer to them. They rest on the text as the partner wrote it (without outer blanks), not on
cleaned values, so that a better cleaner changes no key.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b, sha256

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["Occurrences", "content_hashes", "escaped", "own_keys", "record_keys"]

Hashes = npt.NDArray[np.uint64]

# Characters that have a meaning in a record key or a mention key, as percent codes; "%" itself first of all.
_CODES = str.maketrans({character: f"%{ord(character):02X}" for character in "%/#>|~"})
_BETWEEN_CELLS = "\x1f"


def escaped(key: str) -> str:
    """A source's own text, safe inside a key: ``/ # > | ~ %`` become percent codes."""
    return key.translate(_CODES)


def content_hashes(cells: Sequence[pa.Array], rows: int) -> tuple[Hashes, list[str]]:
    """Per row, the first 64 bits of the SHA-256 of its cells in the order given, as numbers and as 16 hex digits."""
    if cells:
        joined = pc.binary_join_element_wise(*cells, _BETWEEN_CELLS, null_handling="replace", null_replacement="").to_pylist()
    else:
        joined = [""] * rows
    digests = b"".join([sha256(text.encode()).digest()[:8] for text in joined])
    digits = digests.hex()
    return (
        np.frombuffer(digests, dtype=">u8").astype(np.uint64),
        [digits[at : at + 16] for at in range(0, len(digits), 16)],
    )


def own_keys(cells: Sequence[pa.Array]) -> list[str | None]:
    """Per row, the source's own key from its key cells, joined by ``|``; ``None`` where any of them is empty."""
    parts: list[list[str | None]] = [cell.to_pylist() for cell in cells]
    if any(character in "".join(filter(None, part)) for part in parts for character in "%/#>|~"):
        parts = [[text and escaped(text) for text in part] for part in parts]
    if len(parts) == 1:
        return parts[0]
    return ["|".join(row) if all(row) else None for row in zip(*parts, strict=True)]


class Occurrences:
    """Numbers the times a key is seen in one file, over batches: the first keeps its key, later ones get ``/2``, ``/3``...

    Memory: 8 bytes a distinct key, and the text only of keys that come more than once. Two keys are taken for one where 64
    bits of their hash agree: a chance of one in ten million for a file of two million rows.
    """

    def __init__(self) -> None:
        self._runs: list[Hashes] = []
        self._times: dict[str, int] = {}

    def number(self, keys: list[str], hashes: Hashes) -> list[str]:
        """The keys of the next batch, numbered. ``hashes`` are of the keys, in the same order."""
        distinct, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
        known = self._known(distinct)
        again = known[inverse]
        later = np.ones(len(keys), dtype=bool)
        later[first] = False
        self._add(distinct[~known])
        if not (again | later).any():
            return keys
        numbered = list(keys)
        for row in np.flatnonzero(again | later).tolist():
            key = keys[row]
            times = self._times.get(key, 1) + 1
            self._times[key] = times
            numbered[row] = f"{key}/{times}"
        return numbered

    def _known(self, distinct: Hashes) -> npt.NDArray[np.bool_]:
        known = np.zeros(len(distinct), dtype=bool)
        for run in self._runs:
            place = np.minimum(np.searchsorted(run, distinct), len(run) - 1)
            known |= run[place] == distinct
        return known

    def _add(self, fresh: Hashes) -> None:
        """Keep sorted runs of falling size, so that adding stays cheap and looking up needs few of them."""
        if not len(fresh):
            return
        while self._runs and len(self._runs[-1]) <= 2 * len(fresh):
            fresh = np.sort(np.concatenate([self._runs.pop(), fresh]), kind="stable")
        self._runs.append(fresh)


def record_keys(
    cells: Sequence[pa.Array], key_cells: Sequence[pa.Array], rows: int, seen: Occurrences
) -> tuple[list[str], list[str]]:
    """Per row its key (the last part of the record key) and its content hash (16 hex digits).

    ``cells`` are the row's mapped cells, ``key_cells`` those of the source's own key (none where it has no key).
    """
    hashes, digits = content_hashes(cells, rows)
    keys = ["~" + text for text in digits]
    if key_cells:
        own = own_keys(key_cells)
        keys = [given or content for given, content in zip(own, keys, strict=True)]
        packed = b"".join([blake2b(key.encode(), digest_size=8).digest() for key in keys])
        hashes = np.frombuffer(packed, dtype=np.uint64)
    return seen.number(keys, hashes), digits
