"""Which addresses are one home: flats and houses, slips in street and postcode, gaps; and what is never one, whatever was written."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WHOLE = {"house": "12", "street": "high street", "postcode": "OX1 1AA"}
LISTED = {"uprn": "100", **WHOLE}
NO_STREET = {"house": "12", "postcode": "OX1 1AA"}
NO_POSTCODE = {"house": "12", "street": "high street", "town": "oxford"}
FAR = "OX2 2BB"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([WHOLE, WHOLE, {**WHOLE, "house": "14"}], [0, 0, 2]),
        # A house without its flat is not one of its flats, nor are two flats one.
        ([{**WHOLE, "flat": "1"}, {**WHOLE, "flat": "2"}, WHOLE], [0, 1, 2]),
        ([WHOLE, NO_STREET, NO_POSTCODE], [0, 0, 0]),
        # Two streets share the house and postcode: which one is meant cannot be told.
        ([WHOLE, {**WHOLE, "street": "low street"}, NO_STREET, NO_STREET], [0, 1, 2, 2]),
        ([WHOLE, {**WHOLE, "postcode": FAR}, NO_POSTCODE], [0, 1, 2]),
        # ... unless one of them alone is in the gazetteer, or in the town that is named.
        ([LISTED, {**WHOLE, "postcode": FAR}, NO_POSTCODE], [0, 1, 0]),
        ([{**WHOLE, "town": "oxford"}, {**WHOLE, "postcode": FAR, "town": "thame"}, NO_POSTCODE], [0, 1, 0]),
        ([LISTED, WHOLE, {"uprn": "100"}, {"uprn": "200"}], [0, 0, 0, 3]),
        ([LISTED, {"uprn": "200", **WHOLE}, WHOLE], [0, 1, 2]),
        ([{"postcode": "OX1 1AA"}, {"postcode": "OX1 1AA"}, WHOLE], [0, 0, 2]),
        # A flat of a street without its house is that flat, and no other.
        ([{"flat": "1", "street": "mill lane"}, {"flat": "2", "street": "mill lane"}, {"street": "mill lane"}], [0, 1, 2]),
    ],
)
def test_what_is_written_right(resolved, rows, expected: list[int]) -> None:
    assert resolved("address", rows) == expected


@pytest.mark.parametrize(
    "written",
    [
        {**WHOLE, "street": "hihg street"},
        {**WHOLE, "street": "high"},
        {**WHOLE, "street": "high srt"},
        {**WHOLE, "postcode": "OX1 1AB"},
        {**WHOLE, "postcode": "OX1 1BA"},
        {**WHOLE, "postcode": "OX11 1AA"},
        {"house": "12", "street": "hihg street"},
        {"house": "12", "street": "high street", "town": "oxfrod"},
    ],
)
def test_a_slip_goes_to_the_home_it_is_a_slip_of(resolved, written) -> None:
    assert resolved("address", [WHOLE, WHOLE, written]) == [0, 0, 0]


@pytest.mark.parametrize(
    "written",
    [
        {**WHOLE, "house": "13"},
        {**WHOLE, "house": "21"},
        {**WHOLE, "street": "low street"},
        {**WHOLE, "postcode": "OX1 1CB"},
        {**WHOLE, "street": "hihg street", "postcode": "OX1 1AB"},
        {**WHOLE, "flat": "1"},
        {"house": "12", "street": "low street"},
    ],
)
def test_what_is_more_than_a_slip_stands_for_itself(resolved, written) -> None:
    assert resolved("address", [WHOLE, WHOLE, written]) == [0, 0, 2]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"house": "14b"}, {"house": "14", "flat": "b"}),
        ({"house": "14b"}, {"house": "14b", "flat": "b"}),
        ({"house": "2/14"}, {"house": "14", "flat": "2"}),
        ({"house": "14 flat b"}, {"house": "14", "flat": "b"}),
        ({"house": "flat 2 14"}, {"house": "14", "flat": "2"}),
        ({"house": "Rose Cottage"}, {"house": "rose cotage"}),
    ],
)
def test_one_flat_in_two_ways_of_writing(resolved, left, right) -> None:
    there = {"street": "high street", "postcode": "OX1 1AA"}
    assert resolved("address", [{**there, **left}, {**there, **right}, {**there, "house": "14"}]) == [0, 0, 2]


def test_slips_are_not_chained(resolved) -> None:
    """Each is a letter from the next; the best known is what the others are slips of, and what is two from it is not."""
    rows = [{**WHOLE, "postcode": postcode} for postcode in ("OX1 1AA", "OX1 1AA", "OX1 1AB", "OX1 1CB")]
    assert resolved("address", rows) == [0, 0, 0, 3]
    # A slip of two homes, as well known as each other, is of neither.
    rows = [{**WHOLE, "postcode": postcode} for postcode in ("OX1 1AA", "OX1 1AA", "OX1 1CB", "OX1 1CB", "OX1 1AB")]
    assert resolved("address", rows) == [0, 0, 2, 2, 4]


def test_a_property_number_beside_another_house_is_mistaken(resolved) -> None:
    assert resolved("address", [LISTED, LISTED, {**LISTED, "house": "14"}]) == [0, 0, 2]
    # A name for the house, or no flat, is no contradiction; and such a house is none of the plain ones.
    flat = {**LISTED, "flat": "2"}
    assert resolved("address", [flat, {**LISTED, "house": "the lodge"}, LISTED, WHOLE, {**WHOLE, "flat": "2"}]) == [0, 0, 0, 3, 0]


def few(*values: str | None) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *values])


ADDRESSES = st.lists(
    st.fixed_dictionaries(
        {
            "uprn": few(None, None, "100", "200"),
            "flat": few(None, "1", "2"),
            "house": few("12", "12", "14", "12b", "rose cottage"),
            "street": few("high street", "hihg street", "low street"),
            "town": few("oxford"),
            "postcode": few("OX1 1AA", "OX1 1AB", "OX2 2BB"),
        }
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ADDRESSES, data=st.data())
def test_no_home_has_two_houses_flats_or_property_numbers_and_order_does_not_matter(resolved, rows, data: st.DataObject) -> None:
    found = resolved("address", rows)
    for left, right in itertools.combinations(range(len(rows)), 2):
        if found[left] == found[right]:
            assert not differ(rows[left], rows[right]), (rows[left], rows[right])
    order = data.draw(st.permutations(range(len(rows))))
    again = resolved("address", [rows[i] for i in order])
    place = {row: new for new, row in enumerate(order)}
    for left, right in itertools.combinations(range(len(rows)), 2):
        assert (found[left] == found[right]) == (again[place[left]] == again[place[right]])


def differ(left, right) -> bool:
    """Whether two addresses name different numbered houses, or different flats, or have different property numbers in one house."""
    houses = [row["house"][:2] for row in (left, right) if row["house"] and row["house"][0].isdigit()]
    flats = [row["flat"] or (row["house"] == "12b" and "b") for row in (left, right)]
    flats = [flat for flat in flats if flat]
    trusted = left["house"] == right["house"] and left["flat"] == right["flat"] and left["uprn"] and right["uprn"]
    return len(set(houses)) > 1 or len(set(flats)) > 1 or bool(trusted and left["uprn"] != right["uprn"])
