"""What a chart is to those who show it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Chart", "Table"]


@dataclass(frozen=True)
class Table:
    """A chart's figures as they are read: ``header`` names the columns, the first cell of each row names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A picture of figures and the figures. ``svg`` is safe to put into a page as it stands; ``None`` where there is nothing to
    draw, and then ``description`` says so. ``description`` tells in a sentence what the picture shows."""

    title: str
    description: str
    svg: str | None
    table: Table
