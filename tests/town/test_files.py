from __future__ import annotations

import csv

import pyarrow.parquet as pq
import pytest

from stronghold.intake.mapping import mapping_beside
from stronghold.town.files import AGENCIES, people_files
from stronghold.town.layouts import LAYOUTS


def test_every_mention_is_in_one_file_and_in_the_truth(tmp_path):
    truth = people_files(tmp_path, 3_000, 9)
    keys = []
    for layout in LAYOUTS.values():
        with (truth.files / layout.file).open(encoding="utf-8", newline="") as rows:
            keys += [f"{layout.agency}/{layout.system}/person/{row[layout.key]}" for row in csv.DictReader(rows)]
    table = pq.read_table(truth.table)
    assert sorted(keys) == sorted(table["record_key"].to_pylist())
    assert len(set(keys)) == len(keys) == truth.mentions == 3_000
    assert len(set(table["person"].to_pylist())) == truth.people
    assert truth.phones > 500


def test_the_truth_is_outside_the_folder_to_build_from(tmp_path):
    truth = people_files(tmp_path, 200, 9)
    assert truth.files not in truth.table.parents
    assert {p.suffix for p in truth.files.iterdir()} == {".csv", ".toml"}


def test_each_file_has_its_mapping_beside_it(tmp_path):
    truth = people_files(tmp_path, 500, 9)
    for path in truth.files.glob("*.csv"):
        mapping = mapping_beside(path)
        assert mapping is not None
        with path.open(encoding="utf-8", newline="") as rows:
            mapping.check_columns(next(csv.reader(rows)), file=path.name)


def test_the_same_seed_writes_the_same_files(tmp_path):
    for name in ("one", "two"):
        people_files(tmp_path / name, 500, 3)
    for path in (tmp_path / "one" / "files").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / "files" / path.name).read_bytes()


def test_only_the_agencies_asked_for(tmp_path):
    truth = people_files(tmp_path, 300, 1, agencies=("police", "health"))
    assert {p.name for p in truth.files.glob("*.csv")} == {"police_nominals.csv", "health_patients.csv"}
    assert AGENCIES == ("police", "council", "children", "health")
    with pytest.raises(ValueError, match="fire"):
        people_files(tmp_path, 10, 1, agencies=("fire",))
