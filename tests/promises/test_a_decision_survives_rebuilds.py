"""Promise: what a person decided holds in every picture from the next build on, whatever new records say, until it is undone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.processes import ended
from tests.processes import said as run

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "partners"


class Desk:
    """An analyst at the command line, with a folder of partners' files and the store that was built of it."""

    def __init__(self, folder: Path, store: Path) -> None:
        self.folder, self.store = Path(shutil.copytree(EXAMPLES, folder / "partners")), store
        self.person = ["--store", self.store, "--as", "amina", "--purpose", "disruption"]

    def build(self, *folder: Path) -> None:
        run("build", *folder or (self.folder,), "--store", self.store, "--json")

    def keys(self, name: str) -> dict[str, str]:
        """The entity of each mention of a person that the search finds by that name, by mention key."""
        found = json.loads(run("find", name, *self.person, "--json"))
        keys: dict[str, str] = {}
        for each in found["found"] if isinstance(found, dict) else found:
            if each["kind"] == "person":
                shown = json.loads(run("show", each["entity_id"], *self.person, "--json"))
                for record in shown["records"]:
                    keys |= {m["mention_key"]: m["entity_id"] for m in record["mentions"] if m["entity_id"] == shown["entity_id"]}
        return keys

    def decide(self, *arguments: object) -> dict[str, object]:
        return json.loads(run("decide", *arguments, *self.person, "--json"))


@pytest.fixture
def desk(tmp_path: Path, example_town: Path) -> Desk:
    return Desk(tmp_path, example_town)


def test_it_holds_in_every_build_until_it_is_undone(desk: Desk) -> None:
    before = desk.keys("marlow")
    together = sorted(key for key, entity in before.items() if list(before.values()).count(entity) > 1)
    left, right = together[0], next(key for key in together[1:] if before[key] == before[together[0]])
    made = desk.decide("not-same", left, right, "--reason", "Two brothers")
    assert (made["number"], made["state"]) == (1, "waiting")
    assert desk.keys("marlow") == before  # until the next build
    for folder in ((), (desk.folder,), ()):
        desk.build(*folder)
        now = desk.keys("marlow")
        assert now[left] != now[right]
        assert desk.decide("list")["decisions"][0]["state"] == "in picture"  # type: ignore[index]
    # A source that is sent again, as the partner sends it every day, changes nothing of it.
    file = next(desk.folder.glob("*.csv"))
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    desk.build(desk.folder)
    now = desk.keys("marlow")
    assert now[left] != now[right]
    assert desk.decide("undo", 1, "--reason", "One man after all")["state"] == "leaving"
    desk.build()
    after = desk.keys("marlow")
    assert {key: after[key] == after[left] for key in before} == {key: before[key] == before[left] for key in before}


def test_what_contradicts_it_is_refused_by_name(desk: Desk) -> None:
    keys = sorted(desk.keys("marlow"))
    desk.decide("same", keys[0], keys[1], "--reason", "One man")
    done = ended("decide", "not-same", keys[0], keys[1], "--reason", "Two", *desk.person)
    assert done.returncode == 2
    assert "decision 1" in done.stderr and "Undo one of them" in done.stderr and "Traceback" not in done.stderr
