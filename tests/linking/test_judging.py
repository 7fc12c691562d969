"""Which of two models is worse, by each criterion."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from stronghold.linking.collapse import collapse_people
from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.fields import prepare_fields, present_columns
from stronghold.linking.judging import AS_GOOD, changes, held_out, in_order, labelled, plausible
from stronghold.linking.model import PersonModel
from stronghold.town import people_table


def altered(model: PersonModel, comparison: str, level: str, **rates: float) -> PersonModel:
    levels = dict(model.levels[comparison])
    levels[level] = replace(levels[level], **rates)
    return model.with_levels({comparison: levels})


@pytest.fixture(scope="module")
def shipped() -> PersonModel:
    return PersonModel.shipped()


@pytest.fixture
def town(fill):
    con = fill([])
    con.register("town_people", people_table(6_000, seed=21))
    con.execute("INSERT INTO person BY NAME SELECT unique_id AS mention_id, * EXCLUDE (unique_id, person) FROM town_people")
    collapse_people(con)
    prepare_fields(con)
    return con


def test_changes_are_sorted_and_told_in_bits(shipped: PersonModel) -> None:
    p = shipped.levels["surname"]["exact"]
    other = altered(altered(shipped, "surname", "exact", m=p.m / 4), "phone", "different", m=0.2)
    found = changes(shipped, other, COMPARISONS)
    assert [(c.comparison, c.level) for c in found] == [("Surname", "the same surname"), ("Phone", "different")]
    assert found[0].by == pytest.approx(-2.0)
    assert found[0].before == pytest.approx(math.log2(p.m / p.u))
    assert changes(shipped, shipped, COMPARISONS) == ()


def test_a_model_that_describes_unseen_pairs_worse_is_worse_and_the_other_way_round_is_not(town, shipped: PersonModel) -> None:
    comparisons = shipped.used(present_columns(town, "node_field"))
    # A model that takes one person's dates of birth to differ as often as not.
    poor = altered(altered(shipped, "date_of_birth", "exact", m=0.3), "date_of_birth", "different", m=0.5)
    assert held_out(town, "node_field", comparisons, shipped, poor).worse is True
    found = held_out(town, "node_field", comparisons, poor, shipped)
    assert found.worse is False and "described better by the new model: +" in found.words
    same = held_out(town, "node_field", comparisons, shipped, shipped)
    assert same.worse is False and "+0.000 bits" in same.words
    assert AS_GOOD < 0.1


def test_claiming_more_than_all_does_not_help(town, shipped: PersonModel) -> None:
    comparisons = shipped.used(present_columns(town, "node_field"))
    doubled = shipped.with_levels(
        {
            "date_of_birth": {
                name: replace(p, m=p.m * 2, u=p.u * 2, r=p.r * 2) for name, p in shipped.levels["date_of_birth"].items()
            }
        }
    )
    assert "+0.000 bits" in held_out(town, "node_field", comparisons, shipped, doubled).words


def test_too_few_pairs_tell_nothing(fill, shipped: PersonModel) -> None:
    con = fill([{"forename": "ann", "surname": "smith"}, {"forename": "ann", "surname": "smith", "date_of_birth": "1990-03-02"}])
    collapse_people(con)
    prepare_fields(con)
    assert held_out(con, "node_field", shipped.used(present_columns(con, "node_field")), shipped, shipped).worse is None


def test_looser_agreement_must_not_weigh_more(shipped: PersonModel) -> None:
    odd = altered(shipped, "middle_names", "different", u=0.01)
    found = in_order(COMPARISONS, shipped, odd)
    assert found.worse and "speaks for one person" in found.words
    loose = altered(shipped, "forename", "similar", m=0.9, u=1e-6)
    assert in_order(COMPARISONS, shipped, loose).worse
    assert in_order(COMPARISONS, loose, loose).worse is False  # no worse than the one in use
    assert in_order(COMPARISONS, shipped, shipped).worse is False


def test_the_shipped_model_is_in_order(shipped: PersonModel) -> None:
    assert in_order(COMPARISONS, PersonModel.by_reason(), shipped).words == "closer agreement always weighs more"


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [(2.0, 2.5, False), (2.0, 9.5, True), (0.5, 2.5, True), (2.0, 0.3, True), (0.001, 0.015, False), (12.0, 10.0, False)],
)
def test_how_much_is_repeated_must_be_believable(shipped: PersonModel, before: float, after: float, worse: bool) -> None:
    one, other = (replace(shipped, expected=expected) for expected in (before, after))
    assert plausible(one, other).worse is worse


def test_labelled_pairs_tell_where_they_are_enough() -> None:
    truth = [True] * 60 + [False] * 60
    good = [(same, same) for same in truth]
    bad = [(same if place % 3 else not same, same) for place, same in enumerate(truth)]
    assert labelled({"before": good, "after": bad}).worse is True
    assert labelled({"before": bad, "after": good}).worse is False
    assert labelled({"before": good, "after": good}).worse is False
    assert labelled({"before": good[:20], "after": bad[:20]}).worse is None
    assert labelled({"before": [(False, True)] * 90, "after": [(False, True)] * 90}).worse is None
