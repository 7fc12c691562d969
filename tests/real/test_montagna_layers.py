"""Montagna's meetings and calls through `stronghold build`: two layers, as the files give them."""

import shutil

import pytest

from stronghold.picture import Store

MAPPING = """
[source]
agency = "police"
system = "montagna"
purpose = "research on published court records"
lawful_basis = "published"

[[record]]
kind = "meeting"
only = { layer = ["meetings"] }
[record.columns]
number = "weight"
[[record.involved]]
kind = "person"
role = "attendee"
[record.involved.columns]
local_id = "source"
[[record.involved]]
kind = "person"
role = "attendee"
[record.involved.columns]
local_id = "target"

[[record]]
kind = "call"
only = { layer = ["calls", "phonecalls"] }
[record.columns]
number = "weight"
[[record.involved]]
kind = "person"
role = "caller"
[record.involved.columns]
local_id = "source"
[[record.involved]]
kind = "person"
role = "recipient"
[record.involved.columns]
local_id = "target"
"""


@pytest.mark.real
def test_meetings_and_calls_are_two_layers_of_the_size_the_files_give(shared_data, tmp_path, answer):
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(shared_data / "networks" / "montagna" / "edges.csv", folder)
    (folder / "edges.mapping.toml").write_text(MAPPING, encoding="utf-8")
    told = answer("build", folder, "--store", tmp_path / "store")
    assert told["counts"]["ties"] == {"call": 124, "meeting": 256}
    with Store.open(tmp_path / "store").current().connect() as con:
        people = dict(
            con.execute(
                "SELECT layer, count(DISTINCT person) FROM (SELECT layer, unnest([entity_l, entity_r]) AS person FROM tie) GROUP BY layer"
            ).fetchall()
        )
    assert people == {"meeting": 101, "call": 100}
