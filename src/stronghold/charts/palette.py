"""Colours of series, and the hatching that tells them apart without colour.

Each colour stands out from white by at least 3 to 1 (WCAG 2.2, 1.4.11), and each series has a hatching of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["AXIS", "COLOURS", "GRID", "HATCHES", "TEXT"]

COLOURS = ("#12436d", "#b8391a", "#1f7f78", "#801650", "#3d3d3d", "#7a5ab8")
TEXT = "#0b0c0c"
AXIS = "#505a5f"
GRID = "#dcdfe1"

Shape = tuple[str, Mapping[str, str]]

HATCHES: tuple[tuple[int, tuple[Shape, ...]], ...] = (
    (0, ()),
    (6, (("path", {"d": "M-1,1l2,-2M0,6l6,-6M5,7l2,-2", "stroke-width": "2"}),)),
    (6, (("circle", {"cx": "3", "cy": "3", "r": "1.7"}),)),
    (5, (("path", {"d": "M0,2.5h5", "stroke-width": "2"}),)),
    (6, (("path", {"d": "M0,3h6M3,0v6", "stroke-width": "1.4"}),)),
    (6, (("path", {"d": "M-1,5l2,2M0,0l6,6M5,-1l2,2", "stroke-width": "2"}),)),
)
"""Per colour: the side of the square that repeats (0: filled, no hatching), and what is drawn in it in the colour on white."""
