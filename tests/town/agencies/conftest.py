"""One small true town that the tests of the agencies share."""

from __future__ import annotations

import pytest

from stronghold.town.agencies import Directory
from stronghold.town.world import TownSize, make_world


@pytest.fixture(scope="session")
def town() -> Directory:
    return Directory(make_world(TownSize(1_000, 3)))
