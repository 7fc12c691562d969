"""Withdrawals as a load obeys them; the whole of it is promised in tests/promises/test_a_withdrawn_record_*."""

from __future__ import annotations

import pytest

from stronghold.engine import connect
from stronghold.errors import BadInput
from stronghold.intake.loading.schema import create_tables
from stronghold.intake.loading.withdrawn import give_back_grades, grade_false, set_aside, withdrawn_returns
from stronghold.intake.withdrawals import Effect, Withdrawal


def test_what_is_set_aside_may_return_and_grades_are_given_back() -> None:
    with connect() as con:
        create_tables(con)
        con.execute("CREATE TEMP TABLE gone_record (record_id BIGINT)")
        rows = [(1, "k1", "B", "h1"), (2, "k2", None, "h2"), (3, "k3", "A", "h3")]
        con.executemany("INSERT INTO record (record_id, record_key, information_grade, content_hash) VALUES (?, ?, ?, ?)", rows)
        stand = [
            Withdrawal(1, Effect.WITHDRAWN, "k1"),
            Withdrawal(2, Effect.DISCREDITED, "k2"),
            Withdrawal(3, Effect.CORRECTED, "k3", "another"),
        ]
        set_aside(con, stand)
        assert con.execute("SELECT record_id, number FROM withdrawn_record").fetchall() == [(1, 1)]
        assert con.execute("FROM gone_record").fetchall() == [(1,)] and not withdrawn_returns(con)
        con.execute("DELETE FROM record WHERE record_id = 1")
        grade_false(con)
        assert con.execute("SELECT record_id, information_grade FROM record ORDER BY 1").fetchall() == [(2, "E"), (3, "A")]
        give_back_grades(con)
        assert con.execute("SELECT information_grade FROM record WHERE record_id = 2").fetchall() == [(None,)]
        set_aside(con, stand[1:])
        assert withdrawn_returns(con)


def test_a_correction_says_which_version_is_wrong() -> None:
    with pytest.raises(BadInput, match="which version"):
        Withdrawal(1, Effect.CORRECTED, "k1")
