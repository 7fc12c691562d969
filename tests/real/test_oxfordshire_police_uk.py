"""Five months of Oxfordshire's police.uk file through `stronghold build`: counts per category and LSOA equal the file's."""

import csv
import gzip
import shutil
from collections import Counter

import pytest

from stronghold.picture import Store
from stronghold.vocabulary import terms


@pytest.mark.real
def test_counts_per_category_and_area_equal_the_files(shared_data, tmp_path, answer):
    folder = tmp_path / "files"
    folder.mkdir()
    file = shared_data / "police_uk" / "oxfordshire_street.csv.gz"
    shutil.copy(file, folder)
    told = answer("build", folder, "--store", tmp_path / "store")
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    expected = Counter((terms("crime_categories").find(r["Crime type"]).name, r["LSOA code"], r["Month"]) for r in rows)
    (counts,) = told["files"]
    assert counts["read"] == counts["kept"] == len(rows) == 17_824
    with Store.open(tmp_path / "store").current().connect() as con:
        found = con.execute(
            """
            SELECT c.category, a.area_code, strftime(r.occurred_from + INTERVAL 12 HOUR, '%Y-%m'), count(*)
            FROM record r JOIN recorded_crime c USING (record_id)
            JOIN mention m ON m.record_id = r.record_id AND m.kind = 'address' JOIN address a USING (mention_id)
            GROUP BY ALL
            """
        ).fetchall()
    assert Counter({(category, area, month): n for category, area, month, n in found}) == expected
