"""The numbers that decide what a group is, from ``vocabulary/terms/group_rules.yaml``."""

from __future__ import annotations

from stronghold.vocabulary import terms

__all__ = ["rule"]


def rule(name: str) -> float:
    """The value of the rule; ``KeyError`` where there is none."""
    return float(terms("group_rules").terms[name].extra["value"])
