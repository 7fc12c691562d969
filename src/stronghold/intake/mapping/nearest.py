"""The name a person most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

__all__ = ["nearest"]


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of ``names`` closest to ``name`` in spelling, or ``None`` if none is close."""
    found = process.extractOne(name, list(names), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=70)
    return found[0] if found else None
