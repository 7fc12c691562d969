"""Real data that installed packages ship, so that any machine has real input: a police.uk month, and FEBRL people."""

import csv
from collections import Counter

from bench.packaged_data import lay_out
from stronghold.picture import Store
from stronghold.vocabulary import terms


def test_the_packaged_files_become_a_picture(tmp_path, answer):
    files = lay_out(tmp_path / "files")
    told = answer("build", tmp_path / "files", "--store", tmp_path / "store")
    assert not told["refused"]
    for counts in told["files"]:
        assert counts["read"] == counts["kept"] + counts["quarantined"]
    crimes = next(path for path in files if path.name.endswith("street.csv"))
    with crimes.open(encoding="utf-8", newline="") as text:
        expected = Counter(terms("crime_categories").find(row["Crime type"]).name for row in csv.DictReader(text))
    with Store.open(tmp_path / "store").current().connect() as con:
        assert Counter(dict(con.execute("SELECT category, count(*) FROM recorded_crime GROUP BY 1").fetchall())) == expected
        people = con.execute("SELECT count(*) FROM entity WHERE kind = 'person'").fetchone()[0]
    # FEBRL 3 holds 5,000 mentions of 2,000 people; its social security numbers are left out.
    assert 1_950 <= people <= 2_050
