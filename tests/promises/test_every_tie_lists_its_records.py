"""Promise: a tie lists every record that is evidence of it, with source agency, grading and date, and rests on nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from stronghold.picture import Snapshot, Store
from stronghold.picture.build import build

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "partners"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return build(Store.create(tmp_path_factory.mktemp("ties") / "store"), EXAMPLES).snapshot


def rows(snapshot: Snapshot, query: str) -> list[tuple[object, ...]]:
    with snapshot.connect() as con:
        return con.execute(query).fetchall()


LISTED = """
    SELECT t.tie_id, t.entity_l, t.entity_r, t.layer, r.record_key, s.agency, s.name, r.line, r.source_grade, r.occurred_from
    FROM tie t JOIN tie_evidence e USING (tie_id) JOIN record r USING (record_id) JOIN source s USING (source_id)
"""


def test_every_tie_has_its_records_with_agency_file_and_line(snapshot: Snapshot) -> None:
    ties = rows(snapshot, "SELECT tie_id, records, agencies FROM tie ORDER BY tie_id")
    assert ties
    listed = rows(
        snapshot,
        f"SELECT tie_id, count(DISTINCT record_key), count(DISTINCT agency) FROM ({LISTED}) GROUP BY ALL ORDER BY tie_id",
    )
    assert listed == ties
    assert not rows(snapshot, f"SELECT * FROM ({LISTED}) WHERE agency IS NULL OR name IS NULL OR line IS NULL")


def test_the_records_name_both_ends(snapshot: Snapshot) -> None:
    wrong = rows(
        snapshot,
        """
        SELECT * FROM tie_evidence e JOIN tie t USING (tie_id)
        LEFT JOIN mention ml ON ml.mention_id = e.mention_l AND ml.record_id = e.record_id
        LEFT JOIN mention mr ON mr.mention_id = e.mention_r AND mr.record_id = e.record_id
        LEFT JOIN entity_member el ON el.mention_id = ml.mention_id AND el.entity_id = t.entity_l
        LEFT JOIN entity_member er ON er.mention_id = mr.mention_id AND er.entity_id = t.entity_r
        WHERE el.entity_id IS NULL OR er.entity_id IS NULL
        """,
    )
    assert wrong == []


def test_each_call_of_the_file_is_evidence_of_one_tie_and_dates_are_its_calls(snapshot: Snapshot) -> None:
    calls = rows(snapshot, f"SELECT tie_id, record_key, occurred_from FROM ({LISTED}) WHERE layer = 'call'")
    kept = rows(snapshot, "SELECT record_key FROM record WHERE kind = 'call'")
    assert sorted(key for _, key, _ in calls) == sorted(key for (key,) in kept)
    seen = rows(snapshot, "SELECT tie_id, first_seen FROM tie WHERE layer = 'call' ORDER BY tie_id")
    first = {tie: min(at for t, _, at in calls if t == tie) for tie, _, _ in calls}  # type: ignore[type-var]
    assert dict(seen) == first


def test_no_tie_is_of_something_with_itself(snapshot: Snapshot) -> None:
    assert rows(snapshot, "SELECT * FROM tie WHERE entity_l >= entity_r") == []
