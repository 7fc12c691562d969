"""How far a build has come, told stage by stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["STAGES", "BuildProgress", "Progress"]

STAGES: dict[str, float] = {
    "keep sources": 0.02,
    "load": 0.33,
    "link people": 0.32,
    "resolve things": 0.05,
    "name entities": 0.06,
    "find ties": 0.07,
    "find groups": 0.02,
    "assign classes": 0.01,
    "index for search": 0.07,
    "check": 0.03,
    "index for look-ups": 0.01,
    "seal": 0.01,
}
"""The stages in order, each with its usual share of a build's time, so that a bar can tell the time that is left."""


@dataclass(frozen=True)
class BuildProgress:
    """Where a build stands: in the ``number``-th of ``stages`` stages, ``done`` of ``total`` of it (in its own units).

    ``share`` (0 to 1) is how much of the whole build is done, by the usual shares of the stages. ``detail`` names what is at
    hand, a file or a step, or is empty.
    """

    stage: str
    number: int
    stages: int
    done: int
    total: int
    share: float
    detail: str = ""

    @classmethod
    def at(cls, stage: str, done: int, total: int, detail: str = "") -> BuildProgress:
        """The progress ``done`` of ``total`` into ``stage``."""
        names = list(STAGES)
        number = names.index(stage)
        within = STAGES[stage] * min(done / total, 1.0) if total else 0.0
        share = min(sum(STAGES[name] for name in names[:number]) + within, 1.0)
        return cls(stage, number + 1, len(names), done, total, share, detail)


Progress = Callable[[BuildProgress], None]
