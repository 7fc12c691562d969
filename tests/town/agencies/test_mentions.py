from __future__ import annotations

import pyarrow as pa

from stronghold.town.agencies.cells import as_text
from stronghold.town.agencies.mentions import named_in, slot_numbers
from stronghold.town.agencies.sheet import Column, Slot

PERSON = Slot(
    "suspect",
    "person",
    (
        Column("Name", as_text("name"), "full_name"),
        Column("Born", as_text("born"), "date_of_birth"),
        Column("Flat", as_text("flat"), "flat"),
        Column("Address", as_text("address"), "address"),
        Column("Tel", as_text("number"), "phone"),
        Column("Unread", as_text("name")),
    ),
)


def found(slot, rows, number=1):
    names = dict.fromkeys(key for row in rows for key in row)
    data = pa.table({name: pa.array([row.get(name) for row in rows]) for name in names})
    cells = [column.make(data) for column in slot.columns]
    return {
        (one.end, one.kind, one.table): [
            i if t else None for i, t in zip(one.true_id.to_pylist(), one.there.to_pylist(), strict=True)
        ]
        for one in named_in(slot, number, data, cells)
    }


def person(**row):
    nothing = dict.fromkeys(("name", "born", "flat", "address", "number", "person", "home", "contact", "school"))
    return {**nothing, "school": None, **row}


def test_slots_are_numbered_by_role():
    slots = [PERSON, Slot("victim", "person", PERSON.columns), PERSON]
    assert slot_numbers(slots) == [1, 1, 2]


def test_a_person_with_home_and_phone_is_three_mentions():
    rows = [
        person(name="Ann Day", address="1 High Road", number="01632 1", person=7, home=8, contact=9),
        person(name="Ann Day", flat="3", person=7, home=8),  # a flat alone is no home
        person(name="Ann Day", number="07000 000000", person=7),  # a filler is nobody's phone
        person(born="1990-05-31", person=7),  # a birthday alone is nobody
        person(),
    ]
    assert found(PERSON, rows, 2) == {
        ("#suspect.2", "person", "person"): [7, 7, 7, None, None],
        ("#suspect.2>home", "address", "home"): [8, None, None, None, None],
        ("#suspect.2>phone", "phone", "phone"): [9, None, None, None, None],
    }


def test_a_place_is_a_home_or_a_street():
    place = Slot("place", "place", (Column("Street", as_text("street"), "street"), Column("Lat", as_text("lat"), "latitude")))
    rows = [
        {"street": "high road", "lat": 54.5, "home": 3, "open_street": None},
        {"street": None, "lat": 54.5, "home": None, "open_street": 5},
        {"street": None, "lat": None, "home": 3, "open_street": None},
    ]
    assert found(place, rows) == {
        ("#place.1", "address", "home"): [3, None, None],
        ("#place.1", "address", "street"): [None, 5, None],
    }
