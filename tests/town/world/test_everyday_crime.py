from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from stronghold.town.world.everyday_crime import CRIME_OUTCOMES, ordinary_crime, ordinary_policing
from stronghold.vocabulary import terms


def test_volumes_and_categories_are_those_of_a_town(town, found):
    ordinary_crime(town, found)
    ordinary_policing(town, found)
    tables = found.tables()
    yearly = {
        kind: tables[kind].num_rows / town.yearly(100_000) * 100_000 for kind in ("recorded_crime", "stop_and_search", "arrest")
    }
    assert 7_000 < yearly["recorded_crime"] < 8_500
    assert 700 < yearly["stop_and_search"] < 1_000
    assert 2_000 < yearly["arrest"] < 2_700
    categories = set(tables["recorded_crime"]["category"].to_pylist())
    assert categories <= set(terms("crime_categories").terms) and len(categories) > 10
    assert tables["recorded_crime"]["group"].null_count == tables["recorded_crime"].num_rows
    assert set(tables["recorded_crime"]["outcome"].to_pylist()) <= set(CRIME_OUTCOMES.tolist())


def test_nobody_is_suspect_and_victim_of_one_crime(world, involved):
    suspects = set(zip(*involved("recorded_crime", "suspect"), strict=True))
    victims = set(zip(*involved("recorded_crime", "victim"), strict=True))
    assert len(suspects) > 200 and len(victims) > 500 and not suspects & victims


def test_suspects_are_old_enough_and_some_come_back(world, involved, town):
    event, who = involved("recorded_crime", "suspect")
    day = world.recorded_crime["time"].to_numpy()[event].astype("datetime64[D]")
    assert (town.society.age_of(who, day) >= 9.9).all()
    assert np.bincount(who).max() >= 5


def test_domestic_crimes_are_at_home_among_family(world, involved, town):
    nature = world.recorded_crime["nature"]
    domestic = set(np.flatnonzero(pc.starts_with(nature, "domestic").to_numpy()).tolist())
    victim = dict(zip(*involved("recorded_crime", "victim"), strict=True))
    pairs = [(victim[e], s) for e, s in zip(*involved("recorded_crime", "suspect"), strict=True) if e in domestic and e in victim]
    family = [town.society.partner[v] == s or town.society.mother[v] == s or town.society.father[v] == s for v, s in pairs]
    assert len(pairs) > 20 and all(family)
