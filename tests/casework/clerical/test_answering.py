"""Pairs are answered one at a time, each kept at once, taken back at will, or taken in from a file: all of it or nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.casework import clerical
from stronghold.casework.models import ClericalPair, ClericalSample
from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import AuditEntry
from stronghold.governance.refusals import Refused
from stronghold.linking.clerical import ANSWER, NOTE

OpenAs = Callable[..., Gateway]


@pytest.fixture
def clerk(open_as: OpenAs) -> Gateway:
    return open_as("wanda", "social_worker", "safeguarding", "council")


@pytest.fixture
def sample(clerk: Gateway, made_store: Path) -> ClericalSample:
    return clerical.draw(clerk, made_store, size=20, seed=1)


def test_a_pair_is_shown_without_what_the_model_thinks_and_named_in_the_audit_first(
    clerk: Gateway, sample: ClericalSample
) -> None:
    asked = clerical.next_pair(clerk, sample.pk)
    assert asked.pair is not None and asked.pair.number == 1 and asked.lost == 0
    assert {side.key for side in asked.sides} == {asked.pair.left, asked.pair.right}
    assert AuditEntry.objects.order_by("-sequence")[0].action == "mentions"


def test_answers_are_kept_at_once_and_the_last_is_taken_back(clerk: Gateway, sample: ClericalSample) -> None:
    clerical.answer(clerk, sample.pk, 1, "yes", " Sure. ")
    clerical.answer(clerk, sample.pk, 2, "unsure")
    assert clerical.next_pair(clerk, sample.pk).pair is None
    assert list(sample.pairs.values_list("answer", "note")) == [("yes", "Sure."), ("unsure", "")]
    assert clerical.take_back(clerk, sample.pk) == 2
    again = clerical.next_pair(clerk, sample.pk).pair
    assert again is not None and again.number == 2
    assert clerical.take_back(clerk, sample.pk) == 1 and clerical.take_back(clerk, sample.pk) is None
    assert not ClericalPair.objects.exclude(answer="").exists()
    actions = list(AuditEntry.objects.filter(action__startswith="link sample answer").values_list("action", flat=True))
    assert len(actions) == 4


def test_what_is_no_answer_is_refused(clerk: Gateway, sample: ClericalSample, open_as: OpenAs) -> None:
    for number, said, note in ((1, "perhaps", ""), (9, "yes", ""), (1, "yes", "n" * 1_001)):
        with pytest.raises(BadInput):
            clerical.answer(clerk, sample.pk, number, said, note)
    with pytest.raises(Refused):
        clerical.answer(open_as("olly", "sergeant", "safeguarding"), sample.pk, 1, "yes")
    assert not ClericalPair.objects.exclude(answer="").exists()


def test_a_pair_of_which_a_record_has_gone_is_not_asked_about(clerk: Gateway, sample: ClericalSample) -> None:
    sample.pairs.filter(number=1).update(left="council/housing/person/gone#subject.1")
    asked = clerical.next_pair(clerk, sample.pk)
    assert asked.lost == 1 and asked.pair is not None and asked.pair.number == 2


def test_a_file_is_taken_in_whole_or_not_at_all(clerk: Gateway, sample: ClericalSample, made_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    clerical.export(clerk, made_store, sample.pk, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    def filled(*answers: str) -> Path:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows({**row, ANSWER: answer, NOTE: "By eye"} for row, answer in zip(rows, answers, strict=True))
        return path

    with pytest.raises(BadInput, match="'maybe' is no answer"):
        clerical.take_in(clerk, sample.pk, filled("yes", "maybe"))
    assert not ClericalPair.objects.exclude(answer="").exists()
    assert clerical.take_in(clerk, sample.pk, filled("no", "")) == 1
    first = int(rows[0]["pair"])
    assert sample.pairs.get(number=first).answer == "no" and sample.pairs.get(number=first).note == "By eye"
    # An empty cell takes nothing back, and what is there already is no change.
    assert clerical.take_in(clerk, sample.pk, filled("no", "yes")) == 1
    assert ClericalPair.objects.exclude(answer="").count() == 2
    assert AuditEntry.objects.filter(action="link sample answers taken in").count() == 2
