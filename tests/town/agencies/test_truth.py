from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from stronghold.town.agencies.mentions import Named
from stronghold.town.agencies.truth import MENTION, RECORD, TruthFiles


def test_what_is_told_is_written_and_counted(tmp_path):
    keys = pa.array(["a/b/arrest/1", "a/b/arrest/2"])
    named = Named("#arrested.1", "person", "person", pa.array([7, None], pa.int64()), pa.array([True, False]))
    happened = pa.table({"event": [0, 1], "group": pa.array([4, None], pa.int32())})
    with TruthFiles(tmp_path) as truth:
        truth.add_records(keys, "arrest", "arrests.csv", happened, pa.array(["kept", "cells out of place"]))
        truth.add_mentions(keys, [named])
        truth.add_mentions(keys, [])
        assert (truth.mentions, truth.records) == ({"person": 1}, 2)
    mention, record = pq.read_table(tmp_path / "mention.parquet"), pq.read_table(tmp_path / "record.parquet")
    assert mention.schema == MENTION
    assert record.schema == RECORD
    assert mention.to_pylist() == [{"mention_key": "a/b/arrest/1#arrested.1", "kind": "person", "true_id": 7, "table": "person"}]
    assert [(row["record_key"], row["event"], row["group"], row["twin"]) for row in record.to_pylist()] == [
        ("a/b/arrest/1", 0, 4, None),
        ("a/b/arrest/2", 1, None, None),
    ]


def test_a_town_that_nothing_is_told_of(tmp_path):
    with TruthFiles(tmp_path):
        pass
    assert pq.read_table(tmp_path / "mention.parquet").num_rows == 0
