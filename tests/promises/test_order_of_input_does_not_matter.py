"""Promise: the same rows in another order, or in other files, give the same people under the same ids."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.intake.mapping import Mapping
from stronghold.town import people_table

ROWS = people_table(1_500, seed=6).drop_columns("person").to_pylist()


People = Callable[[Path, list[list[dict[str, object]]]], dict[str, str]]


@pytest.fixture(scope="module")
def people(people_file: Callable[..., tuple[Path, Mapping]], linked: Callable[..., dict[str, str]]) -> People:
    """The entity of each record, when the parts come as one file each."""

    def link(folder: Path, parts: list[list[dict[str, object]]]) -> dict[str, str]:
        inputs = [people_file(folder / f"part{number}.csv", rows, list(ROWS[0])) for number, rows in enumerate(parts)]
        return linked(inputs, folder / "linked.csv")

    return link


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory, people: People) -> dict[str, str]:
    return people(tmp_path_factory.mktemp("straight") / "in", [ROWS])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_order_gives_the_same_people_and_ids(tmp_path: Path, people: People, straight: dict[str, str], seed: int) -> None:
    rows = list(ROWS)
    random.Random(seed).shuffle(rows)
    assert len(straight) == len(ROWS)
    assert len(set(straight.values())) < len(ROWS)
    assert people(tmp_path / "in", [rows]) == straight


def test_split_over_files_the_other_way_round_gives_the_same(tmp_path: Path, people: People, straight: dict[str, str]) -> None:
    assert people(tmp_path / "in", [ROWS[1_000:], ROWS[:300], ROWS[300:1_000][::-1]]) == straight
