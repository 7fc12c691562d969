"""The one place where withdrawn records leave a picture: over whatever connection, by key and by version, and only while they stand."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from stronghold.governance import overlay
from stronghold.governance.overlay import LaidOver, gone_from, lay_over, lost_texts, taken_for_false
from stronghold.intake.withdrawals import Effect, Withdrawal
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store

MEETING, PERSON = "police/rms/meeting/m1", "police/rms/person/1"
Over = Callable[..., tuple[LaidOver, dict[str, list[object]]]]


@pytest.fixture
def snapshot(made_store: Path) -> Snapshot:
    found = Store.open(made_store).current()
    assert found is not None
    return found


@pytest.fixture
def over(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Over:
    """Lay these withdrawals over the picture: what was laid, and what is read then."""

    def lay(*withdrawals: Withdrawal) -> tuple[LaidOver, dict[str, list[object]]]:
        monkeypatch.setattr(overlay, "_sources", [lambda manifest: withdrawals])
        with closing(snapshot.connect()) as con:
            laid = lay_over(con, snapshot)
            read = {
                "keys": [row[0] for row in con.execute("SELECT record_key FROM record ORDER BY 1").fetchall()],
                "grades": [
                    row[0] for row in con.execute("SELECT record_key FROM record WHERE information_grade = 'E'").fetchall()
                ],
                "weightless": con.execute("SELECT DISTINCT record_id FROM tie_evidence WHERE weight = 0").fetchall(),
                "views": con.execute(
                    "SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal ORDER BY 1"
                ).fetchall(),
            }
        return laid, read

    return lay


def test_without_withdrawals_there_is_no_view_and_no_cost(over: Over) -> None:
    laid, read = over()
    assert not laid and read["views"] == []
    laid, read = over(Withdrawal(1, Effect.WITHDRAWN, "police/rms/meeting/not there"))
    assert not laid and read["views"] == []


def test_what_is_withdrawn_is_in_no_query_and_what_is_false_weighs_nothing(over: Over) -> None:
    _, before = over()
    laid, read = over(Withdrawal(1, Effect.WITHDRAWN, PERSON), Withdrawal(2, Effect.DISCREDITED, MEETING))
    assert set(before["keys"]) - set(read["keys"]) == {PERSON}
    assert read["grades"] == [MEETING] and [row[0] for row in read["weightless"]] == list(laid.discredited)  # type: ignore[index]
    assert read["views"] == [("record",), ("tie_evidence",)]


def test_what_is_both_is_gone_and_another_version_stays(over: Over) -> None:
    laid, _ = over(Withdrawal(1, Effect.WITHDRAWN, MEETING), Withdrawal(2, Effect.DISCREDITED, MEETING))
    assert len(laid.withdrawn) == 1 and laid.discredited == ()
    laid, read = over(Withdrawal(1, Effect.CORRECTED, MEETING, "the hash of another version"))
    assert not laid and MEETING in read["keys"]


def test_texts_that_withdrawn_records_alone_say_are_lost_for_those_who_see_no_other(over: Over, snapshot: Snapshot) -> None:
    laid, _ = over(Withdrawal(1, Effect.WITHDRAWN, PERSON))
    every = [c.class_id for c in snapshot.classes()]
    lost = {text for _, text in lost_texts(snapshot, laid, every)}
    assert any("1990-02-01" in text for text in lost) and any("HIGH STREET" in text for text in lost)
    assert not any(text == "AMOS PERRY" for text in lost)  # the council says so too
    assert lost_texts(snapshot, LaidOver(), every) == frozenset()
    assert lost_texts(snapshot, laid, []) == frozenset()


def test_what_an_entity_has_lost_is_counted_of_the_classes_that_are_visible(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdrawals = [Withdrawal(1, Effect.WITHDRAWN, PERSON), Withdrawal(2, Effect.DISCREDITED, MEETING)]
    with closing(snapshot.connect()) as con:
        owner = "SELECT DISTINCT entity_id FROM entity_member JOIN mention USING (mention_id) JOIN record USING (record_id)"
        held = [row[0] for row in con.execute(f"{owner} WHERE record_key = $key", {"key": PERSON}).fetchall()]
        others = [
            row[0] for row in con.execute(f"{owner} WHERE entity_id NOT IN (SELECT unnest($held))", {"held": held}).fetchall()
        ]
        con.execute("CREATE TEMP TABLE visible AS SELECT class_id FROM visibility_class")
        assert {gone_from(con, LaidOver(), one) for one in held} == {0}
        monkeypatch.setattr(overlay, "_sources", [lambda manifest: withdrawals])
        laid = lay_over(con, snapshot)
        assert held and {gone_from(con, laid, one) for one in held} == {1}
        assert others and {gone_from(con, laid, one) for one in others} == {0}
        con.execute("DELETE FROM visible")
        assert {gone_from(con, laid, one) for one in held} == {0}


def now_false(con: duckdb.DuckDBPyConnection) -> tuple[list[str], list[int]]:
    """The records that the connection shows as found false, and those whose evidence weighs nothing."""
    graded = con.execute("SELECT record_key FROM record WHERE information_grade = 'E' ORDER BY 1").fetchall()
    weightless = con.execute("SELECT DISTINCT record_id FROM tie_evidence WHERE weight = 0 ORDER BY 1").fetchall()
    return [row[0] for row in graded], [row[0] for row in weightless]


def record_id(con: duckdb.DuckDBPyConnection, key: str) -> int:
    ((number,),) = con.execute("SELECT record_id FROM record WHERE record_key = ?", [key]).fetchall()
    return int(number)


def test_what_is_taken_for_false_is_so_while_it_is_thought_of_and_no_longer(snapshot: Snapshot) -> None:
    with closing(snapshot.connect()) as con:
        before = now_false(con)
        meeting = record_id(con, MEETING)
        with taken_for_false(con, LaidOver(), [meeting]):
            assert now_false(con) == ([MEETING], [meeting])
        assert now_false(con) == before == ([], [])
        with pytest.raises(RuntimeError, match="in between"), taken_for_false(con, LaidOver(), [meeting]):
            raise RuntimeError("in between")
        assert now_false(con) == before


def test_what_was_laid_over_stays_under_a_doubt_and_after_it(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    standing = (Withdrawal(1, Effect.WITHDRAWN, PERSON), Withdrawal(2, Effect.DISCREDITED, "council/asb/meeting/a1"))
    monkeypatch.setattr(overlay, "_sources", [lambda manifest: standing])
    with closing(snapshot.connect()) as con:
        laid = lay_over(con, snapshot)
        before = now_false(con)
        with taken_for_false(con, laid, [record_id(con, MEETING)]):
            assert now_false(con)[0] == ["council/asb/meeting/a1", MEETING]
            assert con.execute("SELECT count(*) FROM record WHERE record_key = ?", [PERSON]).fetchall() == [(0,)]
        assert now_false(con) == before and before[0] == ["council/asb/meeting/a1"]
        assert con.execute("SELECT count(*) FROM record WHERE record_key = ?", [PERSON]).fetchall() == [(0,)]


def test_no_doubt_makes_no_view(snapshot: Snapshot) -> None:
    with closing(snapshot.connect()) as con, taken_for_false(con, LaidOver(), []):
        assert con.execute("SELECT count(*) FROM duckdb_views() WHERE temporary AND NOT internal").fetchall() == [(0,)]
