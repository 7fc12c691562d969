"""The build: a folder becomes a served snapshot, and whatever goes wrong leaves the one served before."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from stronghold import engine
from stronghold.errors import BadInput
from stronghold.intake.corrections import Correction, save_corrections
from stronghold.intake.load import SourceInput
from stronghold.intake.mapping import mapping_beside
from stronghold.linking.model import PersonModel
from stronghold.picture import Snapshot, Store, compare_snapshots
from stronghold.picture import build as build_module
from stronghold.picture.add import add
from stronghold.picture.build import BuildReport, build
from stronghold.picture.check import CheckFailed, FailedCheck
from stronghold.picture.models import choose_model
from stronghold.picture.progress import STAGES, BuildProgress

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "partners"


@pytest.fixture
def partners(tmp_path: Path) -> Path:
    """A folder of partners' files of one's own."""
    return Path(shutil.copytree(EXAMPLES, tmp_path / "partners"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, BuildReport]:
    """The example files, built once; not to be changed."""
    store = Store.create(tmp_path_factory.mktemp("built") / "store")
    return store, build(store, EXAMPLES)


def rows(snapshot: Snapshot, query: str) -> list[tuple[object, ...]]:
    with snapshot.connect() as con:
        return con.execute(query).fetchall()


def is_same(one: Snapshot, other: Snapshot) -> bool:
    compared = vars(compare_snapshots(one, other))
    return not any(value for name, value in compared.items() if name not in ("earlier", "later"))


def served(store: Store) -> str | None:
    snapshot = store.current()
    return snapshot.id if snapshot else None


def test_files_become_a_served_snapshot_whose_counts_add_up(built: tuple[Store, BuildReport]) -> None:
    store, report = built
    manifest = report.manifest
    assert served(store) == report.snapshot.id == manifest.id
    assert report.snapshot.manifest == manifest
    assert manifest.verify(report.snapshot.path) == []
    assert len(manifest.inputs) == len(list(EXAMPLES.glob("*.csv")))
    for source in manifest.inputs:
        assert source.read_rows == source.kept_rows + source.quarantined_rows > 0
    counts = manifest.counts
    assert counts["read"] == counts["kept"] + counts["quarantined"] == sum(s.read_rows for s in manifest.inputs)
    for table in ("record", "mention", "entity"):
        (total,) = rows(report.snapshot, f"SELECT count(*) FROM {table}")[0]
        assert total == sum(counts[{"record": "records", "mention": "mentions", "entity": "entities"}[table]].values())
    assert counts["ties"] and counts["evidence"] >= sum(counts["ties"].values())
    assert [cost.stage for cost in manifest.timings] == list(STAGES)
    assert all(cost.peak_mb > 0 for cost in manifest.timings)
    assert manifest.model is not None
    assert (manifest.model.origin, manifest.decisions_sequence, manifest.previous) == ("shipped", 0, None)
    assert manifest.model.sha256 == manifest.files["model.json"]


def test_nothing_of_the_build_is_left_but_the_snapshot(built: tuple[Store, BuildReport]) -> None:
    store, report = built
    assert {p.name for p in store.path.iterdir()} <= {"format", "current", "lock", "snapshots", "sources", "corrections"}
    assert {p.name for p in store.snapshots_folder.iterdir()} == {report.snapshot.id}
    files = {p.name: stat.S_IMODE(p.stat().st_mode) for p in report.snapshot.path.iterdir()}
    assert files == dict.fromkeys(("picture.duckdb", "search.sqlite", "model.json", "manifest.json"), 0o600)
    tables = {name for (name,) in rows(report.snapshot, "SELECT table_name FROM duckdb_tables()")}
    assert not tables & {"person_cluster", "thing_cluster", "tie_pair", "search_entry"}


def test_every_source_is_kept_as_it_was_sent(built: tuple[Store, BuildReport]) -> None:
    store, report = built
    for source in report.manifest.inputs:
        kept = store.sources_folder / source.sha256
        assert (kept / "data").read_bytes() == (EXAMPLES / source.name).read_bytes()
        assert (kept / f"{source.mapping_sha256}.toml").is_file()


def test_what_was_built_is_found(built: tuple[Store, BuildReport]) -> None:
    _, report = built
    classes = [c.class_id for c in report.snapshot.classes()]
    hits = report.snapshot.search("oyelaran", classes)
    assert hits and {hit.kind for hit in hits} == {"person"}
    assert {hit.entity_id for hit in report.snapshot.search("07700 900318", classes)} != set()


def test_progress_goes_forward_through_every_stage(partners: Path, store: Store) -> None:
    told: list[BuildProgress] = []
    build(store, partners, progress=told.append)
    assert list(dict.fromkeys(at.stage for at in told)) == list(STAGES)
    shares = [at.share for at in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, pytest.approx(1.0))


def test_the_same_files_again_give_the_same_picture(built: tuple[Store, BuildReport], tmp_path: Path) -> None:
    _, first = built
    again = build(Store.create(tmp_path / "other"), EXAMPLES).snapshot
    assert is_same(first.snapshot, again)
    ties = "SELECT entity_l, entity_r, layer, records, agencies, strength FROM tie ORDER BY ALL"
    assert rows(first.snapshot, ties) == rows(again, ties)


def test_a_rebuild_needs_only_what_the_store_keeps(partners: Path, store: Store) -> None:
    first = build(store, partners)
    shutil.rmtree(partners)
    second = build(store, None)
    assert second.manifest.previous == first.snapshot.id
    assert second.manifest.inputs == first.manifest.inputs
    assert second.manifest.counts == first.manifest.counts
    assert second.manifest.model == first.manifest.model
    members = "SELECT mention_key, entity_id FROM mention JOIN entity_member USING (mention_id) ORDER BY ALL"
    assert rows(first.snapshot, members) == rows(second.snapshot, members)


def test_a_rebuild_of_nothing_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="no picture to build again"):
        build(store, None)
    assert store.snapshots() == []


def test_a_refused_file_among_good_ones_is_reported_and_the_build_goes_on(partners: Path, store: Store) -> None:
    (partners / "unknown.csv").write_text("a,b\n1,2\n")
    (partners / "broken.csv").write_text("a,b\n1,2\n")
    (partners / "broken.mapping.toml").write_text("this is no mapping")
    (partners / "letter.docx").write_bytes(b"PK")
    report = build(store, partners)
    assert {error.file for error in report.refused} >= {"unknown.csv"}
    assert len(report.manifest.refused) == len(report.refused) == 2
    assert [file.name for file in report.manifest.passed_over] == ["letter.docx"]
    assert "unknown.csv" not in {source.name for source in report.manifest.inputs}
    assert {p.name for p in store.sources_folder.iterdir()} == {source.sha256 for source in report.manifest.inputs}


def test_a_file_that_turns_out_unreadable_is_not_kept(partners: Path, store: Store) -> None:
    # The mapping is sound, so the file is taken up; its columns are then not there.
    (partners / "calls.csv").write_text("Other,Columns\n1,2\n")
    report = build(store, partners)
    assert [file.name for file in report.manifest.refused] == ["calls.csv"]
    assert {p.name for p in store.sources_folder.iterdir()} == {source.sha256 for source in report.manifest.inputs}


def spoil_all(partners: Path) -> None:
    for mapping in partners.glob("*.mapping.toml"):
        mapping.unlink()


def empty(partners: Path) -> None:
    for path in partners.iterdir():
        path.unlink()


@pytest.mark.parametrize(
    ("spoil", "message"), [(spoil_all, "no file could be used"), (empty, "no file"), (shutil.rmtree, "folder")]
)
def test_nothing_usable_leaves_what_is_served(partners: Path, store: Store, spoil: Callable[[Path], None], message: str) -> None:
    first = build(store, partners).snapshot.id
    spoil(partners)
    with pytest.raises(BadInput, match=message):
        build(store, partners)
    assert served(store) == first
    assert [p.name for p in store.snapshots_folder.iterdir()] == [first]


def fail_check(_: object) -> int:
    raise CheckFailed([FailedCheck("every tie has its evidence", 3)])


def run_out_of_disk(_: object) -> int:
    raise OSError(28, "No space left on device")


def stop(_: object) -> int:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("failure", "raised", "message"),
    [
        (fail_check, CheckFailed, r"every tie has its evidence \(3 not so\)"),
        (run_out_of_disk, BadInput, "No space left"),
        (stop, KeyboardInterrupt, "^$"),
    ],
)
def test_a_build_that_fails_late_leaves_what_is_served_and_nothing_else(
    partners: Path,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    failure: Callable[[object], int],
    raised: type[BaseException],
    message: str,
) -> None:
    first = build(store, partners).snapshot.id
    (partners / "more.csv").write_text((partners / "calls.csv").read_text() + "07700900999,07700900998,2024-02-05 10:00,10\n")
    shutil.copy(partners / "calls.mapping.toml", partners / "more.mapping.toml")
    sources = {p.name for p in store.sources_folder.iterdir()}
    with monkeypatch.context() as patched:
        patched.setattr(build_module, "check_picture", failure)
        with pytest.raises(raised, match=message):
            build(store, partners)
    assert served(store) == first
    assert [p.name for p in store.snapshots_folder.iterdir()] == [first]
    assert {p.name for p in store.sources_folder.iterdir()} == sources
    assert build(store, partners).manifest.previous == first


def test_corrections_in_the_store_are_applied_and_named(partners: Path, store: Store) -> None:
    first = build(store, partners)
    line, raw, sha256 = rows(
        first.snapshot, "SELECT line, raw, sha256 FROM quarantine JOIN source USING (source_id) ORDER BY source_id, line LIMIT 1"
    )[0]
    source = next(s for s in first.manifest.inputs if s.sha256 == sha256)
    good = rows(
        first.snapshot, f"SELECT line FROM record JOIN source USING (source_id) WHERE sha256 = '{sha256}' ORDER BY line LIMIT 1"
    )[0][0]
    assert isinstance(line, int) and isinstance(good, int) and isinstance(raw, str)
    lines = (partners / source.name).read_text().splitlines()
    delimiter = ";" if ";" in lines[0] else ","
    header, cells = csv.reader([lines[0], lines[good - 1]], delimiter=delimiter)
    correction = Correction(str(sha256), None, line, dict(zip(header, cells, strict=True)), "0" * 64)
    save_corrections(store.corrections_folder / "one.jsonl", [correction])
    second = build(store, None)
    assert [file.name for file in second.manifest.corrections] == ["one.jsonl"]
    assert second.manifest.counts["quarantined"] == first.manifest.counts["quarantined"] - 1
    assert second.manifest.counts["kept"] == first.manifest.counts["kept"] + 1


def test_ids_of_snapshots_sort_by_age_also_when_the_clock_is_put_back(
    partners: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Early(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Early:
            return cls(2001, 1, 1, tzinfo=tz)

    first = build(store, partners).snapshot.id
    monkeypatch.setattr(build_module, "datetime", Early)
    second = build(store, None).snapshot.id
    third = build(store, None).snapshot.id
    assert first < second < third
    assert [info.id for info in store.snapshots()] == [first, second, third]


def test_the_same_file_under_two_names_is_kept_once(partners: Path, store: Store) -> None:
    shutil.copy(partners / "calls.csv", partners / "calls-again.csv")
    shutil.copy(partners / "calls.mapping.toml", partners / "calls-again.mapping.toml")
    report = build(store, partners)
    first, again = (s for s in report.manifest.inputs if s.name.startswith("calls"))
    assert first.sha256 == again.sha256
    assert len(list(store.sources_folder.iterdir())) == len(report.manifest.inputs) - 1
    assert {first.repeated_rows, again.repeated_rows} == {0, first.kept_rows}
    assert build(store, None).manifest.counts == report.manifest.counts


def source(path: Path, name: str | None = None) -> SourceInput:
    return SourceInput(path, name or path.name, mapping_beside(path))


def names(report: BuildReport) -> list[str]:
    return [entry.name for entry in report.manifest.inputs]


def test_sources_can_be_added_to_those_that_are_kept(tmp_path: Path, partners: Path) -> None:
    store = Store.create(tmp_path / "store")
    first, *others = sorted(partners.glob("*.csv"))
    alone = build(store, None, adding=[source(first)])
    assert names(alone) == [first.name]
    more = build(store, None, adding=[source(other) for other in others])
    assert sorted(names(more)) == sorted(p.name for p in [first, *others])
    whole = build(Store.create(tmp_path / "whole"), partners)
    assert more.manifest.counts == whole.manifest.counts


def test_an_added_source_takes_the_place_of_one_of_its_name(tmp_path: Path, partners: Path) -> None:
    store = Store.create(tmp_path / "store")
    first, *_ = sorted(partners.glob("*.csv"))
    before = build(store, partners)
    lines = first.read_text(encoding="utf-8").splitlines()
    first.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    after = build(store, None, adding=[source(first)])
    assert sorted(names(after)) == sorted(names(before))
    assert {e.name: e.read_rows for e in after.manifest.inputs}[first.name] == 1
    with_folder = build(store, EXAMPLES, adding=[source(first)])
    assert {e.name: e.read_rows for e in with_folder.manifest.inputs}[first.name] == 1


def test_a_source_can_be_left_out(tmp_path: Path, partners: Path) -> None:
    store = Store.create(tmp_path / "store")
    before = build(store, partners)
    gone = names(before)[0]
    after = build(store, None, leaving_out=[gone])
    assert sorted(names(after)) == sorted(set(names(before)) - {gone})
    with pytest.raises(BadInput, match="no file could be used"):
        build(store, None, leaving_out=names(before))
    assert served(store) == after.snapshot.id


def test_a_model_that_was_chosen_is_what_the_next_build_starts_from(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    before = build(store, EXAMPLES)
    stricter = replace(PersonModel.shipped(), threshold=40.0)
    choose_model(store, stricter)
    added = add(store, [])
    assert added.rebuilt == "another model for linking people was chosen since"
    after = PersonModel.from_json((added.snapshot.path / "model.json").read_text(encoding="utf-8"))
    assert after.threshold == 40.0
    people = [report.manifest.counts["entities"]["person"] for report in (before, added)]
    assert people[1] > people[0]
    # From then on the picture's own model goes on.
    assert PersonModel.from_json((build(store, None).snapshot.path / "model.json").read_text(encoding="utf-8")) == after


def test_a_picture_of_a_version_with_another_model_is_built_again_with_this_ones(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    before = build(store, EXAMPLES)
    path = before.snapshot.path / "model.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    del raw["levels"]["forename"]
    path.write_text(json.dumps(raw), encoding="utf-8")
    after = build(store, None)
    assert after.manifest.model is not None
    assert after.manifest.model.origin == "shipped"
    assert after.manifest.counts["entities"] == before.manifest.counts["entities"]


def test_little_files_are_built_from_by_one_thread_and_the_picture_is_the_same(
    built: tuple[Store, BuildReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int | None] = []

    def connect(path: Path, **options: object) -> duckdb.DuckDBPyConnection:
        threads = options["threads"]
        assert threads is None or isinstance(threads, int)
        asked.append(threads)
        return engine.connect(path, threads=threads)

    monkeypatch.setattr(build_module, "connect", connect)
    for number, little in enumerate((build_module.LITTLE, 0)):
        monkeypatch.setattr(build_module, "LITTLE", little)
        again = build(Store.create(tmp_path / f"store{number}"), EXAMPLES)
        assert is_same(built[1].snapshot, again.snapshot)
    assert asked == [1, None]


def test_a_picture_has_indexes_for_what_pages_look_up_also_once_more_was_added(
    built: tuple[Store, BuildReport], tmp_path: Path, partners: Path
) -> None:
    indexed = rows(built[1].snapshot, "SELECT table_name, expressions FROM duckdb_indexes() ORDER BY ALL")
    assert ("mention", "[mention_id]") in indexed and ("record", "[record_id]") in indexed
    store = Store.create(tmp_path / "store")
    name = max(path.name for path in partners.glob("*.csv"))
    (partners / name).unlink()
    build(store, partners)
    report = add(store, [source(EXAMPLES / name)])
    assert report.rebuilt is None
    assert rows(report.snapshot, "SELECT table_name, expressions FROM duckdb_indexes() ORDER BY ALL") == indexed
