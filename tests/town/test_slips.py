from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from stronghold.town.slips import slipped

words = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyz0123456789' ", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=30
)


@given(words, st.integers(0, 2**32))
def test_a_slip_is_one_edit_after_the_first_letter(given_words, seed):
    after = slipped(np.random.default_rng(seed), np.array(given_words))
    for word, slip in zip(given_words, after.tolist(), strict=True):
        assert slip[0] == word[0]
        assert OSA.distance(word, slip) <= 1
        if len(word) < 3:
            assert slip == word


def test_all_four_slips_happen_and_some_word_changes_each_way():
    after = set(slipped(np.random.default_rng(1), np.array(["martin"] * 2_000)).tolist())
    assert {"matrin", "martn", "marttin"} <= after
    replaced = {w for w in after if len(w) == 6 and sorted(w) != sorted("martin")}
    assert "martun" in replaced
    assert "marten" not in replaced, "e is not beside i on a keyboard"


def test_digits_slip_to_digits_and_letters_to_letters():
    after = slipped(np.random.default_rng(2), np.array(["a12 3bc"] * 2_000)).tolist()
    for word in after:
        if len(word) == 7 and sorted(word) != sorted("a12 3bc"):
            (at,) = [i for i in range(7) if word[i] != "a12 3bc"[i]]
            assert word[at].isdigit() == "a12 3bc"[at].isdigit()


def test_nothing_slips_in_no_words():
    assert len(slipped(np.random.default_rng(0), np.array([], "<U5"))) == 0
