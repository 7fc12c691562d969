"""Promise: the same rows in another order, or in other files, give the same people under the same ids."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from stronghold.intake.mapping import Mapping
from stronghold.linking.files import link_files
from stronghold.town import people_table

MAPPING = """
[source]
agency = "police"
system = "crime"
purpose = "prevention of crime"
lawful_basis = "Data Protection Act 2018, part 3"
date_order = "year first"

[[record]]
kind = "person"
key = ["unique_id"]
[record.columns]
forename = "forename"
middle_names = "middle_names"
surname = "surname"
date_of_birth = "date_of_birth"
flat = "flat"
house = "house"
street = "street"
postcode = "postcode"
phone = "phone"
nino = "nino"
"""
ROWS = people_table(1_500, seed=6).drop_columns("person").to_pylist()


def people(folder: Path, parts: list[list[dict[str, object]]]) -> dict[str, str]:
    """The entity of each record, when ``parts`` come as one file each."""
    folder.mkdir()
    mapping = Mapping.from_toml(MAPPING, file="people.mapping.toml")
    inputs = []
    for number, rows in enumerate(parts):
        path = folder / f"part{number}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(ROWS[0]))
            writer.writeheader()
            writer.writerows(rows)
        inputs.append((path, mapping))
    out = folder / "linked.csv"
    link_files(inputs, out)
    with out.open(newline="", encoding="utf-8-sig") as file:
        return {row["record_id"]: row["entity_id"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return people(tmp_path_factory.mktemp("straight") / "in", [ROWS])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_order_gives_the_same_people_and_ids(tmp_path: Path, straight: dict[str, str], seed: int) -> None:
    rows = list(ROWS)
    random.Random(seed).shuffle(rows)
    assert len(straight) == len(ROWS)
    assert len(set(straight.values())) < len(ROWS)
    assert people(tmp_path / "in", [rows]) == straight


def test_split_over_files_the_other_way_round_gives_the_same(tmp_path: Path, straight: dict[str, str]) -> None:
    assert people(tmp_path / "in", [ROWS[1_000:], ROWS[:300], ROWS[300:1_000][::-1]]) == straight
