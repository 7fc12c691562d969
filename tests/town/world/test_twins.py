from __future__ import annotations

import numpy as np

from stronghold.town.world.twins import SORTS, cast_twins


def test_no_twin_is_in_a_group_exploited_or_in_a_home_taken_over(world):
    twins = world.twin.to_pylist()
    guilty = {*world.membership["person"].to_pylist(), *world.exploitation["person"].to_pylist()}
    guilty |= set(world.cuckooing["victim"].to_pylist())
    taken = set(world.cuckooing["home"].to_pylist())
    assert len(twins) > 10
    assert not {t["person"] for t in twins} & guilty
    assert not {t["home"] for t in twins if t["home"] is not None} & taken


def test_nearly_every_sort_is_cast_and_none_twice(world):
    sorts = {t["sort"] for t in world.twin.to_pylist()}
    assert len(sorts) >= len(SORTS) - 3 and sorts <= set(SORTS)
    people = world.twin["person"].drop_null().to_pylist()
    assert len(set(people)) == len(people)


def test_namesake_has_the_name_of_a_member(town, supply):
    for twin in cast_twins(town, supply):
        if twin.sort == "namesake":
            society = town.society
            assert society.forename[twin.person] == society.forename[twin.other]
            assert society.surname[twin.person] == society.surname[twin.other]
            assert twin.other in {m.person for m in supply.members}


def test_twins_have_what_their_look_rests_on(world):
    for twin in world.twin.to_pylist():
        assert any(twin[name] is not None for name in ("person", "home", "phone", "organisation", "vehicle"))
        if twin["looks_like"] == "line phone":
            assert twin["phone"] is not None
        if twin["looks_like"] == "cuckooed home":
            assert twin["home"] is not None
        if twin["looks_like"] == "supply run":
            assert twin["vehicle"] is not None


def test_home_twins_live_there(world, town):
    middle = town.size.first + (town.size.end - town.size.first) // 2
    with_both = [t for t in world.twin.to_pylist() if t["person"] is not None and t["home"] is not None]
    person, home = (np.array([t[name] for t in with_both]) for name in ("person", "home"))
    assert np.array_equal(town.where.home(person, np.full(len(person), middle)), home)
