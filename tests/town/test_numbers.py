from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.intake.cleaning import locate
from stronghold.town.numbers import NINO_RANGE, PHONE_RANGE, POSTCODE_RANGE, ninos, phones, postcodes


@pytest.mark.parametrize(
    ("made", "size", "step"), [(phones, PHONE_RANGE, 1), (ninos, NINO_RANGE, 7), (postcodes, POSTCODE_RANGE, 1)]
)
def test_one_to_one_over_the_whole_range(made, size, step):
    indexes = np.arange(0, size, step)
    assert len(np.unique(made(indexes))) == len(indexes)


@given(st.integers(0, PHONE_RANGE - 1))
def test_every_phone_has_the_area_code_of_no_place(index):
    (number,) = phones(np.array([index]))
    assert number.startswith("01632 ")
    assert len(number) == 12


@given(st.integers(0, NINO_RANGE - 1))
def test_every_nino_has_an_administrative_prefix(index):
    (number,) = ninos(np.array([index]))
    assert number[:2] in {"MW", "FY", "NC", "CR", "PY", "PZ"}
    assert number[2:8].isdigit()
    assert number[8] in "ABCD"


def test_no_postcode_is_a_real_one():
    every_tenth = postcodes(np.arange(0, POSTCODE_RANGE, 10)).tolist()
    assert locate(every_tenth) == {}
    assert locate(["DA1 1AA", "DA1 1RT"]) != {}, "the list of real postcodes was read"
