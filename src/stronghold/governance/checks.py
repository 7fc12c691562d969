"""What people found when they checked whether somebody is to be protected, as it holds for one picture.

Casework keeps the checks and is asked for them here; without it there are none. A source resolves each check to entities of the
snapshot: what protects holds for every side of a split, what found no reason for none until a person has looked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from stronghold.concern import Check
from stronghold.picture.snapshot import Snapshot

__all__ = ["Source", "add_source", "checks_in"]

Source = Callable[[Snapshot], Iterable[Check]]
"""Gives the checks that stand, by entities of the snapshot."""

_sources: list[Source] = []


def add_source(source: Source) -> None:
    """From now on ask ``source`` as well: casework does so at start-up."""
    if source not in _sources:
        _sources.append(source)


def checks_in(snapshot: Snapshot) -> tuple[Check, ...]:
    """Every check that stands, by number."""
    return tuple(sorted((check for source in _sources for check in source(snapshot)), key=lambda check: check.number))
