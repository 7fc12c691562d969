from __future__ import annotations

import pytest

from stronghold.town.world.words import words


@pytest.mark.parametrize("noun", ["ward_stems", "ward_endings", "organisations", "operations", "lines", "street_names"])
def test_lists_hold_each_name_once(noun):
    listed = words(noun)
    assert len(listed) == len(set(listed)) >= 6


def test_list_that_there_is_not_is_refused():
    with pytest.raises(KeyError):
        words("rivers")
