"""What belongs to whom, and when: moves, numbers that change hands, tenancies, and what came back."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.engine import connect
from stronghold.intake.loading.schema import create_tables
from stronghold.linking.belonging import AT_ONE_TIME, find_belongings, update_belongings

# kind, day, until, person, thing, as what: a part of the person's own, or (with a dot) the roles of the two
Told = tuple[str, str | None, str | None, str, str, str]
KINDS = {"H": "address", "T": "phone", "V": "vehicle"}


def tell(con: duckdb.DuckDBPyConnection, told: list[Told], *, start: int = 0) -> None:
    for number, (kind, since, until, person, thing, what) in enumerate(told, start):
        first = datetime.fromisoformat(since) if since else None
        last = datetime.fromisoformat(until) if until else None
        con.execute(
            "INSERT INTO record (record_id, record_key, kind, source_id, occurred_from, occurred_to, occurred_precision)"
            " VALUES (?, ?, ?, 0, ?, coalesce(?, ?::TIMESTAMP + INTERVAL 1 DAY), 'day')",
            [number, f"r{number}", kind, first, last, first],
        )
        roles = what.split(".") if "." in what else ["subject", "subject"]
        part = None if "." in what else what
        for place, (entity, role) in enumerate(zip((person, thing), roles, strict=True)):
            mention = 2 * number + place
            owner = 2 * number if place and part else None
            con.execute(
                "INSERT INTO mention (mention_id, mention_key, record_id, kind, role, belongs_to, part) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [mention, f"m{mention:03}", number, KINDS[thing[0]] if place else "person", role, owner, part if place else None],
            )
            con.execute("INSERT INTO entity_member VALUES (?, ?)", [mention, entity])


@pytest.fixture(scope="module")
def tables():
    with connect() as con:
        create_tables(con)
        con.execute("CREATE TABLE entity_member (mention_id BIGINT, entity_id VARCHAR)")
        con.execute("INSERT INTO source (source_id, agency) VALUES (0, 'police')")
        yield con


@pytest.fixture
def periods(tables):
    def found(told: list[Told]) -> list[tuple[str, str, str, str, str | None, str | None]]:
        clear(tables)
        tell(tables, told)
        find_belongings(tables)
        return shown(tables)

    return found


def clear(con: duckdb.DuckDBPyConnection) -> None:
    for table in ("record", "mention", "entity_member"):
        con.execute(f"DELETE FROM {table}")


def shown(con: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    return con.execute(
        """SELECT person_entity, thing_entity, strftime(first_seen, '%m-%d'), strftime(last_seen, '%m-%d'), strftime(until, '%m-%d'), ended_by
        FROM belonging ORDER BY person_entity, thing_entity, place"""
    ).fetchall()


def home(day: str | None, person: str, thing: str) -> Told:
    return ("arrest", day and f"2024-{day}", None, person, thing, "home")


def phone(day: str | None, person: str, thing: str) -> Told:
    return ("arrest", day and f"2024-{day}", None, person, thing, "phone")


def test_who_moves_ends_a_home_and_lives_in_the_next(periods) -> None:
    assert periods([home("01-05", "A", "H1"), home("03-01", "A", "H1"), home("06-01", "A", "H2")]) == [
        ("A", "H1", "01-05", "03-01", "06-01", "moved"),
        ("A", "H2", "06-01", "06-01", None, None),
    ]


def test_a_number_that_changed_hands_was_not_held_at_one_time(periods, tables) -> None:
    found = periods([phone("01-05", "A", "T1"), phone("03-01", "A", "T1"), phone("06-01", "B", "T1"), phone("07-01", "C", "T1")])
    assert found == [
        ("A", "T1", "01-05", "03-01", "06-01", "another holder"),
        ("B", "T1", "06-01", "06-01", "07-01", "another holder"),
        ("C", "T1", "07-01", "07-01", None, None),
    ]
    assert together(tables) == set()


def test_a_number_that_two_give_in_turn_is_shared(periods, tables) -> None:
    days = [("01-05", "A"), ("02-01", "B"), ("03-01", "A"), ("04-01", "B")]
    assert [row[4:] for row in periods([phone(day, who, "T1") for day, who in days])] == [(None, None), (None, None)]
    assert together(tables) == {("A", "B")}


def together(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    rows = con.execute(
        f"""SELECT DISTINCT a.person_entity, b.person_entity FROM belonging a JOIN belonging b USING (thing_entity)
        WHERE a.person_entity < b.person_entity AND {AT_ONE_TIME}"""
    ).fetchall()
    return set(rows)


def test_two_records_of_another_home_part_a_period_and_one_does_not(periods) -> None:
    there_and_back = [home("01-05", "A", "H1"), home("02-05", "A", "H2"), home("03-05", "A", "H1")]
    assert [row[1:5] for row in periods(there_and_back)] == [("H1", "01-05", "03-05", None), ("H2", "02-05", "02-05", "03-05")]
    assert [row[1:5] for row in periods([*there_and_back, home("02-20", "A", "H2")])] == [
        ("H1", "01-05", "01-05", "02-05"),
        ("H1", "03-05", "03-05", None),
        ("H2", "02-05", "02-20", "03-05"),
    ]


def test_a_tenancy_says_when_it_ends_and_one_without_an_end_goes_on(periods) -> None:
    lasting: Told = ("tenancy", "2024-01-01", None, "A", "H1", "tenant.home")
    ended: Told = ("tenancy", "2024-01-01", "2024-05-01", "A", "H1", "tenant.home")
    elsewhere = home("03-05", "A", "H2")
    assert periods([ended])[0][2:] == ("01-01", "04-30", "05-01", "stated")
    # A later record that gives it still outweighs the end; one that gives another home meanwhile does not shorten it.
    assert periods([ended, home("06-01", "A", "H1")])[0][4:] == (None, None)
    assert periods([ended, elsewhere])[0][4:] == ("05-01", "stated")
    assert periods([lasting, elsewhere])[0][4:] == (None, None)
    # The next tenant's tenancy ends the stay of one whom nothing else tells of; another resident's record does not.
    after: Told = ("tenancy", "2024-09-01", None, "B", "H1", "tenant.home")
    assert periods([home("02-01", "A", "H1"), after])[0][4:] == ("09-01", "another holder")
    assert periods([home("02-01", "A", "H1"), home("09-01", "B", "H1")])[0][4:] == (None, None)


def test_what_was_found_false_or_says_too_little_is_no_evidence(periods, tables) -> None:
    seen: Told = ("sighting", "2024-01-01", None, "A", "V1", "seen.vehicle")
    assert periods([seen]) == []
    assert periods([phone(None, "A", "T1")]) == [("A", "T1", None, None, None, None)]
    tables.execute("UPDATE record SET information_grade = 'E'")
    find_belongings(tables)
    assert shown(tables) == []


DAYS = [None, "01-01", "02-01", "03-01", "04-01", "05-01"]
TOLD = st.one_of(
    st.builds(home, st.sampled_from(DAYS), st.sampled_from("ABC"), st.sampled_from(["H1", "H2", "H3"])),
    st.builds(phone, st.sampled_from(DAYS), st.sampled_from("ABC"), st.sampled_from(["T1", "T2"])),
    st.builds(
        lambda who, where, end: ("tenancy", "2024-02-15", end, who, where, "tenant.home"),
        st.sampled_from("ABC"),
        st.sampled_from(["H1", "H2"]),
        st.sampled_from([None, "2024-04-15"]),
    ),
)


@settings(max_examples=20, deadline=None)
@given(before=st.lists(TOLD, max_size=7), new=st.lists(TOLD, max_size=3), data=st.data())
def test_an_update_ends_as_all_of_it_would(tables, before: list[Told], new: list[Told], data: st.DataObject) -> None:
    con = tables
    clear(con)
    tell(con, before)
    find_belongings(con)
    gone = data.draw(st.sets(st.integers(0, max(len(before) - 1, 0)), max_size=2)) if before else set()
    moved = data.draw(st.sets(st.integers(0, max(len(before) - 1, 0)), max_size=2)) - gone if before else set()
    for table in ("new_record", "gone_record"):
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} (record_id BIGINT)")
    con.execute("CREATE OR REPLACE TEMP TABLE moved_mention (mention_id BIGINT, entity_id VARCHAR, before VARCHAR)")
    for number in gone:
        con.execute("INSERT INTO gone_record VALUES (?)", [number])
        con.execute("DELETE FROM entity_member WHERE mention_id // 2 = ?", [number])
        con.execute("DELETE FROM mention WHERE record_id = ?", [number])
        con.execute("DELETE FROM record WHERE record_id = ?", [number])
    for number in moved:
        con.execute("UPDATE entity_member SET entity_id = 'D' WHERE mention_id = ?", [2 * number])
        con.execute("INSERT INTO moved_mention VALUES (?, 'D', 'A')", [2 * number])
    tell(con, new, start=len(before))
    con.execute("INSERT INTO new_record SELECT record_id FROM record WHERE record_id >= ?", [len(before)])
    update_belongings(con)
    everything = "SELECT * EXCLUDE (belonging_id) FROM belonging ORDER BY ALL"
    evidence = """SELECT person_entity, thing_entity, place, e.* EXCLUDE (belonging_id)
        FROM belonging_evidence e JOIN belonging USING (belonging_id) ORDER BY ALL"""
    updated = con.execute(everything).fetchall(), con.execute(evidence).fetchall()
    find_belongings(con)
    assert updated == (con.execute(everything).fetchall(), con.execute(evidence).fetchall())
