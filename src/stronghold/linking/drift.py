"""What a load changed in the linking: from one picture to the next, what is more than chance explains.

The records that came are held against those that were there before, feed by feed: a column that a partner's system has stopped
filling shows at once in what came, long before it shows in the whole. Where nothing came, the whole is held against the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist

import duckdb
import numpy as np

from stronghold.linking.collapse import linking_columns
from stronghold.linking.intervals import Interval, difference, wilson

__all__ = [
    "NOTABLE",
    "SIZE_EDGES",
    "WEIGHT_EDGES",
    "Drift",
    "FeedSummary",
    "LinkSummary",
    "Movement",
    "ShareDrift",
    "drift_between",
    "summarise",
]

# Bins of match weight, in bits, between these edges; the first ends at the threshold as shipped.
WEIGHT_EDGES = (-3.0, 0.0, 2.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0)
# Bins of how many entries one person has: 1, 2, 3 to 4, 5 to 9, 10 to 19, 20 or more.
SIZE_EDGES = (2, 3, 5, 10, 20)
# A change that is told: this share of links or people in other bins, or of a feed's records linked, or of its cells filled.
NOTABLE = 0.05
# The largest person is told of where it has so many entries, and so many times as many as before.
_LARGE, _GROWN = 20, 2.0
_SURE = 0.05  # the chance that anything at all is told although nothing changed
_ROUNDS = 1_000

Feed = tuple[str, str, str]


@dataclass(frozen=True)
class FeedSummary:
    """The people in one kind of record of one system of an agency: how many entries, how many of them share a person with
    another entry, and by linking column how many give it."""

    agency: str
    system: str
    kind: str
    mentions: int
    linked: int
    filled: Mapping[str, int] = field(default_factory=dict)

    @property
    def feed(self) -> Feed:
        return self.agency, self.system, self.kind


@dataclass(frozen=True)
class LinkSummary:
    """One picture's links in numbers. ``weights``: pairs in each bin of :data:`WEIGHT_EDGES` (one more bin than edges);
    ``sizes``: people in each bin of :data:`SIZE_EDGES` by how many entries they have, ``largest`` the most of one."""

    weights: tuple[int, ...]
    sizes: tuple[int, ...] = ()
    largest: int = 0
    feeds: tuple[FeedSummary, ...] = ()

    @property
    def pairs(self) -> int:
        return sum(self.weights)

    @property
    def people(self) -> int:
        return sum(self.sizes)


@dataclass(frozen=True)
class Movement:
    """How far a distribution moved: the share (0 to 1) that would have to lie in another bin for the two to be one (total
    variation distance), and the share that chance alone stays under in 99 of 100 draws of these sizes."""

    share: float
    by_chance: float

    @property
    def notable(self) -> bool:
        return self.share >= NOTABLE and self.share > self.by_chance


@dataclass(frozen=True)
class ShareDrift:
    """A share of a feed's entries: those linked to another (``column`` is ``None``), or those that give a column.

    ``before`` is of the earlier picture, ``came`` of the entries that came since (``None``: none did), ``now`` of all. ``change`` is from
    ``before`` to what came, or to all where nothing came.
    """

    agency: str
    system: str
    kind: str
    column: str | None
    before: Interval | None
    came: Interval | None
    now: Interval | None
    change: Interval | None
    notable: bool


@dataclass(frozen=True)
class Drift:
    """What lies between two pictures. ``came``: the entries that the earlier one did not have. ``weights`` is of all links and ``sizes``
    of all people: those of what came alone depend on which files they came in."""

    before: LinkSummary
    after: LinkSummary
    came: LinkSummary
    weights: Movement
    sizes: Movement
    shares: tuple[ShareDrift, ...]
    gone: tuple[Feed, ...]

    @property
    def larger(self) -> bool:
        """Whether one person has so many more entries than anyone before that something may have been run together."""
        return self.after.largest >= max(_LARGE, _GROWN * self.before.largest)

    @property
    def notable(self) -> bool:
        return bool(self.weights.notable or self.sizes.notable or self.larger or self.gone or any(s.notable for s in self.shares))


def summarise(
    con: duckdb.DuckDBPyConnection, *, links: str = "link", mentions: str = "mention", only: str | None = None
) -> LinkSummary:
    """A picture's links in numbers, of the tables ``links`` (as ``link``) and ``mentions`` (as ``mention``) and no others.

    ``only``: a table of ``mention_id``; the feeds are then of those alone, though linked is who shares a person with any of ``mentions``.
    """
    bins = dict(
        con.execute(
            f"SELECT len(list_filter($edges::DOUBLE[], lambda e: e <= match_weight)) AS bin, count(*) FROM {links} GROUP BY bin",
            {"edges": list(WEIGHT_EDGES)},
        ).fetchall()
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE linked_person AS
        SELECT m.mention_id, m.record_id, em.entity_id, count(*) OVER (PARTITION BY em.entity_id) AS mentions
        FROM {mentions} m JOIN entity_member em USING (mention_id) WHERE m.kind = 'person'
        """
    )
    by_size = con.execute(
        """
        SELECT len(list_filter($edges::BIGINT[], lambda e: e <= mentions)) AS bin, count(*), max(mentions)
        FROM (SELECT entity_id, any_value(mentions) AS mentions FROM linked_person GROUP BY entity_id) GROUP BY bin
        """,
        {"edges": list(SIZE_EDGES)},
    ).fetchall()
    sizes = {place: count for place, count, _ in by_size}
    return LinkSummary(
        tuple(bins.get(i, 0) for i in range(len(WEIGHT_EDGES) + 1)),
        tuple(sizes.get(i, 0) for i in range(len(SIZE_EDGES) + 1)),
        max((most for *_, most in by_size), default=0),
        tuple(_feeds(con, only)),
    )


def _feeds(con: duckdb.DuckDBPyConnection, only: str | None) -> Iterator[FeedSummary]:
    present = {row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE person)").fetchall()}
    columns = [name for name in linking_columns() if name in present]
    counts = "".join(f', count(p."{name}")' for name in columns)
    rows = con.execute(
        f"""
        SELECT s.agency, s.system, r.kind, count(*), count(*) FILTER (l.mentions > 1){counts}
        FROM linked_person l {f"SEMI JOIN {only} o ON o.mention_id = l.mention_id" if only else ""}
        JOIN person p ON p.mention_id = l.mention_id JOIN record r ON r.record_id = l.record_id JOIN source s USING (source_id)
        GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    for agency, system, kind, mentions, linked, *filled in rows:
        yield FeedSummary(agency, system, kind, mentions, linked, dict(zip(columns, filled, strict=True)))


def drift_between(before: LinkSummary, after: LinkSummary, came: LinkSummary | None = None) -> Drift:
    """What changed from one picture to the next, ``came`` being what the later one alone holds.

    A share is told where it changed by :data:`NOTABLE` or more and chance does not explain it; the more shares are looked at, the surer
    that has to be (Bonferroni), so that of all of them together one in twenty loads is told of falsely. Entries that
    stay from one picture to the next make the two more alike than two samples would be: what is told is on the safe side.
    """
    came = came or LinkSummary((0,) * len(after.weights))
    looked = list(_shares(before, after, came))
    tested = [(i, test) for i, (*_, test) in enumerate(looked) if test]
    z = NormalDist().inv_cdf(1 - _SURE / (2 * max(len(tested), 1)))
    told = {i for i, (base, other) in tested if _changed(base, other, z)}
    shares = tuple(
        ShareDrift(*feed, column, wilson(*base), wilson(*new), wilson(*now), _difference(test), i in told)
        for i, (feed, column, base, new, now, test) in enumerate(looked)
    )
    there = {feed.feed for feed in after.feeds}
    return Drift(
        before,
        after,
        came,
        _moved(before.weights, after.weights),
        _moved(before.sizes, after.sizes),
        shares,
        tuple(feed.feed for feed in before.feeds if feed.feed not in there),
    )


Count = tuple[int, int]
Looked = tuple[Feed, str | None, Count, Count, Count, tuple[Count, Count] | None]


def _shares(before: LinkSummary, after: LinkSummary, came: LinkSummary) -> Iterator[Looked]:
    """Each share as counts, before, of what came and now; and the two that are held against each other, if there are two."""
    was, new = ({feed.feed: feed for feed in summary.feeds} for summary in (before, came))
    nothing = FeedSummary("", "", "", 0, 0)
    for feed in after.feeds:
        earlier, later = was.get(feed.feed, nothing), new.get(feed.feed, nothing)
        for column in (None, *feed.filled):
            base, of_new, now = (
                (each.linked if column is None else each.filled.get(column, 0), each.mentions) for each in (earlier, later, feed)
            )
            if column is not None and not base[0] and not now[0]:
                continue
            other = of_new if of_new[1] else now
            yield feed.feed, column, base, of_new, now, (base, other) if base[1] and other[1] else None


def _changed(base: Count, other: Count, z: float) -> bool:
    one, two = wilson(*base, z=z), wilson(*other, z=z)
    if one is None or two is None:
        return False
    change = difference(two, one)
    return abs(change.value) >= NOTABLE and not change.low <= 0 <= change.high


def _difference(test: tuple[Count, Count] | None) -> Interval | None:
    base, other = (wilson(*count) for count in test) if test else (None, None)
    return difference(other, base) if base and other else None


def _moved(before: Sequence[int], after: Sequence[int]) -> Movement:
    one, other = np.array(before, np.int64), np.array(after, np.int64)
    if not len(one) or not len(other) or not one.sum() or not other.sum():
        return Movement(0.0, 0.0)
    share = float(np.abs(one / one.sum() - other / other.sum()).sum() / 2)
    together = (one + other) / (one.sum() + other.sum())
    rng = np.random.default_rng(1)
    drawn = (rng.multinomial(int(each.sum()), together, _ROUNDS) / each.sum() for each in (one, other))
    first, second = drawn
    return Movement(share, float(np.quantile(np.abs(first - second).sum(axis=1) / 2, 0.99)))
