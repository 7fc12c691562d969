"""The figures of linking's quality as charts with their tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stronghold.casework.clerical import SampleView
from stronghold.charts import Chart, Estimated, interval_chart, share_bars
from stronghold.linking.drift import Drift, LinkSummary
from stronghold.linking.drift_words import size_ranges, weight_ranges
from stronghold.linking.quality import Band

__all__ = ["band_chart", "estimate_chart", "range_words", "size_chart", "strata_chart", "weight_chart"]


def estimate_chart(view: SampleView) -> Chart:
    """Precision, recall and F1 of all the links that a sample was drawn from."""
    found = view.estimate
    told = (
        ("Precision", found.precision, "of the links, the share that is right"),
        ("Recall", found.recall, "of the pairs of one person that were compared and kept, the share that is linked"),
        ("F1", found.f1, "the harmonic mean of the two"),
    )
    rows = [Estimated(label, each.value, each.low, each.high, of) for label, each, of in told if each]
    return interval_chart(rows, title="Precision and recall of the links", of="Percent")


def strata_chart(view: SampleView) -> Chart:
    """What was said of each stratum of a sample, against what the model says of it."""
    rows = [
        Estimated(
            range_words(each.stratum.low, each.stratum.high),
            each.share.value,
            each.share.low,
            each.share.high,
            f"{each.yes + each.no:,} judged of {each.stratum.pairs:,} pairs",
            each.stratum.probability,
        )
        for each in view.strata
        if each.share
    ]
    return interval_chart(rows, title="One person, by match weight", of="Percent that are one person", marked="The model says")


def band_chart(bands: Sequence[Band]) -> Chart:
    """What people answered in the review, by match weight, against what the model had said."""
    rows = [
        Estimated(
            range_words(band.low, band.high),
            band.share.value,
            band.share.low,
            band.share.high,
            f"{band.same:,} of {band.asked:,} answers",
            band.expected,
        )
        for band in bands
    ]
    title = "Answers of the review, by match weight"
    return interval_chart(rows, title=title, of="Percent answered “the same”", marked="The model had said")


def weight_chart(summary: LinkSummary, drift: Drift | None) -> Chart:
    """How the pairs that were kept lie by match weight."""
    series = _series(summary.weights, drift.before.weights if drift else None, drift.came.weights if drift else None)
    return share_bars(weight_ranges(), series, title="Pairs by match weight", over_title="Match weight", of="pairs")


def size_chart(summary: LinkSummary, drift: Drift | None) -> Chart:
    """How many records people have."""
    series = _series(summary.sizes, drift.before.sizes if drift else None, None)
    title = "People by how many entries they have"
    return share_bars(size_ranges(), series, title=title, over_title="Entries of one person", of="people")


def range_words(low: float, high: float) -> str:
    """A range of match weight: "2 to 5", "under -3"."""
    if math.isinf(low):
        return f"under {_number(high)}"
    return f"{_number(low)} or more" if math.isinf(high) else f"{_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def _series(now: Sequence[int], before: Sequence[int] | None, came: Sequence[int] | None) -> list[tuple[str, Sequence[int]]]:
    told: list[tuple[str, Sequence[int]]] = []
    if before is not None:
        told.append(("Before", before))
    if came is not None and any(came):
        told.append(("Of what came", came))
    return [*told, ("Now", now)]
