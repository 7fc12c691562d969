"""How good the links are, and how they change: labelled pairs, and what one load did to weights and sources.

For an estimate without labels see ``linking.sampling``; against a known truth ``linking.evaluation``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb
import numpy as np
import numpy.typing as npt

from stronghold.linking.intervals import Interval, difference, wilson

__all__ = [
    "Drift",
    "LabelledQuality",
    "LinkSummary",
    "SourceDrift",
    "drift_between",
    "f1_spread",
    "labelled_quality",
    "summarise",
]

# Bins of match weight, in bits, between these edges; the first ends at the threshold as shipped.
WEIGHT_EDGES = (-3.0, 0.0, 2.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0)
# A change that is told: this share of links in other bins, or this share of a source's mentions linked or not any more.
NOTABLE = 0.05
_ROUNDS = 4_000


@dataclass(frozen=True)
class LabelledQuality:
    """Links against pairs that people labelled. People label pairs that were doubtful: these figures are of those, not of all."""

    pairs: int
    same: int
    precision: Interval | None
    recall: Interval | None
    f1: Interval | None


@dataclass(frozen=True)
class LinkSummary:
    """One picture's links in numbers. ``weights``: how many pairs are in each bin of ``WEIGHT_EDGES`` (one more bin than edges);
    ``sources``: by source name its person mentions, and how many of them share a person with another mention."""

    weights: tuple[int, ...]
    sources: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def pairs(self) -> int:
        return sum(self.weights)


@dataclass(frozen=True)
class SourceDrift:
    """A source's share of linked mentions before and after (``None``: it was not there, or names nobody) and the difference."""

    source: str
    before: Interval | None
    after: Interval | None
    change: Interval | None
    notable: bool


@dataclass(frozen=True)
class Drift:
    """What lies between two pictures. ``moved``: the share of links that would have to lie in another bin for the two
    distributions of match weight to be one (total variation distance, 0 to 1)."""

    moved: float
    before: LinkSummary
    after: LinkSummary
    sources: tuple[SourceDrift, ...]

    @property
    def notable(self) -> bool:
        return self.moved >= NOTABLE or any(source.notable for source in self.sources)


def labelled_quality(pairs: Iterable[tuple[bool, bool]], *, seed: int = 1) -> LabelledQuality:
    """From (linked, same) of each labelled pair; shares by Wilson's interval, F1 by a bootstrap of the pairs."""
    found = np.array(list(pairs), bool).reshape(-1, 2)
    linked, same = found[:, 0], found[:, 1]
    both = int((linked & same).sum())
    precision, recall = wilson(both, int(linked.sum())), wilson(both, int(same.sum()))
    f1 = None
    if precision and recall:
        spread = f1_spread(linked[:, None], same, seed)[:, 0]
        low, high = np.quantile(spread, (0.025, 0.975))
        value = 2 * both / (int(linked.sum()) + int(same.sum()))
        f1 = Interval(value, float(low), float(high))
    return LabelledQuality(len(found), int(same.sum()), precision, recall, f1)


def f1_spread(linked: npt.NDArray[np.bool_], same: npt.NDArray[np.bool_], seed: int) -> npt.NDArray[np.float64]:
    """F1 of each column of ``linked`` (pairs, models) in bootstrap samples of the pairs: shape (rounds, models)."""
    weights = np.random.default_rng(seed).multinomial(len(same), np.full(len(same), 1 / len(same)), _ROUNDS)
    both = weights @ (linked & same[:, None])
    sums = weights @ linked + (weights @ same)[:, None]
    return np.asarray(2 * both / np.maximum(sums, 1), np.float64)


def summarise(con: duckdb.DuckDBPyConnection, *, links: str = "link", mentions: str = "mention") -> LinkSummary:
    """A picture's links in numbers: of the tables ``links`` (as ``link``) and ``mentions`` (as ``mention``) and no others."""
    rows = con.execute(
        f"SELECT len(list_filter($edges::DOUBLE[], lambda e: e <= match_weight)) AS bin, count(*) FROM {links} GROUP BY bin",
        {"edges": list(WEIGHT_EDGES)},
    ).fetchall()
    bins = dict(rows)
    by_source = con.execute(
        f"""
        WITH person AS (
            SELECT r.source_id, count(*) OVER (PARTITION BY em.entity_id) AS mentions
            FROM {mentions} m JOIN record r USING (record_id) JOIN entity_member em USING (mention_id) WHERE m.kind = 'person'
        )
        SELECT s.name, count(*), count(*) FILTER (p.mentions > 1) FROM person p JOIN source s USING (source_id)
        GROUP BY s.name ORDER BY s.name
        """
    ).fetchall()
    weights = tuple(bins.get(i, 0) for i in range(len(WEIGHT_EDGES) + 1))
    return LinkSummary(weights, {name: (mentioned, linked) for name, mentioned, linked in by_source})


def drift_between(before: LinkSummary, after: LinkSummary) -> Drift:
    """What changed from one picture to the next; a source is told where its change is notable and surely not none."""
    told = []
    for name in sorted({*before.sources, *after.sources}):
        shares = [wilson(linked, mentions) for mentions, linked in (s.sources.get(name, (0, 0)) for s in (before, after))]
        change = difference(shares[1], shares[0]) if shares[0] and shares[1] else None
        notable = change is not None and abs(change.value) >= NOTABLE and not change.low <= 0 <= change.high
        told.append(SourceDrift(name, shares[0], shares[1], change, notable))
    one, other = (np.array(s.weights, np.float64) / max(s.pairs, 1) for s in (before, after))
    return Drift(float(np.abs(one - other).sum() / 2), before, after, tuple(told))
