"""Things resolved in part are what resolving all of them gives."""

from __future__ import annotations

from collections import Counter

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.engine import connect
from stronghold.intake.loading.schema import create_tables
from stronghold.linking.decisions import Decision, Judgement, contradictions, mark_decided
from stronghold.linking.things import KINDS, resolve_things
from stronghold.linking.touched_things import resolve_touched


def few(*values: object) -> st.SearchStrategy[object]:
    return st.sampled_from([None, *values])


ADDRESS = st.fixed_dictionaries(
    {
        "uprn": few(None, None, "100", "200"),
        "flat": few(None, None, "1"),
        "house": few("12", "12", "12", "14", "12b", "rose cottage", "rose cotage"),
        "street": few("high street", "High Street", "hihg street", "low street"),
        "town": few("oxford"),
        "postcode": few("OX1 1AA", "OX1 1AB", "OX2 2BB"),
        "location": few(None, None, "mill lane"),
        "area_code": few("E1"),
        "latitude": few(None, None, 51.5),
    }
)
ROWS = {
    "address": ADDRESS,
    "phone": st.fixed_dictionaries({"number": few("+441632960001", "+441632960002"), "imei": few("35", "36", "37")}),
    "vehicle": st.fixed_dictionaries({"registration": few("AB1O", "AB10", ""), "make": few("ford", "fiat")}),
    "organisation": st.fixed_dictionaries(
        {"name": few("Hand Wash", "hand wash ltd"), "company_number": few("01", "02"), "postcode": few("OX1 1AA", "OX1 1AB")}
    ),
}


def insert(con: duckdb.DuckDBPyConnection, kind: str, rows: list[dict[str, object]]) -> None:
    for row in rows:
        (number,) = con.execute("SELECT count(*) FROM all_mention").fetchall()[0]
        con.execute("INSERT INTO all_mention VALUES (?)", [number])
        con.execute(
            "INSERT INTO mention (mention_id, mention_key, kind) VALUES (?, ?, ?)", [number, f"{kind} {number:03d}", kind]
        )
        con.execute(
            f"INSERT INTO {kind} (mention_id, {', '.join(row)}) VALUES (?, {', '.join('?' * len(row))})", [number, *row.values()]
        )


def clusters(con: duckdb.DuckDBPyConnection) -> list[frozenset[int]]:
    rows = con.execute("SELECT list(mention_id) FROM thing_cluster GROUP BY kind, cluster").fetchall()
    return [frozenset(row[0]) for row in rows]


@settings(deadline=None, max_examples=30)
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_what_is_touched_is_resolved_as_all_would_be_and_the_rest_is_as_it_was(data: st.DataObject, kind: str) -> None:
    rows = data.draw(st.lists(ROWS[kind], min_size=1, max_size=14))
    with connect() as con:
        create_tables(con)
        con.execute("CREATE TABLE all_mention (mention_id BIGINT)")
        insert(con, kind, rows)
        before_decided = data.draw(decisions(kind, len(rows)))
        resolve_things(con, decisions=before_decided)
        before = clusters(con)
        mark_decided(con, before_decided)
        con.execute("CREATE TEMP TABLE decided_before AS FROM decided")

        gone = data.draw(st.sets(st.integers(0, len(rows) - 1), max_size=3))
        for one in KINDS:
            con.execute(
                f"CREATE TEMP TABLE gone_{one} AS FROM {one} WHERE mention_id IN (SELECT unnest(?::BIGINT[]))", [list(gone)]
            )
        for table in ("mention", *KINDS):
            con.execute(f"DELETE FROM {table} WHERE mention_id IN (SELECT unnest(?::BIGINT[]))", [list(gone)])
        insert(con, kind, data.draw(st.lists(ROWS[kind], max_size=4)))
        con.execute("CREATE TEMP TABLE new_mention AS SELECT mention_id, kind FROM mention WHERE mention_id >= ?", [len(rows)])
        decided = data.draw(decisions(kind, len(rows)))
        mark_decided(con, decided)
        resolve_touched(con)
        touched = clusters(con)
        resolve_things(con, decisions=decided)
        everything = clusters(con)
    looked_at = frozenset().union(*touched)
    untouched = [cluster for cluster in before if not cluster & (looked_at | gone)]
    assert Counter([*touched, *untouched]) == Counter(everything)


@st.composite
def decisions(draw: st.DrawFn, kind: str, rows: int) -> list[Decision]:
    found: list[Decision] = []
    for number in range(draw(st.sampled_from([0, 0, 1, 3])) if rows > 1 else 0):
        left, right = draw(st.lists(st.integers(0, rows - 1), min_size=2, max_size=2, unique=True))
        one = Decision(number, draw(st.sampled_from(list(Judgement))), f"{kind} {left:03d}", f"{kind} {right:03d}")
        if not contradictions([*found, one]):
            found.append(one)
    return found


def test_what_nothing_new_can_reach_is_not_looked_at() -> None:
    with connect() as con:
        create_tables(con)
        con.execute("CREATE TABLE all_mention (mention_id BIGINT)")
        whole = {"house": "12", "street": "high street"}
        insert(con, "address", [{**whole, "postcode": f"OX{number} {number}AB"} for number in range(1, 7)])
        resolve_things(con)
        mark_decided(con, [])
        con.execute("CREATE TEMP TABLE decided_before AS FROM decided")
        for kind in KINDS:
            con.execute(f"CREATE TEMP TABLE gone_{kind} AS FROM {kind} LIMIT 0")
        insert(con, "address", [{**whole, "postcode": "OX2 2AB"}])
        con.execute("CREATE TEMP TABLE new_mention AS SELECT mention_id, kind FROM mention WHERE mention_id = 6")
        resolve_touched(con)
        assert clusters(con) == [frozenset({1, 6})]
        # One that has no postcode could be any of them.
        insert(con, "address", [whole])
        con.execute("CREATE OR REPLACE TEMP TABLE new_mention AS SELECT mention_id, kind FROM mention WHERE mention_id = 7")
        resolve_touched(con)
        assert frozenset().union(*clusters(con)) == set(range(8))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_new_touches_nothing(kind: str) -> None:
    with connect() as con:
        create_tables(con)
        for one in KINDS:
            con.execute(f"CREATE TEMP TABLE gone_{one} AS FROM {one} LIMIT 0")
        con.execute("CREATE TEMP TABLE new_mention (mention_id BIGINT, kind VARCHAR)")
        con.execute(f"INSERT INTO {kind} (mention_id) VALUES (1)")
        resolve_things(con)
        mark_decided(con, [])
        con.execute("CREATE TEMP TABLE decided_before AS FROM decided")
        resolve_touched(con)
        assert clusters(con) == []
