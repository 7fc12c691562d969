from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.intake.cleaning import locate
from stronghold.intake.cleaning.cleaned import CleaningContext
from stronghold.intake.cleaning.identifiers import clean_email, clean_nhs_number
from stronghold.intake.cleaning.vehicles import registration_cleaner
from stronghold.town.numbers import (
    IMEI_RANGE,
    NHS_NUMBER_RANGE,
    NINO_RANGE,
    PHONE_RANGE,
    POSTCODE_RANGE,
    REGISTRATION_RANGE,
    emails,
    imeis,
    nhs_numbers,
    ninos,
    phones,
    postcodes,
    registrations,
)


@pytest.mark.parametrize(
    ("made", "size", "step"),
    [
        (phones, PHONE_RANGE, 1),
        (ninos, NINO_RANGE, 7),
        (postcodes, POSTCODE_RANGE, 1),
        (nhs_numbers, NHS_NUMBER_RANGE, 3),
        (registrations, REGISTRATION_RANGE, 3),
        (imeis, IMEI_RANGE, 997),
    ],
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


@given(st.integers(0, NHS_NUMBER_RANGE - 1))
def test_every_nhs_number_is_a_test_number_that_passes_the_check(index):
    (number,) = nhs_numbers(np.array([index]))
    assert number.startswith("999")
    cleaned = clean_nhs_number(str(number))
    assert cleaned.value == number and cleaned.note is None


@given(st.integers(0, REGISTRATION_RANGE - 1))
def test_every_registration_reads_as_one_that_was_never_issued(index):
    (mark,) = registrations(np.array([index]))
    assert mark[0] in "JTU" and mark[2:5] == "01 "
    cleaned = registration_cleaner(CleaningContext(today=date(2026, 9, 30)))(str(mark))
    assert cleaned.value == mark.replace(" ", "") and cleaned.note is None


@given(st.integers(0, IMEI_RANGE - 1))
def test_every_handset_number_has_a_right_check_figure(index):
    (number,) = imeis(np.array([index]))
    figures = [int(c) for c in number]
    doubled = [2 * f - 9 * (2 * f > 9) for f in figures[1::2]]
    assert len(figures) == 15 and number.startswith("001001")
    assert (sum(figures[0::2]) + sum(doubled)) % 10 == 0


def test_email_addresses_are_of_domains_that_nobody_has():
    made = emails(np.array(["jane", "sean"]), np.array(["smith", "o'neill"]), np.array([4, 5]))
    assert len(set(made.tolist())) == 2
    for address in made.tolist():
        assert address.endswith(".example")
        assert clean_email(address).value == address
