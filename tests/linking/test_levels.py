"""What is dear is worked out only where what is cheap holds."""

from __future__ import annotations

from stronghold.engine import connect
from stronghold.linking.levels import where


def test_both_must_hold_and_a_gap_is_no_yes() -> None:
    with connect() as con:
        told = con.execute(
            f"SELECT {where('cheap', 'dear')} FROM (VALUES (true, true), (true, false), (false, true), (NULL, true)) t(cheap, dear)"
        ).fetchall()
    assert [row[0] for row in told] == [True, False, False, False]


def test_the_dear_part_may_fail_where_the_cheap_one_does_not_hold() -> None:
    with connect() as con:
        # Words of two lengths have no such distance: asking for it is an error.
        told = con.execute(
            f"""SELECT count(*) FILTER ({where("strlen(l) = strlen(r)", "hamming(l, r) <= 1")})
            FROM (SELECT repeat('a', 1 + (i % 5)::INT) AS l, repeat('a', 1 + (i % 7)::INT) AS r FROM range(10000) t(i))"""
        ).fetchone()
    assert told == (sum(i % 5 == i % 7 for i in range(10_000)),)
