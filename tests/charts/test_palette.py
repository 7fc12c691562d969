"""Colours that can be seen."""

from __future__ import annotations

from stronghold.charts.palette import AXIS, COLOURS, HATCHES, TEXT


def contrast(colour: str) -> float:
    """Against white, as WCAG 2.2 works it out."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_every_series_stands_out_from_white_and_text_more_so() -> None:
    assert all(contrast(colour) >= 4.5 for colour in (*COLOURS, TEXT, AXIS))


def test_every_series_has_a_hatching_of_its_own() -> None:
    assert len(COLOURS) == len(HATCHES) == len(set(COLOURS))
    assert len({str(hatch) for hatch in HATCHES}) == len(HATCHES)
