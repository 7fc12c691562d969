"""The person model: what is compared, in which levels, and how much each level weighs.

A Fellegi-Sunter model with three kinds of pair instead of two. For each level of each comparison it holds

- ``m``: how often pairs of *one person* fall in it,
- ``u``: how often pairs of *strangers* do,
- ``r``: how often pairs of *relatives* do (spouses, siblings, a parent and a child under one roof).

Strangers are the alternative that record linkage usually weighs. But spouses share a surname, a home and a phone, and twins a
date of birth as well: against strangers alone these count as overwhelming evidence. So a pair's weight is the log2 odds of one
person against strangers *and* relatives together: ``-log2(2**-against_strangers + 2**-against_relatives)``.

``m`` and ``u`` come from training (``linking.training``); ``r`` is set by reason, beside each level in ``linking.comparisons``, as are the
``m`` and ``u`` of levels too rare to train and of near-unique fields, in which a random sample meets mostly true matches.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from stronghold.errors import BadInput
from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.levels import Comparison, Probabilities

__all__ = ["PersonModel"]


@dataclass(frozen=True)
class PersonModel:
    """The model's numbers; ``COMPARISONS`` is its shape. Frozen: a build writes it beside its snapshot, a later one reads it.

    ``levels[comparison][level]`` are the probabilities. ``expected`` is how many other nodes of the same person a node is
    expected to have; with the number of nodes it gives the prior odds, ``expected / nodes``. ``relatives`` is the same for
    relatives. They are set by the data of the first build (``linking.priors``), which also sets ``nodes``; a model that has
    ``nodes`` keeps them. A pair is accepted at ``threshold`` or more and kept for reference at ``floor`` or more, both in log2 odds.
    """

    levels: Mapping[str, Mapping[str, Probabilities]]
    trained_on: tuple[str, ...] = ()
    trained_records: int = 0
    origin: str = "reason"
    expected: float = 1.0
    relatives: float = 1.0
    threshold: float = 2.0
    floor: float = -3.0
    nodes: int = 0
    format: int = 1

    @classmethod
    def by_reason(cls) -> PersonModel:
        """The starting numbers, before any training."""
        return cls(levels={c.name: {level.name: level.start for level in c.levels} for c in COMPARISONS})

    @classmethod
    def shipped(cls) -> PersonModel:
        """The model that comes with the product."""
        text = (files("stronghold.linking") / "shipped" / "person_model.json").read_text(encoding="utf-8")
        return cls.from_json(text, file="person_model.json")

    @classmethod
    def from_json(cls, text: str, *, file: str = "model.json") -> PersonModel:
        """Reads what ``to_json`` wrote. Levels that are set by reason alone may be missing: they came later, and have their numbers here.
        Others that are missing, or unknown, are bad input: the numbers would belong to another shape."""
        try:
            raw: dict[str, Any] = json.loads(text)
            levels = {
                comparison: {name: Probabilities(*map(float, numbers)) for name, numbers in found.items()}
                for comparison, found in raw.pop("levels").items()
            }
            model = cls(levels=levels, **{**raw, "trained_on": tuple(raw.get("trained_on", ()))})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BadInput(
                f"this is not a person model ({error}).", file=file, remedy="Delete it to use the model that is shipped."
            ) from error
        for comparison in COMPARISONS:
            by_reason = {level.name: level.start for level in comparison.levels if level.fixed}
            if comparison.name in levels:
                levels[comparison.name] = by_reason | levels[comparison.name]
        wanted = {c.name: {level.name for level in c.levels} for c in COMPARISONS}
        if {name: set(found) for name, found in levels.items()} != wanted:
            raise BadInput(
                "this person model has other comparisons than this version.",
                file=file,
                remedy="Delete it to use the model that is shipped.",
            )
        return model

    def to_json(self) -> str:
        """The model as JSON text, the same for the same model."""
        raw = {key: value for key, value in self.__dict__.items() if key != "levels"}
        raw["levels"] = {
            comparison: {name: [p.m, p.u, p.r] for name, p in found.items()} for comparison, found in self.levels.items()
        }
        return json.dumps(raw, indent=1, sort_keys=True) + "\n"

    def with_levels(self, levels: Mapping[str, Mapping[str, Probabilities]], **changes: Any) -> PersonModel:
        """A copy with those comparisons' numbers, and other fields, replaced."""
        return replace(self, levels={**self.levels, **levels}, **changes)

    def used(self, present: Sequence[str]) -> tuple[Comparison, ...]:
        """The comparisons that have something to compare, given the prepared columns that are not entirely empty."""
        there = set(present)
        return tuple(c for c in COMPARISONS if there & set(c.needs))

    def weight_sql(self) -> str:
        """SQL for a pair's weight (log2 odds) from ``strangers`` and ``relatives``, the log2 likelihood ratios against each."""
        strangers = f"(strangers + {math.log2(self.expected / max(self.nodes, 2))!r})"
        relatives = f"(relatives + {math.log2(self.expected / self.relatives)!r})"
        return f"round(least({strangers}, {relatives}) - log2(1 + 2 ** -abs({strangers} - {relatives})), 6)"
