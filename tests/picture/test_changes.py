"""What an update changed, by what became of each entity; the counts add up both ways."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.engine import connect
from stronghold.intake.loading.schema import create_tables
from stronghold.linking.identity import name_entities, name_touched
from stronghold.picture.changes import Changes, tell_changes


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """Mentions (letters) with the cluster they are in, before and after; all clusters are looked at again."""
    with connect() as con:
        create_tables(con)
        con.execute("CREATE TABLE person_cluster (mention_id BIGINT, cluster BIGINT)")
        con.execute("CREATE TABLE thing_cluster (mention_id BIGINT, kind VARCHAR, cluster BIGINT)")
        insert(con, before)
        name_entities(con, None)
        con.execute("DELETE FROM person_cluster")
        gone, new = before.keys() - after.keys(), {key: where for key, where in after.items() if key not in before}
        con.execute(
            "CREATE TEMP TABLE gone_mention AS FROM mention WHERE mention_key IN (SELECT unnest(?::VARCHAR[]))", [list(gone)]
        )
        con.execute("DELETE FROM mention WHERE mention_id IN (SELECT mention_id FROM gone_mention)")
        insert(con, after)
        con.execute(
            "CREATE TEMP TABLE new_mention AS FROM mention WHERE mention_key IN (SELECT unnest(?::VARCHAR[]))", [list(new)]
        )
        for table in ("new_record", "gone_record"):
            con.execute(f"CREATE TEMP TABLE {table} AS FROM record LIMIT 0")
        name_touched(con)
        told = tell_changes(con)
        assert told.entities_now == con.execute("SELECT count(*) FROM entity").fetchall()[0][0] == len(set(after.values()))
    assert told.entities_before == len(set(before.values()))
    assert (told.mentions_new, told.mentions_gone) == (len(new), len(gone))
    return told


def insert(con, clusters: Mapping[str, str]) -> None:
    for key, cluster in clusters.items():
        if not con.execute("SELECT 1 FROM mention WHERE mention_key = ?", [key]).fetchall():
            con.execute(
                "INSERT INTO mention (mention_id, mention_key, record_id, kind) VALUES (?, ?, 1, 'person')", [ord(key), key]
            )
        con.execute("INSERT INTO person_cluster VALUES (?, ?)", [ord(key), ord(cluster)])


def of(told: Changes) -> dict[str, int]:
    return {name: count for name, count in vars(told).items() if count and "_new" not in name and not name.endswith("s_gone")}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"a": "1"}, {"a": "1"}, {"confirmed": 1, "carried": 1}),
        ({"a": "1"}, {"a": "1", "b": "1"}, {"grown": 1, "carried": 1}),
        ({"a": "1"}, {"a": "1", "b": "2"}, {"confirmed": 1, "born": 1, "carried": 1}),
        ({"a": "1", "b": "1"}, {"a": "1"}, {"altered": 1, "carried": 1}),
        ({"a": "1", "b": "2"}, {"a": "1"}, {"confirmed": 1, "carried": 1, "gone": 1}),
        ({"a": "1", "b": "2"}, {"a": "1", "b": "1"}, {"merged": 1, "carried": 1, "taken_in": 1}),
        ({"a": "1", "b": "1"}, {"a": "1", "b": "2"}, {"altered": 1, "split_off": 1, "carried": 1}),
    ],
)
def test_what_became_of_entities(before: Mapping[str, str], after: Mapping[str, str], told: Mapping[str, int]) -> None:
    assert of(changed(before, after)) == told


CLUSTERS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("1234"))


@given(CLUSTERS, CLUSTERS)
def test_the_counts_add_up_whatever_happened(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    changed(before, after)
