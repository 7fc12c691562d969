"""Promise: two people of one household are two people, however much they share; and one person in two wordings is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.intake.mapping import Mapping
from stronghold.town import people_table

COLUMNS = ("unique_id", "forename", "middle_names", "surname", "date_of_birth", "house", "street", "postcode", "phone", "nino")
HOME = {"surname": "Hartley", "house": "12", "street": "Bridge Lane", "postcode": "OX1 1HB", "phone": "01632 960001"}
Person = dict[str, str]

TWO_PEOPLE: dict[str, tuple[Person, Person]] = {
    "spouses": (
        {**HOME, "forename": "Martin", "date_of_birth": "1971-04-18"},
        {**HOME, "forename": "Claire", "date_of_birth": "1973-09-02"},
    ),
    "spouses, one without a date of birth": (
        {**HOME, "forename": "Martin", "date_of_birth": "1971-04-18"},
        {**HOME, "forename": "Claire"},
    ),
    "brothers": (
        {**HOME, "forename": "Daniel", "date_of_birth": "2007-04-18"},
        {**HOME, "forename": "Joseph", "date_of_birth": "2009-09-02"},
    ),
    "twins": (
        {**HOME, "forename": "Daniel", "date_of_birth": "2008-04-18"},
        {**HOME, "forename": "Joseph", "date_of_birth": "2008-04-18"},
    ),
    "twins with insurance numbers": (
        {**HOME, "forename": "Daniel", "date_of_birth": "2002-04-18", "nino": "JG103759A"},
        {**HOME, "forename": "Joseph", "date_of_birth": "2002-04-18", "nino": "JG482201B"},
    ),
    "a brother and a sister, twins": (
        {**HOME, "forename": "Oliver", "date_of_birth": "2008-04-18"},
        {**HOME, "forename": "Olivia", "date_of_birth": "2008-04-18"},
    ),
    "father and son of one name": (
        {**HOME, "forename": "Martin", "date_of_birth": "1971-04-18"},
        {**HOME, "forename": "Martin", "date_of_birth": "2001-11-27"},
    ),
    "mother and daughter of one name and one phone": (
        {**HOME, "forename": "Rose", "middle_names": "Ann", "date_of_birth": "1969-12-05"},
        {**HOME, "forename": "Rose", "middle_names": "May", "date_of_birth": "1998-06-21"},
    ),
}
ONE_PERSON: dict[str, tuple[Person, Person]] = {
    "a slip in the name": (
        {**HOME, "forename": "Martin", "date_of_birth": "1971-04-18"},
        {**HOME, "forename": "Matrin", "date_of_birth": "1971-04-18"},
    ),
    "a short form and a turned date": (
        {**HOME, "forename": "Robert", "date_of_birth": "1971-04-08"},
        {**HOME, "forename": "Bob", "date_of_birth": "1971-08-04"},
    ),
    "moved, with the insurance number": (
        {**HOME, "forename": "Claire", "date_of_birth": "1973-09-02", "nino": "LB660318C"},
        {"forename": "Claire", "surname": "Nuttall", "date_of_birth": "1973-09-02", "postcode": "OX4 2QQ", "nino": "LB660318C"},
    ),
}


# A household of its own for each case: cases must not be taken for one another. The telephone areas have numbers set aside for
# use in fiction.
SURNAMES = ("Hartley", "Pellow", "Quiggin", "Rashid", "Stobart", "Tregear", "Umpleby", "Varley", "Wragg", "Yelland", "Zeal")
AREAS = ("0113", "0114", "0115", "0116", "0117", "0118", "0121", "0131", "0141", "0151", "0161")


def settled(pair: tuple[Person, Person], number: int) -> list[Person]:
    """The pair under the surname, address, phone and birth month of case ``number``; what differs inside it stays different."""
    surname, people = SURNAMES[number], []
    for person in pair:
        new = {**person}
        if person["surname"] == HOME["surname"]:
            new |= {"surname": surname}
        if "house" in person:
            new |= {"house": str(20 + 7 * number), "street": f"{surname} Lane", "postcode": f"OX{number + 1} {number % 9}HB"}
            new |= {"phone": f"{AREAS[number]} 496 0{83 * number:03d}"}
        if person.get("date_of_birth", "").endswith(("18", "02", "27", "05", "21")):
            year, _, day = person["date_of_birth"].split("-")
            new |= {"date_of_birth": f"{year}-{number + 2:02d}-{day}"}
        people.append(new)
    return people


Entities = Callable[[Path, list[Person], str], dict[str, str]]


@pytest.fixture
def entities(people_file: Callable[..., tuple[Path, Mapping]], linked: Callable[..., dict[str, str]]) -> Entities:
    """The entity of each row, among two thousand mentions of others."""

    def link(folder: Path, people: list[Person], train: str) -> dict[str, str]:
        others = [{**row, "unique_id": f"other{row['unique_id']}"} for row in people_table(2_000, seed=4).to_pylist()]
        cases = [{**row, "unique_id": f"case{i}"} for i, row in enumerate(people)]
        return linked([people_file(folder / "people.csv", [*others, *cases], COLUMNS)], folder / "linked.csv", train=train)

    return link


@pytest.mark.parametrize("train", ["never", "always"], ids=["shipped model", "model of these records"])
def test_households_stay_apart_and_one_person_stays_one(tmp_path: Path, entities: Entities, train: str) -> None:
    cases = [(name, pair, 2) for name, pair in TWO_PEOPLE.items()] + [(name, pair, 1) for name, pair in ONE_PERSON.items()]
    people = [person for number, (_, pair, _) in enumerate(cases) for person in settled(pair, number)]
    found = entities(tmp_path, people, train)
    wrong = {}
    for number, (name, _, expected) in enumerate(cases):
        count = len({found[f"case{2 * number}"], found[f"case{2 * number + 1}"]})
        if count != expected:
            wrong[name] = count
    assert not wrong


def test_what_links_two_of_a_household_never_chains_through_a_poor_record(tmp_path: Path, entities: Entities) -> None:
    """A record that fits father and son alike joins one of them, not both to each other."""
    father = {**HOME, "forename": "Martin", "date_of_birth": "1971-04-18"}
    son = {**HOME, "forename": "Martin", "date_of_birth": "2001-11-27"}
    poor = {**HOME, "forename": "Martin"}
    found = entities(tmp_path, [father, {**father, "phone": ""}, poor, son, {**son, "phone": ""}], "never")
    assert found["case0"] == found["case1"]
    assert found["case3"] == found["case4"]
    assert found["case0"] != found["case3"]
