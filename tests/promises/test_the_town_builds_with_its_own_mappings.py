"""Promise: what ``stronghold town`` writes is ready to build. No file is refused, every row is accounted for, and what the picture
says each row names is what the truth beside the files knows."""

from __future__ import annotations

import duckdb
import pytest

from stronghold.picture import Store
from stronghold.picture.build import build
from stronghold.town.make import make_town


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    report = make_town(folder / "town", people=1_200, seed=11)
    built = build(Store.create(folder / "store"), folder / "town" / "files")
    con = duckdb.connect(str(built.snapshot.path / "picture.duckdb"), read_only=True)
    con.execute(f"CREATE TEMP VIEW true_mention AS FROM '{folder}/town/truth/mention.parquet'")
    con.execute(f"CREATE TEMP VIEW true_record AS FROM '{folder}/town/truth/record.parquet'")
    yield report, built, con
    con.close()


def test_no_file_is_refused_and_each_is_read_whole(made):
    report, built, _ = made
    assert built.refused == ()
    assert {entry.name: entry.read_rows for entry in built.manifest.inputs} == {file.name: file.rows for file in report.files}


def test_counts_add_up_and_only_rows_that_were_spoilt_are_quarantined(made):
    report, built, con = made
    unreadable = {file.name: file.unreadable for file in report.files}
    for entry in built.manifest.inputs:
        assert entry.read_rows == entry.kept_rows + entry.quarantined_rows
        assert entry.quarantined_rows == unreadable[entry.name]
    behind = sum(entry.repeated_rows + entry.replaced_rows for entry in built.manifest.inputs)
    assert con.execute("SELECT count(*) FROM record").fetchone() == (built.manifest.counts["kept"] - behind,)
    strange = con.execute("SELECT record_key FROM record ANTI JOIN true_record USING (record_key)").fetchall()
    lost = con.execute(
        "SELECT record_key FROM true_record WHERE fate = 'kept' AND record_key NOT IN (SELECT record_key FROM record)"
    ).fetchall()
    assert (strange, lost) == ([], [])


def test_every_mention_is_known_to_the_truth_and_none_is_lost(made):
    _, _, con = made
    strange = con.execute("SELECT mention_key FROM mention ANTI JOIN true_mention USING (mention_key, kind)").fetchall()
    assert strange == []
    lost = con.execute(
        """
        SELECT mention_key FROM true_mention WHERE mention_key NOT IN (SELECT mention_key FROM mention)
        AND split_part(mention_key, '#', 1) IN (SELECT record_key FROM record)
        """
    ).fetchall()
    assert lost == []


def test_people_are_put_together_mostly_rightly(made):
    _, _, con = made
    right, said, true = con.execute(
        """
        WITH member AS (
            SELECT entity_id, true_id, count(*) AS n FROM entity_member JOIN mention USING (mention_id)
            JOIN true_mention USING (mention_key) WHERE mention.kind = 'person' GROUP BY ALL
        )
        SELECT (SELECT sum(n * (n - 1)) FROM member),
            (SELECT sum(n * (n - 1)) FROM (SELECT sum(n) AS n FROM member GROUP BY entity_id)),
            (SELECT sum(n * (n - 1)) FROM (SELECT sum(n) AS n FROM member GROUP BY true_id))
        """
    ).fetchone()
    assert right / said > 0.95
    assert right / true > 0.85


def test_ties_of_many_layers_are_found(made):
    _, built, _ = made
    assert {"home", "tenancy", "phone", "suspect and victim", "school"} <= built.manifest.counts["ties"].keys()
