"""Montagna's meetings and calls through `stronghold build`: two layers, as the files give them."""

import shutil
from pathlib import Path

import pytest

from stronghold.picture import Store

MAPPING = Path(__file__).parents[2] / "docs" / "examples" / "montagna" / "edges.mapping.toml"


@pytest.mark.real
def test_meetings_and_calls_are_two_layers_of_the_size_the_files_give(shared_data, tmp_path, answer):
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(shared_data / "networks" / "montagna" / "edges.csv", folder)
    shutil.copy(MAPPING, folder)
    told = answer("build", folder, "--store", tmp_path / "store")
    assert told["counts"]["ties"] == {"call": 124, "meeting": 256}
    with Store.open(tmp_path / "store").current().connect() as con:
        people = dict(
            con.execute(
                "SELECT layer, count(DISTINCT person) FROM (SELECT layer, unnest([entity_l, entity_r]) AS person FROM tie) GROUP BY layer"
            ).fetchall()
        )
    assert people == {"meeting": 101, "call": 100}
