from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from stronghold.town.world.schemas import SCHEMAS
from stronghold.town.world.tables import TownSize


def test_years_end_with_the_last_day():
    size = TownSize(5_000, 1, years=2, last_day=date(2025, 6, 30))
    assert size.end == np.datetime64("2025-07-01")
    assert size.first == np.datetime64("2023-07-02") or size.first == np.datetime64("2023-07-01")


@pytest.mark.parametrize(("people", "years"), [(999, 3), (5_000, 0)])
def test_too_small_a_town_is_refused(people, years):
    with pytest.raises(ValueError, match="at least"):
        TownSize(people, 1, years=years)


def test_world_has_every_table_with_its_schema(world):
    tables = world.tables()
    assert set(tables) == set(SCHEMAS)
    assert {name: t.schema for name, t in tables.items()} == SCHEMAS
