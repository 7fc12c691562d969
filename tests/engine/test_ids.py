"""What is looked up by many ids is what is looked up by few."""

from __future__ import annotations

import duckdb
import pytest

from stronghold.engine import by_ids, ids


@pytest.mark.parametrize("many", [0, ids._MANY])
def test_long_lists_find_what_short_ones_do(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_MANY", many)
    query = "SELECT number, word FROM t WHERE number IN $numbers AND word IN $words AND number > $least ORDER BY number"
    with duckdb.connect() as con:
        con.execute("CREATE TABLE t AS SELECT range AS number, 'w' || range % 3 AS word FROM range(100)")
        found = by_ids(con, query, {"numbers": [5, 6, 7, 90, 1000], "words": ["w0", "w1"], "least": 5}).fetchall()
        assert found == [(6, "w0"), (7, "w1"), (90, "w0")]
        assert by_ids(con, query, {"numbers": [], "words": ["w0"], "least": 5}).fetchall() == []
