"""Rates count pairs of mentions, those never compared among the missed."""

from __future__ import annotations

import pytest

from stronghold.linking.evaluation import Rates, evaluate, pairwise_rates
from stronghold.linking.people import link_people


@pytest.mark.parametrize(
    ("right", "said", "true", "expected"),
    [
        (2, 4, 5, (0.5, 0.4, 4 / 9)),
        (0, 0, 5, (1.0, 0.0, 0.0)),
        (0, 3, 5, (0.0, 0.0, 0.0)),
        (0, 0, 0, (1.0, 1.0, 1.0)),
        (0, 3, 0, (0.0, 1.0, 0.0)),
    ],
)
def test_rates(right: float, said: float, true: float, expected: tuple[float, float, float]) -> None:
    found = Rates.of(right, said, true)
    assert (found.precision, found.recall, found.f1) == pytest.approx(expected)


def test_repeats_links_and_pairs_never_compared_are_all_counted(fill) -> None:
    ann = {"forename": "ann", "surname": "okonkwo", "date_of_birth": "1990-03-02", "postcode": "OX1 1AA"}
    con = fill(
        [
            ann,
            ann,
            {**ann, "postcode": "OX1 1AB"},
            {"forename": "zoltan", "surname": "kovacs", "date_of_birth": "1961-12-30", "postcode": "LS9 9ZZ"},
        ]
    )
    link_people(con)
    # All four are said to be one person: the last can be found by no key. 3 of 6 true pairs are found.
    con.execute("CREATE TABLE truth AS SELECT mention_id, 'x' AS truth FROM person")
    found = evaluate(con)
    assert found.blocking_recall == 0.5
    assert (found.pairwise.precision, found.pairwise.recall) == (1.0, 0.5)
    assert (found.cluster.precision, found.cluster.recall) == (1.0, 0.5)
    # All four are different people: each of the 3 pairs is wrong.
    con.execute("UPDATE truth SET truth = mention_id::VARCHAR")
    found = evaluate(con)
    assert (found.pairwise.precision, found.cluster.precision) == (0.0, 0.0)
    assert (found.pairwise.recall, found.cluster.recall) == (1.0, 1.0)
    assert pairwise_rates(con, 1000.0).precision == 0.0  # the alike ones are still said to be one
