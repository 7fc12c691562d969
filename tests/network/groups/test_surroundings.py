"""What is around a group: places of what members did, lines they use, ties to other groups; stored as a reader who sees all reads them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.network.groups.surroundings import Line, surroundings_of, write_surroundings
from stronghold.network.groups.tables import write_groups
from tests.network.groups.handmade import entities, supplying, together
from tests.network.handmade import Town

ONE, TWO = [f"P-{letter}" for letter in "ABCD"], [f"P-{letter}" for letter in "KLMN"]


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    made = Town()
    for people in (ONE, TWO):
        together(made, people)
        supplying(made, people[:3])
    placed(made, "arrested", ["P-A", "P-B"], postcode="OX4 1AA", area_code="E01", area_name="Mill End")
    placed(made, "arrested", ["P-C"], postcode="OX4 2BB", area_code="E01", area_name="Mill End")
    placed(made, "arrested", ["P-C"], latitude=51.7412, longitude=-1.2214)
    # Not where a member did anything: a member as the victim of something, and a home.
    placed(made, "victim", ["P-A"], kind="recorded_crime", postcode="OX9 9ZZ")
    (mention,) = made.record("person", [("subject", "P-A")], at="2024-01-01")
    made.mention("home", "A-HOME", belongs_to=mention, part="home")
    made.con.execute("INSERT INTO address (mention_id, postcode) VALUES (?, 'OX8 8YY')", [made.mentions])
    having(made, "P-A", "T-LINE")
    having(made, "P-B", "T-QUIET")
    for number in range(20):
        made.record("message", [("sender", "T-LINE"), ("recipient", f"T-{number:02}")], at="2024-05-01 10:05")
    for number in range(9):
        made.record("call", [("caller", "T-QUIET"), ("recipient", f"T-{number:02}")], at="2024-05-02 10:05")
    # What is suspected to be false puts nobody in touch.
    for number in range(9, 20):
        made.record("call", [("caller", "T-QUIET"), ("recipient", f"T-{number:02}")], at="2024-05-02", grades=("3", "E"))
    made.record("sighting", [("seen", "P-D"), ("seen", "P-K")], at="2024-06-01", agency="Council")
    made.con.execute("UPDATE record SET class_id = source_id")
    made.con.execute("CREATE TABLE visibility_class AS SELECT source_id AS class_id FROM source")
    entities(made)
    assert write_groups(made.con, None, "S1") == 2
    yield made
    made.con.close()


def having(town: Town, who: str, phone: str) -> None:
    (mention,) = town.record("person", [("subject", who)], at="2024-01-01")
    town.mention("subject", phone, belongs_to=mention, part="phone")


def placed(town: Town, role: str, people: list[str], *, kind: str = "arrest", **where: object) -> None:
    town.record(kind, [(role, who) for who in people], at="2024-04-02")
    mention = town.mention("place", f"A-{town.records}")
    columns, marks = ", ".join(where), ", ".join("?" * len(where))
    town.con.execute(f"INSERT INTO address (mention_id, {columns}) VALUES (?, {marks})", [mention, *where.values()])


def groups(town: Town) -> dict[str, list[str]]:
    rows = town.con.execute("SELECT group_id, list(entity_id ORDER BY entity_id) FROM group_member GROUP BY group_id").fetchall()
    return dict(rows)


def test_places_are_of_what_members_did_and_never_of_homes_or_of_harm_done_to_them(town: Town) -> None:
    found = surroundings_of(town.con, groups(town), [1, 2]).places
    assert [(place.area_name, place.district, place.records) for place in found] == [
        ("Mill End", "OX4", 2),
        (None, None, 1),
    ]
    assert (found[1].latitude, found[1].longitude) == (51.7412, -1.2214)


def test_a_busy_number_of_a_member_is_a_line_and_its_bursts_are_counted(town: Town) -> None:
    (first, _) = sorted(groups(town), key=lambda name: "P-A" not in groups(town)[name])
    # T-QUIET has nine numbers in touch by records that are not suspected to be false.
    assert surroundings_of(town.con, groups(town), [1, 2]).lines == (Line(first, "T-LINE", 20, 1, 0, 1),)


def test_two_groups_are_linked_by_the_ties_between_their_members(town: Town) -> None:
    (link,) = surroundings_of(town.con, groups(town), [1, 2]).links
    assert {link.group_l, link.group_r} == set(groups(town)) and link.group_l < link.group_r
    assert (link.pairs, link.records, str(link.first_seen)) == (1, 1, "2024-06-01 00:00:00") and 0 < link.strength < 1


def test_hidden_records_make_no_place_no_line_and_no_link(town: Town) -> None:
    police = surroundings_of(town.con, groups(town), [1])
    assert police.links == () and len(police.places) == 2
    council = surroundings_of(town.con, groups(town), [2])
    assert (council.places, council.lines) == ((), ()) and len(council.links) == 1
    assert surroundings_of(town.con, {}, [1, 2]) == surroundings_of(town.con, groups(town), [])


def test_what_is_stored_is_what_a_reader_who_sees_everything_is_shown(town: Town) -> None:
    write_surroundings(town.con)
    shown = surroundings_of(town.con, groups(town), [1, 2])
    for table, rows in (("group_place", shown.places), ("group_line", shown.lines), ("group_link", shown.links)):
        stored = town.con.execute(f"FROM {table}").fetchall()
        assert stored == [tuple(vars(row).values()) for row in rows], table
