"""How likely each person is to come to the notice of the police for something they did: for most hardly, for a few again and again."""

from __future__ import annotations

import numpy as np

from stronghold.town.world.columns import Flags, Reals, stream
from stronghold.town.world.society import Society
from stronghold.town.world.tables import TownSize

__all__ = ["propensity_to_offend"]


def propensity_to_offend(size: TownSize, society: Society, vulnerable: dict[str, Flags], deprivation: Reals) -> Reals:
    """A heavy-tailed weight of everyone, shape (people,), 0 for those under ten; highest for young men, drug users and in poor wards.

    It is about what is recorded of people in this invented town, nothing else.
    """
    rng = stream(size, "conduct")
    age = society.age(size.first + (size.end - size.first) // 2)
    weight = rng.lognormal(-1.0, 1.5, len(society))
    weight *= np.interp(age, [9, 10, 14, 18, 25, 35, 50, 65, 80], [0, 0.1, 0.9, 1.3, 1.2, 0.8, 0.4, 0.12, 0.04])
    weight *= np.where(society.female, 0.3, 1.0) * (0.4 + 1.2 * deprivation)
    weight *= np.where(vulnerable["drug user"], 5.0, 1.0) * np.where(vulnerable["homeless"], 3.0, 1.0)
    weight *= np.where(vulnerable["in care"], 3.0, 1.0)
    # Nobody comes to notice every day: the busiest few are cut down to what one person's days can hold.
    weight = np.minimum(weight, np.quantile(weight[age >= 10], 0.9993))
    return np.where((age >= 10) & (society.city < 0), weight, np.where((age >= 13) & (age < 50), weight, 0.0))
