"""What is left of a network once people are taken out: surviving pairs, the largest part, and who is in which part."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stronghold.network.graph import Network

__all__ = ["Aftermath", "pairs_among", "without"]


@dataclass(frozen=True)
class Aftermath:
    """A network after a removal.

    ``surviving_pairs`` counts the pairs of remaining people who can still reach each other over ties, ``largest_component`` the people
    of the largest part; ``parts`` holds the ids of every part, the largest first, people alone included.
    """

    surviving_pairs: int
    largest_component: int
    parts: tuple[tuple[str, ...], ...]


def pairs_among(people: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs that so many people make, one number for each of ``people``."""
    made: NDArray[np.int64] = people * (people - 1) // 2
    return made


def without(network: Network, ids: Collection[str]) -> Aftermath:
    """``network`` once the people of ``ids`` are out of it (ids that are not in it are passed over). Every tie counts as real."""
    left = network.without(ids)
    labels = left.component_labels()
    sizes = np.bincount(labels)
    members: list[list[str]] = [[] for _ in sizes]
    for name, label in zip(left.ids, labels.tolist(), strict=True):
        members[label].append(name)
    parts = sorted((tuple(part) for part in members), key=lambda part: (-len(part), part))
    return Aftermath(int(pairs_among(sizes).sum()), int(sizes.max(initial=0)), tuple(parts))
