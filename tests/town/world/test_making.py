from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.town.world import TownSize, make_world
from stronghold.town.world.schemas import EVENTS

_DIGEST = """
import hashlib
from stronghold.town.world import TownSize, make_world
digest = hashlib.sha256()
for name, table in make_world(TownSize(1_000, 4)).tables().items():
    digest.update(repr((name, table.to_pydict())).encode())
print(digest.hexdigest())
"""


def _digest(world):
    digest = hashlib.sha256()
    for name, table in world.tables().items():
        digest.update(repr((name, table.to_pydict())).encode())
    return digest.hexdigest()


def test_same_size_makes_the_same_world_in_another_process():
    run = subprocess.run(
        [sys.executable, "-c", _DIGEST], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "77"}
    )
    assert run.stdout.strip() == _digest(make_world(TownSize(1_000, 4)))


def test_another_seed_makes_another_world():
    assert _digest(make_world(TownSize(1_000, 4))) != _digest(make_world(TownSize(1_000, 5)))


@settings(max_examples=5, deadline=None)
@given(people=st.integers(1_000, 3_000), seed=st.integers(0, 10_000), years=st.integers(1, 4))
def test_laws_hold_for_any_small_town(people, seed, years):
    world = make_world(TownSize(people, seed, years=years))
    born = world.person["born"].to_numpy().astype("datetime64[D]")
    died = world.person["died"].to_numpy().astype("datetime64[D]")
    died = np.where(np.isnat(died), np.datetime64("2200-01-01"), died)
    end = world.size.end
    for name, column in (
        ("residence", "person"), ("attends", "person"), ("holds_phone", "person"), ("keeps_vehicle", "person"), ("membership", "person"),
        ("exploitation", "person"), ("cuckooing", "victim"), ("customer", "person"),
    ):  # fmt: skip
        table = world.tables()[name]
        table = table.filter(table[column].is_valid())
        person, since = table[column].to_numpy(), table["from"].to_numpy().astype("datetime64[D]")
        to = table["to"].to_numpy().astype("datetime64[D]")
        to = np.where(np.isnat(to), end, to)
        assert (since >= born[person]).all() and (to <= np.maximum(died[person], since)).all() and (since < to).all(), name
    people_in = world.involved.filter(np.array(world.involved["sort"].to_pylist()) == "person").to_pylist()
    times = {kind: world.tables()[kind]["time"].to_numpy().astype("datetime64[D]") for kind in EVENTS}
    day = np.array([times[row["kind"]][row["event"]] for row in people_in])
    who = np.array([row["who"] for row in people_in])
    assert ((born[who] <= day) & (day < died[who])).all()
    assert world.group.num_rows == 4 and set(world.membership["group"].to_pylist()) == {0, 1, 2, 3}
    first = world.size.first
    for kind in EVENTS:
        assert kind == "tenancy" or len(times[kind]) == 0 or (times[kind].min() >= first and times[kind].max() < end)


def test_progress_is_told_up_to_the_end():
    told = []
    make_world(TownSize(1_000, 1), lambda what, share: told.append((what, share)))
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1] == ("done", 1.0)


@pytest.mark.parametrize(
    ("kind", "most"),
    [("recorded_crime", 0.10), ("hospital_attendance", 0.10), ("school_absence", 0.25), ("community_report", 0.35)],
)
def test_ordinary_life_is_most_of_what_is_recorded(world, kind, most):
    """This town is small for its four groups; in a large one the shares are a third of these."""
    assert world.tables()[kind]["group"].is_valid().to_numpy().mean() < most
