from __future__ import annotations

import numpy as np
import pytest

from stronghold.intake.cleaning.names import clean_surname
from stronghold.town.names import names


def code(word):
    (found,) = np.flatnonzero(names().words == word)
    return found


def test_the_cultures_make_up_the_whole_town():
    assert sum(c.share for c in names().cultures) == pytest.approx(1.0)
    assert len({c.name for c in names().cultures}) == len(names().cultures) >= 8


def test_several_thousand_surnames_with_the_commonest_near_one_in_a_hundred():
    british = next(c for c in names().cultures if c.name == "british")
    assert len(british.surnames.codes) > 5_000
    drawn = british.surnames.draw(np.random.default_rng(1), 200_000)
    word, count = np.unique(names().words[drawn], return_counts=True)
    assert word[count.argmax()] == "smith"
    assert 0.008 < count.max() / 200_000 < 0.025
    assert len(word) > 4_000


def test_rank_decides_how_often_a_name_is_drawn():
    for culture in names().cultures:
        for pool in (culture.male, culture.female, culture.surnames):
            weights = np.diff(pool.totals, prepend=0.0)
            assert (np.diff(weights) <= 1e-12).all()
            assert pool.totals[-1] == 1.0


def test_names_are_lower_case_ascii_and_keep_their_accents_beside():
    found = names()
    assert all(w.isascii() and w == w.lower() for w in found.words.tolist())
    assert found.marked[code("wisniewski")] == "wiśniewski"
    assert len(found.words) == len(set(found.words.tolist())) == len(found.marked) == len(found.others) == len(found.womans_form)


@pytest.mark.parametrize(
    ("man", "woman"), [("kowalski", "kowalska"), ("singh", "kaur"), ("smith", "smith"), ("lewandowski", "lewandowska")]
)
def test_the_womans_form(man, woman):
    assert names().words[names().womans_form[code(man)]] == woman


@pytest.mark.parametrize(
    ("name", "also"),
    [("robert", "bob"), ("mohammed", "muhammad"), ("steven", "stephen"), ("elizabeth", "liz"), ("ngozi", "ngozi")],
)
def test_short_forms_and_spellings(name, also):
    assert also in names().words[names().others[code(name)]].tolist()


def test_every_surname_survives_cleaning():
    pools = [c.surnames.codes for c in names().cultures]
    for word in names().words[np.unique(np.concatenate(pools))].tolist():
        assert clean_surname(word.upper()).value == word.replace("'", "")
