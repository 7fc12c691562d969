"""The reasons why someone matters to supply, as the vocabulary lists them (``vocabulary/terms/parts_in_supply.yaml``)."""

from __future__ import annotations

from stronghold.vocabulary import Term, terms

__all__ = ["VOCABULARY", "least", "order", "reason"]

VOCABULARY = "parts_in_supply"


def reason(name: str) -> Term:
    """The reason of that name; ``KeyError`` where there is none."""
    return terms(VOCABULARY).terms[name]


def order(name: str) -> int:
    """Its place in the vocabulary: parts near the source of supply first."""
    return list(terms(VOCABULARY).terms).index(name)


def least(name: str) -> float:
    """From how much on a counted reason is one."""
    return float(reason(name).extra["counted"]["at_least"])
