"""Links against labelled pairs, and against the answers of the review band by band."""

from __future__ import annotations

import pytest

from stronghold.linking.quality import by_band, labelled_quality


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


def test_bands_say_what_people_answered_and_what_the_model_had_said() -> None:
    bands = by_band([(2.5, True)] * 8 + [(2.5, False)] * 2 + [(1.0, False)] * 4 + [(40.0, True)])
    assert [(band.low, band.high, band.asked, band.same) for band in bands] == [
        (0.5, 2.0, 4, 0),
        (2.0, 3.5, 10, 8),
        (7.0, float("inf"), 1, 1),
    ]
    middle = bands[1]
    assert middle.share.value == 0.8 and middle.expected == pytest.approx(0.8498, abs=1e-4) and middle.as_expected
    assert not bands[0].as_expected and bands[0].expected == pytest.approx(2 / 3)
    assert by_band([]) == ()
