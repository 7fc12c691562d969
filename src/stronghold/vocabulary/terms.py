"""Closed lists of words (grading, categories, drug classes), read from ``terms/*.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from stronghold.vocabulary.yaml_text import read_yaml

__all__ = ["Term", "Terms", "terms"]


@dataclass(frozen=True)
class Term:
    """One word of a closed list; ``also`` are other spellings sources use, lower case."""

    name: str
    label: str
    meaning: str = ""
    also: tuple[str, ...] = ()
    weight: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """A closed list; ``status`` is ``"to confirm"`` where a value has no confirmed source and a partnership may set it."""

    name: str
    label: str
    source: str
    status: str
    terms: Mapping[str, Term]

    def find(self, text: str) -> Term | None:
        """The term that ``text`` names, by name, label or another spelling, whatever the case; ``None`` if none."""
        return _spellings(self.name).get(" ".join(text.lower().split()))


_KNOWN = {"label", "meaning", "also", "weight"}


@cache
def terms(name: str) -> Terms:
    """The list in ``terms/<name>.yaml``; ``FileNotFoundError`` where there is none."""
    raw = read_yaml((files("stronghold.vocabulary") / "terms" / f"{name}.yaml").read_text(encoding="utf-8"))
    found = {
        str(key): Term(
            name=str(key),
            label=spec["label"],
            meaning=spec.get("meaning", ""),
            also=tuple(str(a).lower() for a in spec.get("also", ())),
            weight=spec.get("weight"),
            extra={k: v for k, v in spec.items() if k not in _KNOWN},
        )
        for key, spec in raw["terms"].items()
    }
    return Terms(
        name=name,
        label=raw["label"],
        source=raw.get("source", ""),
        status=raw.get("status", "confirmed"),
        terms=found,
    )


@cache
def _spellings(name: str) -> Mapping[str, Term]:
    found: dict[str, Term] = {}
    for term in terms(name).terms.values():
        for spelling in (term.name.lower(), term.label.lower(), *term.also):
            found[spelling] = term
    return found
