"""What a load changed, in plain sentences: each names what changed, by how much, and what it was before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from stronghold.linking.drift import SIZE_EDGES, WEIGHT_EDGES, Drift, Feed, Movement, ShareDrift
from stronghold.linking.intervals import Interval
from stronghold.vocabulary import kind, kinds

__all__ = ["column_words", "feed_words", "findings", "percent", "size_ranges", "span_words", "weight_ranges"]


def findings(drift: Drift) -> tuple[str, ...]:
    """One sentence for each change that is more than chance explains, the plainest sign of a broken feed first. Empty: nothing drifted."""
    return tuple(_told(drift))


def feed_words(feed: Feed) -> str:
    """A feed as people call it: "Police, custody: arrests"."""
    agency, system, name = feed
    records = kind(name).plural.lower() if name in kinds() else name
    return f"{agency.capitalize()}, {system}: {records}"


def column_words(column: str | None) -> str:
    """What a share is of: "linked to another record", or the column by its label."""
    if column is None:
        return "Linked to another record"
    columns = kind("person").columns
    return columns[column].label if column in columns else column


def percent(share: float) -> str:
    """A share with as many figures as it bears: 41%, 0.4%."""
    of_hundred = 100 * share
    if 0 < abs(of_hundred) < 1 or 99 < abs(of_hundred) < 100:
        return f"{of_hundred:.1f}%"
    return f"{of_hundred:.0f}%"


def span_words(share: Interval | None) -> str:
    return f"{percent(share.value)} ({percent(share.low)} to {percent(share.high)})" if share else "none to count"


def weight_ranges() -> tuple[str, ...]:
    """The bins of match weight in words, in their order."""
    inner = [f"{low:g} to {high:g}" for low, high in pairwise(WEIGHT_EDGES)]
    return (f"Under {WEIGHT_EDGES[0]:g}", *inner, f"{WEIGHT_EDGES[-1]:g} or more")


def size_ranges() -> tuple[str, ...]:
    """The bins of how many entries a person has, in words."""
    inner = [f"{low} to {high - 1}" if high - low > 1 else f"{low}" for low, high in pairwise(SIZE_EDGES)]
    return ("1", *inner, f"{SIZE_EDGES[-1]} or more")


def _told(drift: Drift) -> Iterator[str]:
    for feed in drift.gone:
        yield f"{feed_words(feed)}: there are none any more, and there were some before."
    for share in sorted((s for s in drift.shares if s.notable), key=lambda s: -abs(s.change.value if s.change else 0)):
        yield _share(share)
    if drift.weights.notable:
        yield f"Of the links, {_moved(drift.weights)} of match weight than before."
    if drift.sizes.notable:
        yield f"Of the people, {_moved(drift.sizes)} of how many records they have. See the table: is it what came, or are people run together?"
    if drift.larger:
        yield (
            f"One person now has {drift.after.largest:,} entries; the most that anyone had before was {drift.before.largest:,}."
            " See whether several people were run together."
        )


def _share(share: ShareDrift) -> str:
    feed = feed_words((share.agency, share.system, share.kind))
    now = share.came or share.now
    of = "of those that came" if share.came else "now"
    was = percent(share.before.value) if share.before else "none"
    if share.column is None:
        return f"{feed}: {span_words(now)} {of} are linked to another record, and {was} were before."
    return f"{feed}: {column_words(share.column).lower()} is given in {span_words(now)} {of}, and was in {was} before."


def _moved(movement: Movement) -> str:
    return f"{percent(movement.share)} lie in other ranges ({percent(movement.by_chance)} at most by chance)"
