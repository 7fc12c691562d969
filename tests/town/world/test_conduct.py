from __future__ import annotations

import numpy as np


def test_most_hardly_ever_come_to_notice_and_small_children_never(town):
    age = town.society.age(town.size.first + (town.size.end - town.size.first) // 2)
    weight = town.propensity
    assert (weight[age < 10] == 0).all() and (weight >= 0).all()
    ranked = np.sort(weight)[::-1]
    assert ranked[: len(ranked) // 20].sum() > 0.35 * ranked.sum()
    assert ranked[0] < 0.02 * ranked.sum(), "nobody is behind everything"
