"""What of casework rests on a record: each noun says how to find its own, and who answers for it.

A noun joins by one line where casework starts (``apps.py``): ``register(noun, finder, sees)``. A finder looks at ids and keys alone, so
that all owners are told; ``sees`` says which of what it found one reader may be told of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from stronghold.governance.gateway import Gateway

__all__ = ["Finder", "Resting", "Sees", "register", "shown_to", "what_rests_on"]


@dataclass(frozen=True)
class Resting:
    """One thing that rests on a record: a ``noun`` and its ``key`` ("decision", "12"), and the ``address`` of its page.

    ``how`` says in words, and without anybody's name, how it rests on the record. ``owners`` are the accounts (their primary keys)
    that answer for it.
    """

    noun: str
    key: str
    address: str
    how: str
    owners: tuple[int, ...]


Finder = Callable[[str], Iterable[Resting]]
"""Gives what rests on the record of a key."""

Sees = Callable[[Gateway, Collection[str]], Collection[str]]
"""Gives those of the keys of its noun that the gateway's account may be told of."""

_nouns: dict[str, tuple[Finder, Sees]] = {}


def register(noun: str, finder: Finder, sees: Sees) -> None:
    """From now on ask ``finder`` as well, which finds what is called ``noun``."""
    _nouns[noun] = (finder, sees)


def what_rests_on(record_key: str) -> tuple[Resting, ...]:
    """Everything in casework that rests on the record, by noun in the order of registering."""
    return tuple(resting for finder, _ in _nouns.values() for resting in finder(record_key))


def shown_to(gateway: Gateway, resting: Iterable[Resting]) -> tuple[Resting, ...]:
    """Those that the gateway's account may be told of."""
    asked = tuple(resting)
    seen = {
        (noun, key)
        for noun, (_, sees) in _nouns.items()
        if (keys := [one.key for one in asked if one.noun == noun])
        for key in sees(gateway, keys)
    }
    return tuple(one for one in asked if (one.noun, one.key) in seen)
