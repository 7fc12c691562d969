"""Who knows whom: friends of nearly one age, mostly of one part of the town."""

from __future__ import annotations

import numpy as np

from stronghold.town.world.columns import Ints, stream
from stronghold.town.world.society import Society
from stronghold.town.world.tables import TownSize

__all__ = ["Friends", "make_friends"]

_EACH = 5


class Friends:
    """Up to ``_EACH`` friends of everyone, shape (people, 5); -1 for those too young and for nobody."""

    def __init__(self, table: Ints) -> None:
        self.table = table

    def one(self, rng: np.random.Generator, person: Ints) -> Ints:
        """A friend of each, -1 for none."""
        return np.asarray(self.table[person, rng.integers(0, self.table.shape[1], len(person))])


def make_friends(size: TownSize, society: Society, ward: Ints) -> Friends:
    """Friends by ward on the first day (shape (people,), -1 for elsewhere) and age; one in seven is from anywhere in the town."""
    rng = stream(size, "friends")
    age = society.age(size.first)
    who = np.flatnonzero((age > 7) & (age < 75) & (ward >= 0))
    band = np.where(age[who] < 25, age[who] // 2, 12 + age[who] // 10).astype(np.int64)
    order = who[np.lexsort((rng.random(len(who)), ward[who], band))]
    count = len(order)
    table = np.full((len(society), _EACH), -1)
    for column in range(_EACH):
        # Neighbours in the order: one at k places up in even columns and down in odd ones, so that most friendships go both ways.
        step = (column // 2 + 1) * (1 if column % 2 == 0 else -1)
        near = order[(np.arange(count) + step) % count]
        far = rng.random(count) < 0.14
        near[far] = rng.choice(order, int(far.sum()))
        table[order, column] = np.where(near == order, -1, near)
    return Friends(table)
