from __future__ import annotations

from datetime import date

import pyarrow as pa

from stronghold.intake.cleaning import CleaningContext, cleaner
from stronghold.town.agencies.lines import address_in_capitals, address_line, name_in_order, surname_first

HOME = {"flat": "3", "house": "12", "street": "church road", "locality": "Ravenmouth", "postcode": "ax1 2bc"}
NAME = {"title": "Mr", "forename": "john", "middle": "paul", "surname": "o'neill"}
NOTHING = dict.fromkeys([*HOME, *NAME])


def one(make, row):
    table = pa.table({name: pa.array([cell], pa.string()) for name, cell in (NOTHING | row).items()})
    return make(table).to_pylist()[0]


def test_names_in_one_cell():
    assert one(name_in_order(), NAME) == "John Paul O'Neill"
    assert one(name_in_order(with_title=True), NAME) == "Mr John Paul O'Neill"
    assert one(surname_first(), NAME) == "O'NEILL, John Paul"
    assert one(surname_first(), {"forename": "john"}) == "John"


def test_nobody_is_a_title_alone():
    assert one(name_in_order(with_title=True), {"title": "Mr"}) is None


def test_addresses_in_one_cell_are_read_back():
    read = cleaner("address_line", CleaningContext(today=date(2026, 9, 30)))
    expected = {"flat": "3", "house": "12", "street": "church road", "town": "ravenmouth", "postcode": "AX1 2BC"}
    assert one(address_line(), HOME) == "Flat 3, 12 Church Road, Ravenmouth, AX1 2BC"
    for make in (address_line(), address_line(flat="Apt "), address_in_capitals()):
        assert read(one(make, HOME)).value == expected
    assert one(address_line(), {}) is None
