"""The model is learnt without truth, from what these records hold."""

from __future__ import annotations

import pytest

from stronghold.linking.blocking import find_candidates
from stronghold.linking.collapse import collapse_people
from stronghold.linking.fields import prepare_fields, present_columns
from stronghold.linking.model import PersonModel
from stronghold.linking.training import ENOUGH, splink_settings, train_model, worth_training
from stronghold.town import people_table


def test_training_is_worth_it_for_new_columns_and_many_records() -> None:
    model = PersonModel.shipped()
    known = list(model.trained_on)
    assert not worth_training(model, known, ENOUGH)
    assert worth_training(model, [*known, "occupation"], ENOUGH)
    assert not worth_training(model, [*known, "occupation"], ENOUGH - 1)
    # Identifiers are fixed: there is nothing to learn about them.
    assert not worth_training(model, [*known, "nhs_number", "pnc_id", "local_id"], ENOUGH)


@pytest.fixture
def town(fill):
    con = fill([])
    con.register("town_people", people_table(12_000, seed=3))
    con.execute("INSERT INTO person BY NAME SELECT unique_id AS mention_id, * EXCLUDE (unique_id, person) FROM town_people")
    collapse_people(con)
    prepare_fields(con)
    find_candidates(con)
    return con


def test_rates_are_learnt_fixed_ones_stay_and_the_same_data_give_the_same_model(town) -> None:
    start = PersonModel.by_reason()
    comparisons = start.used(present_columns(town, "node_field"))
    columns = present_columns(town, "node_value")
    nodes = town.execute("SELECT count(*) FROM node_field").fetchone()[0]
    learnt = train_model(town, start, comparisons, columns=columns, nodes=nodes)
    assert learnt == train_model(town, start, comparisons, columns=columns, nodes=nodes)
    assert (learnt.origin, learnt.trained_on, learnt.trained_records) == ("data", columns, nodes)
    for comparison in comparisons:
        for level in comparison.levels:
            old, new = start.levels[comparison.name][level.name], learnt.levels[comparison.name][level.name]
            assert new.r == old.r
            assert 0 < new.m <= 1 and 0 < new.u <= 1
            if level.fixed:
                assert new == old
    assert learnt.levels["forename"]["exact"].m > 0.5
    # The data's own strangers: among all pairs of a sample most first names differ.
    assert learnt.levels["forename"]["exact"].u < 0.02
    assert learnt.levels["surname"]["different"].u > 0.9
    # True pairs in the sample are taken out: two strangers seldom share a day of birth.
    assert learnt.levels["date_of_birth"]["exact"].u < 0.0005


def test_splinks_shape_has_no_equality_columns_and_fixes_what_is_fixed() -> None:
    model = PersonModel.by_reason()
    shape = splink_settings(model.used(["forename", "phone"]), model, prior=0.01, learn=True)
    assert [c["output_column_name"] for c in shape["comparisons"]] == ["forename", "phone"]
    assert all(level.get("fix_m_probability") for level in shape["comparisons"][1]["comparison_levels"][1:])
    assert not any("tf_adjustment_column" in level for c in shape["comparisons"] for level in c["comparison_levels"])
