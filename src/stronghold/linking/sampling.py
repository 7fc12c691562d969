"""How good links are without known truth: a sample of pairs that people judge, drawn so that it speaks for all of them.

Pairs are drawn at random within strata of the match weight: few where the model is sure, many where it is not. Each pair's chance
to be drawn is known, so that what people say of the sample is projected to all pairs (Horvitz and Thompson 1952). Recall is of the
pairs that were compared and kept (``link``): a true pair that no blocking key joined is in no stratum.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from stronghold.linking.intervals import Interval, ratio, total, wilson

__all__ = ["LEAST_DRAWN", "Drawn", "Estimate", "Stratum", "allocate", "draw", "estimate", "other_than_asked", "strata_of"]

# Edges of the strata in bits; the model's floor and threshold are edges too.
EDGES = (-3.0, -1.0, 0.5, 2.0, 4.0, 7.0, 12.0, 20.0)
# Even where the model is sure a stratum is looked at: it may be surely wrong.
LEAST_DRAWN = 12


@dataclass(frozen=True)
class Stratum:
    """Pairs with a match weight from ``low`` to under ``high``: how many there are, and whether linking accepted them.

    ``probability`` is the mean of what the model says of them; it shapes the sample and nothing else.
    """

    low: float
    high: float
    accepted: bool
    pairs: int
    probability: float


@dataclass(frozen=True)
class Drawn:
    """One pair of the sample: its number in the sample, its stratum, and its two nodes (``mention_id`` of each node)."""

    number: int
    stratum: int
    node_l: int
    node_r: int


@dataclass(frozen=True)
class Estimate:
    """What the judged sample says. ``recall`` is of the pairs that were kept. ``unsure`` pairs were left out, as if drawn one less.

    ``either_way``: precision and recall, lowest and highest, if all of the unsure pairs were different people, or one person.
    """

    precision: Interval | None
    recall: Interval | None
    f1: Interval | None
    judged: int
    unsure: int
    either_way: tuple[tuple[float, float], tuple[float, float]] | None


def strata_of(con: duckdb.DuckDBPyConnection, threshold: float, frame: str = "link") -> list[Stratum]:
    """The strata of ``frame`` (shaped as ``link``) that hold a pair, by weight."""
    edges = sorted({*EDGES, threshold})
    rows = con.execute(
        f"""
        SELECT stratum, min(accepted), count(*), avg(probability)
        FROM (SELECT len(list_filter($edges::DOUBLE[], lambda e: e <= match_weight)) AS stratum, accepted::INT AS accepted, probability
              FROM {frame})
        GROUP BY stratum ORDER BY stratum
        """,
        {"edges": edges},
    ).fetchall()
    ends = [-math.inf, *edges, math.inf]
    return [Stratum(ends[i], ends[i + 1], bool(accepted), pairs, probability) for i, accepted, pairs, probability in rows]


def allocate(strata: Sequence[Stratum], size: int) -> list[int]:
    """How many of each stratum to draw, ``size`` or all there are: at least ``LEAST_DRAWN``, the rest by Neyman's rule."""
    drawn = [min(s.pairs, LEAST_DRAWN) for s in strata]
    spread = [s.pairs * math.sqrt(max(s.probability * (1 - s.probability), 0.01)) for s in strata]
    while (left := size - sum(drawn)) > 0:
        open_to = [i for i, s in enumerate(strata) if drawn[i] < s.pairs]
        if not open_to:
            break
        whole = sum(spread[i] for i in open_to)
        for i in open_to:
            drawn[i] = min(strata[i].pairs, drawn[i] + max(int(left * spread[i] / whole), 0))
        if size - sum(drawn) == left:  # what is left is less than one for each
            for i in sorted(open_to, key=lambda i: -spread[i])[:left]:
                drawn[i] += 1
    return drawn


def other_than_asked(drawn: int, asked: int) -> str | None:
    """In words, why more or fewer pairs were drawn than were asked for; ``None`` where it is as many."""
    if drawn > asked:
        return (
            f"{drawn:,} pairs are drawn where {asked:,} were asked for: of each range of match weight there must be {LEAST_DRAWN} at least"
            " (or all that it has), as from fewer nothing could be said of the links in it."
        )
    if drawn < asked:
        return f"{drawn:,} pairs are drawn where {asked:,} were asked for: there are no more that you may see."
    return None


def draw(con: duckdb.DuckDBPyConnection, strata: Sequence[Stratum], size: int, *, seed: int, frame: str = "link") -> list[Drawn]:
    """A sample of ``frame``, the same for the same seed and pairs, in an order that says nothing of the weight."""
    found: list[tuple[int, int, int]] = []
    for number, (stratum, many) in enumerate(zip(strata, allocate(strata, size), strict=True)):
        rows = con.execute(
            f"""
            SELECT mention_l, mention_r FROM {frame} WHERE match_weight >= $low AND match_weight < $high
            ORDER BY hash(mention_l, mention_r, $seed::BIGINT), mention_l, mention_r LIMIT $many
            """,
            {"low": stratum.low, "high": stratum.high, "seed": seed, "many": many},
        ).fetchall()
        found += [(number, left, right) for left, right in rows]
    order = np.random.default_rng(seed).permutation(len(found))
    return [Drawn(place + 1, *found[i]) for place, i in enumerate(order.tolist())]


def estimate(strata: Sequence[Stratum], answers: Mapping[int, Sequence[bool | None]]) -> Estimate:
    """Precision and recall of the links from what people said of each stratum's drawn pairs (``None``: unsure).

    The values are Horvitz and Thompson's (precision), and ratios of two such (recall, F1); intervals are put together from
    Wilson's for each stratum, a sample of all pairs leaving no doubt (``linking.intervals``). A stratum of which no pair was
    judged makes recall and F1 unknown; one that is accepted, precision too.
    """
    said = [[a for a in answers.get(i, ()) if a is not None] for i in range(len(strata))]
    unsure = sum(a is None for found in answers.values() for a in found)
    shares = [wilson(sum(found), len(found), s.pairs) for s, found in zip(strata, said, strict=True)]
    right, missed = (
        _summed([(s, share) for s, share in zip(strata, shares, strict=True) if s.accepted is accepted])
        for accepted in (True, False)
    )
    links = sum(s.pairs for s in strata if s.accepted)
    precision = recall = f1 = None
    if right is not None and links:
        precision = Interval(right.value / links, right.low / links, right.high / links)
        if missed is not None and right.value > 0:
            lost = ratio(missed, right)
            recall = Interval(1 / (1 + lost.value), 1 / (1 + lost.high), 1 / (1 + lost.low))
            others = Interval(missed.value + links, missed.low + links, missed.high + links)
            over = ratio(others, right)
            f1 = Interval(2 / (1 + over.value), 2 / (1 + over.high), min(2 / (1 + over.low), 1.0))
    known = _either_way(strata, answers) if unsure and recall else None
    return Estimate(precision, recall, f1, sum(map(len, said)), unsure, known)


def _summed(parts: Sequence[tuple[Stratum, Interval | None]]) -> Interval | None:
    """How many pairs of these strata are one person's; ``None`` where one of them was not judged."""
    known = [(float(s.pairs), share) for s, share in parts if share is not None]
    return total(known) if len(known) == len(parts) else None


def _share(said: Sequence[bool]) -> float:
    return sum(said) / len(said) if said else 0.0


def _rates(strata: Sequence[Stratum], same: Sequence[float]) -> tuple[float, float]:
    """Precision and recall given each stratum's number of pairs of one person."""
    right = sum(n for s, n in zip(strata, same, strict=True) if s.accepted)
    said, true = sum(s.pairs for s in strata if s.accepted), sum(same)
    return right / max(said, 1), right / true if true else 1.0


def _either_way(
    strata: Sequence[Stratum], answers: Mapping[int, Sequence[bool | None]]
) -> tuple[tuple[float, float], tuple[float, float]]:
    ends = []
    for accepted_as in (False, True):
        for other_as in (False, True):
            same = []
            for i, s in enumerate(strata):
                instead = accepted_as if s.accepted else other_as
                same.append(s.pairs * _share([instead if a is None else a for a in answers.get(i, ())]))
            ends.append(_rates(strata, same))
    precisions, recalls = zip(*ends, strict=True)
    return (min(precisions), max(precisions)), (min(recalls), max(recalls))
