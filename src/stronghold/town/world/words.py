"""The invented names of ``words.yaml``: of wards, organisations, operations, phone lines, and the street names of some people."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

__all__ = ["words"]


@cache
def words(noun: str) -> tuple[str, ...]:
    """The list of that name, in its order; ``KeyError`` for one that there is not."""
    raw = yaml.safe_load((files("stronghold.town.world") / "words.yaml").read_text(encoding="utf-8"))
    return tuple(raw[noun].split())
