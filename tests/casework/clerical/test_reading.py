"""What a sample says, for those alone who may see every record that it was drawn from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.casework import clerical
from stronghold.casework.models import ClericalPair
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible
from stronghold.linking.decisions import Judgement

OpenAs = Callable[..., Gateway]


def test_every_answer_counts_in_what_the_sample_says(open_as: OpenAs, made_store: Path) -> None:
    gateway = open_as("wanda", "social_worker", "safeguarding", "council")
    number = clerical.draw(gateway, made_store, size=20, seed=1).pk
    view = clerical.sample_view(gateway, number)
    assert (view.pairs, view.answered, view.left, view.estimate.precision, view.served) == (2, 0, 2, None, True)
    clerical.answer(gateway, number, 1, "yes")
    clerical.answer(gateway, number, 2, "no")
    view = clerical.sample_view(gateway, number)
    # Both links were drawn and judged: one in two is right, and that is no estimate.
    assert view.estimate.precision is not None and (view.estimate.precision.low, view.estimate.precision.high) == (0.5, 0.5)
    assert sum(each.yes for each in view.strata) == sum(each.no for each in view.strata) == 1 and view.links == 2


def test_who_may_not_see_all_that_it_was_drawn_from_is_told_nothing_of_it(open_as: OpenAs, made_store: Path) -> None:
    of_all = clerical.draw(open_as("wanda", "social_worker", "safeguarding", "council"), made_store, size=20, seed=1)
    analyst = open_as("ann", "analyst", "disruption")
    own = clerical.draw(analyst, made_store, size=20, seed=1)
    assert [view.row.pk for view in clerical.listed(analyst)] == [own.pk]
    for reading in (clerical.sample_view, clerical.next_pair):
        with pytest.raises(NotVisible, match="no sample"):
            reading(analyst, of_all.pk)
        with pytest.raises(NotVisible, match="no sample"):
            reading(analyst, 999)
    # Another analyst, who sees the same, goes on with it.
    other = open_as("bob", "analyst", "disruption")
    clerical.answer(other, own.pk, 1, "yes")
    assert clerical.sample_view(analyst, own.pk).answered == 1 and clerical.take_back(analyst, own.pk) is None


def test_answers_become_labels_the_last_of_a_pair_and_none_that_was_unsure(open_as: OpenAs, made_store: Path) -> None:
    gateway = open_as("wanda", "social_worker", "safeguarding", "council")
    first, second = (clerical.draw(gateway, made_store, size=20, seed=1).pk for _ in range(2))
    clerical.answer(gateway, first, 1, "yes")
    clerical.answer(gateway, first, 2, "unsure")
    clerical.answer(gateway, second, 1, "no")
    (label,) = clerical.answered_labels()
    pair = ClericalPair.objects.get(sample_id=second, number=1)
    assert (label.judgement, label.left, label.right) == (Judgement.NOT_SAME, pair.left, pair.right)
