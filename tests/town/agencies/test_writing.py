from __future__ import annotations

import csv
import gzip

import pyarrow.parquet as pq
import pytest

from stronghold.town.agencies import SYSTEMS, TruthFiles, write_system
from stronghold.town.agencies.police import RECORDS, STOPS


@pytest.fixture(scope="module")
def written(town, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    told = []
    with TruthFiles(folder) as truth:
        reports = [r for system in (RECORDS, STOPS) for r in write_system(folder, truth, town, system, 5, told.append)]
    return folder, reports, told


def rows_of(path, delimiter=","):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))[1:]


def test_reports_count_what_is_in_the_files(written):
    folder, reports, told = written
    assert {report.name for report in reports} >= {"police_crimes.csv", "police_custody.csv"}
    assert set(told) >= {"police_crimes.csv", "police_custody.csv"}
    for report in reports:
        delimiter = {"police_custody.csv": ";", "police_exhibits.csv": "\t"}.get(report.name, ",")
        assert report.rows == len(rows_of(folder / report.name, delimiter)) > 0
        assert (folder / f"{report.name}.mapping.toml").is_file()


def test_files_without_rows_are_not_sent(written):
    folder, reports, _ = written
    assert {p.name for p in folder.iterdir() if p.name.startswith("police") and not p.name.endswith(".toml")} == {
        report.name for report in reports
    }


def test_a_month_is_in_both_files_to_the_letter(written):
    folder, _, _ = written
    earlier, later = (rows_of(folder / name) for name in STOPS.sheets[0].files)
    both = {row[0] for row in earlier} & {row[0] for row in later}
    assert [row for row in earlier if row[0] in both] == [row for row in later if row[0] in both]


def test_the_truth_has_every_row_once(written):
    folder, reports, _ = written
    record = pq.read_table(folder / "record.parquet").to_pandas()
    assert record["record_key"].is_unique
    crimes = next(report for report in reports if report.name == "police_crimes.csv")
    told = record[record["file"] == "police_crimes.csv"]
    assert len(told) == crimes.rows
    assert (told["fate"] != "kept").sum() == crimes.unreadable
    assert told["record_key"].str.endswith("/2").sum() == crimes.twice


def test_the_same_seed_writes_the_same_and_another_seed_does_not(town, written, tmp_path):
    for seed, same in ((5, True), (6, False)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        with TruthFiles(folder) as truth:
            write_system(folder, truth, town, RECORDS, seed, lambda file: None)
        for name in ("police_crimes.csv", "police_custody.csv"):
            assert ((folder / name).read_bytes() == (written[0] / name).read_bytes()) == same


def test_no_name_of_a_system_twice():
    names = [(system.terms.agency, system.terms.system) for system in SYSTEMS]
    assert len(names) == len(set(names))
