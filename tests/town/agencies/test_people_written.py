from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.people_written import write_people

EXACT = Habits(**{f.name: 0.0 for f in fields(Habits) if f.type == "float"})


def written(town, habits, seed=1, persons=None):
    person = np.arange(town.world.person.num_rows) if persons is None else persons
    day = np.full(len(person), int(town.world.size.end.astype(np.int64)) - 10)
    return write_people(np.random.default_rng(seed), town, person, day, habits).to_pandas()


def test_without_bad_habits_everything_is_as_it_is(town):
    table = written(town, replace(EXACT, middle=1.0, phone=1.0, nino=1.0, nhs_number=1.0, email=1.0, accents=True))
    truth = town.world.person.to_pandas()
    home = town.world.home.to_pandas()
    assert (table["forename"] == truth["forename"].str.lower()).all()
    changed = table["surname"] != truth["surname"].str.lower()
    assert set(np.flatnonzero(changed)) <= set(town.world.name_change["person"].to_pylist())
    assert (table["born"] == truth["born"].astype(str)).all()
    for column in ("nino", "nhs_number", "email"):
        assert table[column].equals(truth[column])
    lives = table["home"].notna()
    assert lives.mean() > 0.8
    where = home.iloc[table["home"][lives].astype(int)].reset_index(drop=True)
    assert (table["postcode"][lives].str.upper().to_numpy() == where["postcode"].to_numpy()).all()
    assert (table["house"][lives].astype(int).to_numpy() == where["house"].to_numpy()).all()
    assert table["street"][~lives].isna().all()
    numbers = town.world.phone["number"].to_pylist()
    called = table["contact"].notna()
    assert [numbers[int(p)] for p in table["contact"][called]] == table["number"][called].tolist()


@pytest.mark.parametrize(
    ("habit", "column"),
    [
        ("other_form", "forename"),
        ("nickname", "forename"),
        ("forename_slip", "forename"),
        ("initial", "forename"),
        ("surname_slip", "surname"),
        ("surname_missing", "surname"),
        ("forename_missing", "forename"),
        ("swapped", "surname"),
        ("day_month_swapped", "born"),
        ("born_slip", "born"),
        ("first_january", "born"),
        ("born_missing", "born"),
        ("street_short", "street"),
        ("street_slip", "street"),
        ("house_slip", "house"),
        ("home_missing", "street"),
        ("old_home", "home"),
        ("flat_missing", "flat"),
        ("postcode_slip", "postcode"),
        ("postcode_missing", "postcode"),
        ("phone", "number"),
        ("phone_filler", "number"),
        ("nino", "nino"),
        ("nhs_number", "nhs_number"),
        ("email", "email"),
        ("middle", "middle"),
    ],
)
def test_each_habit_changes_what_it_says(town, habit, column):
    before, after = (written(town, replace(EXACT, **{habit: share}))[column] for share in (0.0, 1.0))
    assert (before.fillna("") != after.fillna("")).mean() > 0.01


def test_a_slip_never_changes_who_is_meant(town):
    careless = replace(EXACT, forename_slip=1.0, surname_slip=1.0, phone=1.0, phone_slip=1.0, street_slip=1.0)
    table = written(town, careless)
    exact = written(town, replace(EXACT, phone=1.0))
    for column in ("person", "home", "contact"):
        assert table[column].equals(exact[column])


def test_a_street_name_alone_hides_the_name(town, monkeypatch):
    names = np.zeros(town.world.person.num_rows, "<U5")
    names[[3, 8]] = "Ghost"
    monkeypatch.setitem(vars(town), "street_name", names)
    table = written(town, replace(EXACT, street_name_alone=1.0))
    only = table["street_name"] == "Ghost"
    assert np.flatnonzero(only).tolist() == [3, 8]
    assert table.loc[only, ["forename", "middle", "surname"]].isna().all(axis=None)
    assert table.loc[~only, ["forename", "surname"]].notna().all(axis=None)


def test_a_filler_is_nobodys_number(town):
    table = written(town, replace(EXACT, phone_filler=1.0))
    assert set(table["number"]) == {"07000 000000"}
    assert table["contact"].isna().all()


def test_titles_fit(town):
    table = written(town, EXACT)
    truth = town.world.person.to_pandas()
    assert set(table["title"][~truth["female"]]) == {"Mr", "Master"}
    assert set(table["title"][truth["female"]]) <= {"Mrs", "Ms", "Miss"}
