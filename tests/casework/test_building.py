"""One build as the worker runs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from stronghold.casework import building
from stronghold.casework.building import Building, Told
from stronghold.casework.models import Build, Upload
from stronghold.engine import DUCKDB, Engine
from stronghold.governance import accounts
from stronghold.governance.models import Account
from stronghold.picture.manifest import Manifest, RefusedFile, SourceEntry
from stronghold.picture.progress import BuildProgress
from stronghold.picture.store import Store

ENTRY = SourceEntry("people.csv", "a" * 64, "b" * 64, 10, "csv", "police", "list", 3, 2, 1, 0, 0)
COUNTS = {"read": 3, "kept": 2, "quarantined": 1, "records": {"person": 2}, "entities": {"person": 2}}


@pytest.fixture
def begun(analyst: Account) -> Build:
    now = datetime.now(UTC)
    return Build.objects.create(
        asked_by=analyst, asked_at=now, started_at=now, purpose="data_quality", slot=1, status=Build.Status.RUNNING
    )


def test_what_came_of_a_build_is_told_by_its_manifest() -> None:
    refused = RefusedFile("stops.csv", "there is no such column.", 3, "When", "Correct the mapping.")
    manifest = Manifest("id", "now", {}, (ENTRY,), COUNTS, (), {}, refused=(refused,))
    told = Told.of_manifest(manifest, {"cars.csv": "It is damaged."})
    assert (told.result["files"], told.result["refused"], told.result["read"]) == (1, 2, 3)
    upload = Upload(name="people.csv", sha256="a" * 64)
    assert told.problem_with(upload) is None
    upload.sha256 = "c" * 64
    assert "did not take the file in" in (told.problem_with(upload) or "")
    upload.name = "stops.csv"
    assert told.problem_with(upload) == "Line 3, column “When”: there is no such column. Correct the mapping."
    upload.name = "cars.csv"
    assert told.problem_with(upload) == "It is damaged."


def test_progress_is_written_at_each_stage_and_seldom_between(
    store: Store, begun: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(building.time, "monotonic", lambda: now[0])
    one = Building(store, begun)
    seen = []
    for seconds, stage, done in ((0.0, "load", 0), (0.1, "load", 500), (0.6, "load", 700), (0.7, "link people", 1)):
        now[0] = 100.0 + seconds
        one._tell(BuildProgress.at(stage, done, 1000, f"secret operation.csv: {done} rows"))
        begun.refresh_from_db()
        seen.append((begun.stage, begun.detail, round(begun.share, 2)))
    first, third = (round(BuildProgress.at("load", done, 1000, "").share, 2) for done in (0, 700))
    assert seen[:3] == [("load", "0 rows", first), ("load", "0 rows", first), ("load", "700 rows", third)] and first < third
    assert seen[3][0] == "link people"


def test_it_runs_on_the_engine_that_the_server_was_started_with(
    store: Store, begun: Build, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Asked(Exception):
        pass

    def build(*args: object, engine: Engine, **options: object) -> None:
        raise Asked(engine)

    monkeypatch.setattr(building, "build_picture", build)
    for name, engine in (("duckdb", DUCKDB), ("local[2]", Engine("local[2]"))):
        settings.STRONGHOLD_ENGINE = name
        with pytest.raises(Asked) as asked:
            Building(store, begun).run()
        assert asked.value.args == (engine,)


def test_a_file_never_takes_the_place_of_anothers(
    store: Store, begun: Build, accepted: Callable[..., Upload], files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another agency's file of the same name may have been loaded since this one was sent; and two may come at once."""
    cat = accounts.add("cat", "council", ["analyst"])
    mine = accepted("people.csv", files.people, files.people_mapping())
    theirs = accepted("people.csv", files.people, files.people_mapping("council"), by=cat)
    Upload.objects.update(build=begun)
    Upload.objects.filter(pk=theirs.pk).update(name="people.csv")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    names = [source.name for source in Building(store, begun)._accepted()]
    assert names == ["people.csv", f"people_{day}.csv"]
    entry = SourceEntry("people.csv", "c" * 64, "b" * 64, 10, "csv", "health", "list", 3, 3, 0, 0, 0)
    served = Manifest("id", "now", {}, (entry,), COUNTS, (), {})
    monkeypatch.setattr(Store, "current", lambda self: type("Served", (), {"manifest": served, "id": "id"}))
    assert [source.name for source in Building(store, begun)._accepted()] == [f"people_{day}.csv", f"people_{day}_2.csv"]
    mine.refresh_from_db()
    assert mine.name == f"people_{day}.csv"
