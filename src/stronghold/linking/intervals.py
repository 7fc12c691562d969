"""Shares with their intervals: what a count out of a sample says of the whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Interval", "difference", "ratio", "total", "wilson"]

# 95 of 100 intervals hold the true value.
_Z = 1.959963984540054


@dataclass(frozen=True)
class Interval:
    """An estimate and the ends of its 95 % interval, each from 0 to 1 unless said otherwise."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def wilson(count: int, of: int, whole: int | None = None, *, z: float = _Z) -> Interval | None:
    """The share ``count`` of ``of`` with Wilson's score interval; ``None`` of nothing.

    ``whole``: what was drawn from without putting back, where that is no endless number; drawn whole, it leaves no doubt.
    ``z``: how many standard deviations to either side, where the interval is to be surer than 95 %.
    """
    if not of:
        return None
    share = count / of
    if whole is not None and whole <= of:
        return Interval(share, share, share)
    sure = of if whole is None else of * (whole - 1) / (whole - of)
    middle = (share + z * z / (2 * sure)) / (1 + z * z / sure)
    half = z * math.sqrt(share * (1 - share) / sure + z * z / (4 * sure * sure)) / (1 + z * z / sure)
    return Interval(share, min(max(middle - half, 0.0), share), max(min(middle + half, 1.0), share))


def total(parts: Sequence[tuple[float, Interval]]) -> Interval:
    """The sum of independent shares, each times its number: the distances of the ends add up as squares do (MOVER: Zou and
    Donner 2008, here of Wilson's intervals). Unlike a normal interval it does not claim certainty where all of a sample agree."""
    value = sum(number * share.value for number, share in parts)
    low = math.sqrt(sum((number * (share.value - share.low)) ** 2 for number, share in parts))
    high = math.sqrt(sum((number * (share.high - share.value)) ** 2 for number, share in parts))
    least = sum(number * min(share.low, 0.0) for number, share in parts)
    most = sum(number for number, _ in parts)
    return Interval(value, max(value - low, least), min(value + high, most))


def ratio(top: Interval, bottom: Interval) -> Interval:
    """``top / bottom`` of two independent estimates, both 0 or more and ``bottom`` above 0 (MOVER for ratios: Donner and Zou 2012)."""
    product = top.value * bottom.value
    low = product**2 - top.low * bottom.high * (2 * top.value - top.low) * (2 * bottom.value - bottom.high)
    below = bottom.high * (2 * bottom.value - bottom.high)
    high = product**2 - top.high * bottom.low * (2 * top.value - top.high) * (2 * bottom.value - bottom.low)
    above = bottom.low * (2 * bottom.value - bottom.low)
    value = top.value / bottom.value
    return Interval(
        value,
        max((product - math.sqrt(max(low, 0.0))) / below, 0.0) if below > 0 else 0.0,
        (product + math.sqrt(max(high, 0.0))) / above if above > 0 else math.inf,
    )


def difference(after: Interval, before: Interval) -> Interval:
    """``after`` less ``before`` of two samples that have nothing to do with each other, by Newcombe's method (-1 to 1)."""
    value = after.value - before.value
    low = math.hypot(after.value - after.low, before.high - before.value)
    high = math.hypot(after.high - after.value, before.value - before.low)
    return Interval(value, value - low, value + high)
