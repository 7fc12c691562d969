from __future__ import annotations

import pyarrow.compute as pc
import pytest

from stronghold.town.world import TownSize, World, make_world
from stronghold.town.world.groups import plan_groups
from stronghold.town.world.happenings import Happenings
from stronghold.town.world.making import settle, supply_to

SIZE = TownSize(people=6_000, seed=11)


@pytest.fixture(scope="session")
def town():
    return settle(SIZE)


@pytest.fixture(scope="session")
def supply(town):
    return supply_to(town)


@pytest.fixture(scope="session")
def planned(town):
    return plan_groups(town.size, town.geography)


@pytest.fixture(scope="session")
def world() -> World:
    return make_world(SIZE)


@pytest.fixture
def found(town) -> Happenings:
    return Happenings(town)


@pytest.fixture(scope="session")
def involved(world):
    """Who was in the happenings of a kind, in a role: (event, who) arrays of one sort."""

    def asked(kind: str, role: str, sort: str = "person"):
        table = world.involved
        rows = table.filter((pc.field("kind") == kind) & (pc.field("role") == role) & (pc.field("sort") == sort))
        return rows["event"].to_numpy(), rows["who"].to_numpy()

    return asked
