"""The names of invented people: which names there are, how common each is, and how one name turns into another.

A name is an index into ``Names.words`` (lower case, ASCII), so that a million names are drawn and changed as whole arrays.
``Names.marked`` has the same names with their accents. How common a name is follows Zipf and Mandelbrot, ``(rank + q) ** -s``,
with ``q`` and ``s`` set so that the commonest English surname is held by about one person in a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

import numpy as np
import yaml
from anyascii import anyascii
from nicknames import NickNamer
from numpy.typing import NDArray

__all__ = ["Culture", "Names", "Pool", "names"]

Codes = NDArray[np.int32]
Words = NDArray[np.str_]

_SURNAME_ZIPF = (0.85, 3.0)
_FORENAME_ZIPF = (0.75, 4.0)


@dataclass(frozen=True)
class Pool:
    """Names to draw from: ``codes`` and the running total of their weights, both shape (names,), the last total 1."""

    codes: Codes
    totals: NDArray[np.float64]

    def draw(self, rng: np.random.Generator, count: int) -> Codes:
        places = np.searchsorted(self.totals, rng.random(count), side="right")
        return np.asarray(self.codes[places])


@dataclass(frozen=True)
class Culture:
    """Where a household's names come from; ``takes_husbands_name`` is the share of wives who do."""

    name: str
    share: float
    takes_husbands_name: float
    male: Pool
    female: Pool
    surnames: Pool


@dataclass(frozen=True)
class Names:
    """Every name by its code. ``womans_form`` maps a surname to the form a woman bears, shape (names,).

    ``others`` holds, per name, the short forms and spellings it is also written in: shape (names, widest), filled up by
    repetition; a name without any holds itself.
    """

    words: Words
    marked: Words
    cultures: tuple[Culture, ...]
    womans_form: Codes
    others: Codes
    street_names: Words


class _Codes:
    """Gives each distinct name its code, in order of first sight."""

    def __init__(self) -> None:
        self.marked: list[str] = []
        self._known: dict[str, int] = {}

    def of(self, name: str) -> int:
        plain = anyascii(name)
        if plain not in self._known:
            self._known[plain] = len(self.marked)
            self.marked.append(name)
        return self._known[plain]

    def pool(self, listed: Sequence[str], zipf: tuple[float, float]) -> Pool:
        power, offset = zipf
        distinct = list(dict.fromkeys(listed))
        weights = (np.arange(1, len(distinct) + 1) + offset) ** -power
        totals = np.cumsum(weights / weights.sum())
        totals[-1] = 1.0
        return Pool(np.array([self.of(n) for n in distinct], np.int32), totals)


def _culture(name: str, raw: dict[str, Any], codes: _Codes, rng: np.random.Generator) -> Culture:
    made = [a + b for a, b in product(raw["surname_stems"].split(), raw["surname_endings"].split())]
    rng.shuffle(made)
    return Culture(
        name=name,
        share=raw["share"],
        takes_husbands_name=raw["takes_husbands_name"],
        male=codes.pool(raw["male"].split(), _FORENAME_ZIPF),
        female=codes.pool(raw["female"].split(), _FORENAME_ZIPF),
        surnames=codes.pool([*raw["surnames"].split(), *made], _SURNAME_ZIPF),
    )


def _womans_forms(codes: _Codes, special: dict[str, str]) -> Codes:
    form = list(range(len(codes.marked)))
    for name in list(codes.marked):
        if name in special:
            form[codes.of(name)] = codes.of(special[name])
        elif name.endswith(("ski", "cki", "dzki")):
            form[codes.of(name)] = codes.of(name[:-1] + "a")
    form += range(len(form), len(codes.marked))
    return np.array(form, np.int32)


def _others(codes: _Codes, forenames: Sequence[int], spellings: Sequence[str]) -> Codes:
    nicknamer = NickNamer()
    also: dict[int, set[int]] = {}
    for code in forenames:
        # Sorted, because codes are given in the order of asking, and a set of texts has another order in each process.
        short_forms = sorted(nicknamer.nicknames_of(anyascii(codes.marked[code])))
        also[code] = {codes.of(n) for n in short_forms if n.isascii() and n.isalpha()}
    for group in spellings:
        members = {codes.of(n) for n in group.split()}
        for code in members:
            also.setdefault(code, set()).update(members - {code})
    widest = max(len(found) for found in also.values())
    table = np.repeat(np.arange(len(codes.marked), dtype=np.int32)[:, None], widest, axis=1)
    for code, found in also.items():
        if found:
            table[code] = np.resize(np.array(sorted(found), np.int32), widest)
    return table


@cache
def names() -> Names:
    """The names of ``names.yaml``, with English surnames made from stems and endings, and short forms from `nicknames`."""
    raw = yaml.safe_load((files("stronghold.town") / "names.yaml").read_text(encoding="utf-8"))
    codes = _Codes()
    rng = np.random.default_rng(0)  # the order of made surnames is part of the list, whatever the seed of the people
    cultures = tuple(_culture(name, spec, codes, rng) for name, spec in raw["cultures"].items())
    forenames = sorted({int(c) for culture in cultures for pool in (culture.male, culture.female) for c in pool.codes})
    others = _others(codes, forenames, raw["spellings"])
    womans_form = _womans_forms(codes, raw["womans_form"])
    grown = np.arange(len(others), len(codes.marked), dtype=np.int32)[:, None]
    others = np.vstack([others, np.repeat(grown, others.shape[1], axis=1)])
    streets = raw["streets"]
    made = [f"{a.replace('-', ' ')} {b}" for a, b in product(streets["names"].split(), streets["endings"].split())]
    return Names(
        words=np.array([anyascii(n) for n in codes.marked]),
        marked=np.array(codes.marked),
        cultures=cultures,
        womans_form=womans_form,
        others=others,
        street_names=np.array(made),
    )
