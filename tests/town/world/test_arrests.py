from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from stronghold.town.world.arrests import ARREST_OUTCOMES, add_arrests


def test_bail_address_is_the_one_given(town, found):
    rng = np.random.default_rng(1)
    person = np.flatnonzero((town.society.age(town.size.first) > 20) & (town.society.city < 0))[:200]
    time = np.full(200, np.datetime64("2025-01-01T12:00:00"))
    always_bailed = np.array([0.0, 1.0, 0.0, 0.0, 0.0])
    add_arrests(
        rng, town, found, time, person, np.full(200, "assault"), always_bailed, bail=np.full(200, 3), street=np.full(200, 1)
    )
    tables = found.tables()
    bail = tables["involved"].filter(pc.field("role") == "bail_address")
    assert set(bail["who"].to_pylist()) == {3} and bail.num_rows > 150
    assert set(tables["arrest"]["outcome"].to_pylist()) == {str(ARREST_OUTCOMES[1])}
    assert 170 < tables["custody"].num_rows <= 200


def test_custody_follows_the_arrest_and_minors_have_an_adult(world, involved, town):
    custody = world.custody
    arrest = world.arrest["time"].to_numpy()[custody["arrest"].to_numpy()]
    assert (custody["time"].to_numpy() > arrest).all() and (custody["until"].to_numpy() > custody["time"].to_numpy()).all()
    event, _ = involved("custody", "appropriate_adult")
    detained = dict(zip(*involved("custody", "detained"), strict=True))
    day = custody["time"].to_numpy()[event].astype("datetime64[D]")
    age = town.society.age_of(np.array([detained[e] for e in event.tolist()]), day)
    assert len(event) > 3 and (age < 18).all()
