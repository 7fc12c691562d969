"""What a system holds of people: written when someone is first met, copied mostly, now and then written anew or kept twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stronghold.town.agencies.directory import Directory
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.people_written import write_people
from stronghold.town.agencies.spans import NONE, Ints

__all__ = ["Cards", "keep_cards"]

_AT_ONCE = 65_536


@dataclass(frozen=True)
class Cards:
    """``writings``: a row for each way in which someone was written (see ``write_people``), with ``card``, the system's own number
    of that person from 1. ``used``, shape (mentions,): the row that each mention uses, ``NONE`` where it names nobody."""

    writings: pa.Table
    used: Ints

    def of(self, mentions: slice) -> pa.Table:
        """The writings of those mentions, a row each; nothing but nulls where nobody is named."""
        rows = self.used[mentions]
        return self.writings.take(pa.array(rows, mask=rows < 0))


def keep_cards(rng: np.random.Generator, town: Directory, person: Ints, day: Ints, habits: Habits) -> Cards:
    """The cards of one system from all its mentions: who (``NONE`` for nobody) and on which day, shapes (mentions,)."""
    order = np.lexsort((day, person))
    order = order[person[order] >= 0]
    who, when = person[order], day[order]
    first = np.ones(len(who), bool)
    first[1:] = who[1:] != who[:-1]
    afresh = first | (rng.random(len(who)) < habits.afresh)
    new_card = first | (afresh & (rng.random(len(who)) < habits.duplicate))
    used = np.full(len(person), NONE)
    used[order] = np.cumsum(afresh) - 1
    card = (np.cumsum(new_card) - 1)[afresh]
    begun = when[new_card]
    number = np.empty(len(begun), np.int64)
    number[np.argsort(begun, kind="stable")] = np.arange(1, len(begun) + 1)
    who, when = who[afresh], when[afresh]
    blocks = [
        write_people(rng, town, who[at : at + _AT_ONCE], when[at : at + _AT_ONCE], habits)
        for at in range(0, max(len(who), 1), _AT_ONCE)
    ]
    writings = pa.concat_tables(blocks)
    return Cards(writings.append_column("card", pa.array(number[card])), used)
