from __future__ import annotations

import numpy as np

from stronghold.town.world.society import alias_table, kin_table, person_table, populate, proper_words, vulnerabilities
from stronghold.town.world.tables import TownSize


def test_as_many_people_as_the_size_says(town):
    assert abs((town.society.city < 0).sum() - town.size.people) < 12
    assert (town.society.city == 0).sum() >= 40 and (town.society.city == 1).sum() >= 40


def test_parents_are_older_and_partners_are_each_others(town):
    society = town.society
    for parent in (society.mother, society.father):
        child = np.flatnonzero(parent >= 0)
        years = (society.born[child] - society.born[parent[child]]).astype(np.float64) / 365.25
        assert len(child) > 500 and years.min() > 14 and years.max() < 56
    assert society.female[society.mother[society.mother >= 0]].all()
    assert not society.female[society.father[society.father >= 0]].any()
    wed = np.flatnonzero(society.partner >= 0)
    assert np.array_equal(society.partner[society.partner[wed]], wed)


def test_there_are_twins_and_a_parent_and_child_of_one_name(town):
    society = town.society
    twins = (society.born[1:] == society.born[:-1]) & (society.household[1:] == society.household[:-1])
    assert twins.sum() > 5
    child = np.flatnonzero(society.father >= 0)
    father = society.father[child]
    same = (society.forename[child] == society.forename[father]) & (society.surname[child] == society.surname[father])
    assert same.sum() > 5


def test_names_are_properly_written():
    written = set(proper_words().tolist())
    assert {"O'Brien", "David", "Smith"} <= written


def test_person_table_holds_numbers_of_nobody(town):
    table = person_table(town.size, town.society, town.where.life.died)
    assert len(set(table["nhs_number"].to_pylist())) == table.num_rows
    assert all(number.startswith("999") for number in table["nhs_number"].to_pylist())
    ninos = table["nino"].drop_null().to_pylist()
    assert len(set(ninos)) == len(ninos) > 1_000
    assert all(address.endswith(".example") for address in table["email"].drop_null().to_pylist())


def test_vulnerabilities_fall_on_those_whom_they_can(town):
    age = town.society.age(town.size.first)
    found = town.vulnerable
    assert (
        (age[found["in care"]] < 17).all() and (age[found["drug user"]] >= 18).all() and (age[found["older alone"]] >= 70).all()
    )
    poor = vulnerabilities(TownSize(20_000, 2), populate(TownSize(20_000, 2)), np.ones(len(populate(TownSize(20_000, 2)))))
    rich = vulnerabilities(TownSize(20_000, 2), populate(TownSize(20_000, 2)), np.zeros(len(populate(TownSize(20_000, 2)))))
    assert poor["drug user"].sum() > 2 * rich["drug user"].sum()


def test_kin_and_aliases_are_of_people(town, supply):
    kin = kin_table(town.society)
    assert set(kin["sort"].to_pylist()) == {"parent", "partner"}
    assert (kin["person"].to_numpy() != kin["relative"].to_numpy()).all()
    members = np.array(sorted({m.person for m in supply.members}))
    aliases = alias_table(town.size, town.society, members, town.propensity).to_pylist()
    street = {row["person"] for row in aliases if row["sort"] == "street name"}
    assert street & set(members.tolist()) and street - set(members.tolist()), "not members alone have street names"
