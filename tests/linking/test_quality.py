"""Links against labelled pairs, and one picture's links against another's."""

from __future__ import annotations

import pytest

from stronghold.linking.quality import NOTABLE, WEIGHT_EDGES, LinkSummary, drift_between, labelled_quality, summarise


def test_labelled_pairs_give_precision_and_recall_with_their_intervals() -> None:
    found = labelled_quality([(True, True)] * 40 + [(True, False)] * 10 + [(False, True)] * 20 + [(False, False)] * 30)
    assert (found.pairs, found.same) == (100, 60)
    assert found.precision.value == 0.8 and found.recall.value == pytest.approx(2 / 3)
    assert found.f1.value == pytest.approx(80 / 110)
    for share in (found.precision, found.recall, found.f1):
        assert share.low < share.value < share.high


def test_without_labels_nothing_is_claimed() -> None:
    found = labelled_quality([])
    assert (found.pairs, found.precision, found.recall, found.f1) == (0, None, None, None)
    assert labelled_quality([(False, False)]).f1 is None


def test_a_picture_in_numbers(fill) -> None:
    con = fill([{"forename": "ann"}, {"forename": "ann", "agency": "council"}, {"forename": "bo"}])
    con.execute("UPDATE source SET name = agency || '.csv'")
    con.execute(
        "CREATE TABLE entity_member AS SELECT * FROM (VALUES (0, 'P-1'), (1, 'P-1'), (2, 'P-2')) t(mention_id, entity_id)"
    )
    con.execute("CREATE TABLE link AS SELECT * FROM (VALUES (-2.5), (1.99), (2.0), (44.0)) t(match_weight)")
    found = summarise(con)
    assert found.sources == {"council.csv": (1, 1), "police.csv": (2, 1)}
    assert found.pairs == 4 and len(found.weights) == len(WEIGHT_EDGES) + 1
    assert [place for place, count in enumerate(found.weights) if count] == [1, 2, 3, 9]
    con.execute("CREATE TEMP TABLE seen AS FROM mention WHERE mention_id <> 1")
    assert summarise(con, mentions="seen").sources == {"police.csv": (2, 0)}


def _summary(**sources: tuple[int, int]) -> LinkSummary:
    return LinkSummary((0, 100, 100, 800, 0, 0, 0, 0, 0, 0), sources)


def test_no_change_is_no_drift() -> None:
    found = drift_between(_summary(a=(500, 200)), _summary(a=(520, 210)))
    assert found.moved == 0 and not found.notable


def test_a_source_that_links_less_than_before_is_told() -> None:
    found = drift_between(_summary(a=(1_000, 600), b=(40, 20), gone=(10, 1)), _summary(a=(1_000, 450), b=(40, 16), new=(30, 3)))
    by_name = {source.source: source for source in found.sources}
    assert by_name["a"].notable and by_name["a"].change.value == pytest.approx(-0.15)
    assert not by_name["b"].notable  # ten points of forty mentions may be chance
    assert by_name["gone"].after is None and by_name["new"].before is None and by_name["new"].change is None
    assert found.notable


def test_weights_that_move_are_told_as_the_share_that_moved() -> None:
    after = LinkSummary((0, 0, 200, 800, 0, 0, 0, 0, 0, 0))
    found = drift_between(_summary(), after)
    assert found.moved == pytest.approx(0.1) and found.notable and found.moved > NOTABLE
