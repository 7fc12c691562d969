"""Adding files to the served picture: what is taken in, what is refused, and when everything is built again."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.intake.corrections import Correction, save_corrections
from stronghold.intake.load import SourceInput
from stronghold.intake.readers import Limits
from stronghold.linking.decisions import Decision, Judgement
from stronghold.picture import build as build_module
from stronghold.picture.add import AddReport, add
from stronghold.picture.build import build
from stronghold.picture.manifest import MANIFEST_FILE
from stronghold.picture.progress import BuildProgress
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.sources import sources_of
from stronghold.picture.store import Store

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "partners"
HEADER = "Custody No,Arrest date,Surname,First name,DOB,Address,Mobile,Offence,Arrested with\n"
TOBI = 'CU/24/0199,05/02/2024 10:10,OYELARAN,Tobi,02/11/2006,"4 Cygnet Close, Wexmoor, ZZ1 3LD",07700 900318,Theft,\n'
ZARA = 'CU/24/0200,05/02/2024 10:10,NEWMAN,Zara,02/11/1996,"9 Lock Lane, Wexmoor, ZZ2 5HT",07700 900999,Theft,\n'


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.create(tmp_path_factory.mktemp("before") / "store")
    build(store, EXAMPLES)
    return store


@pytest.fixture
def store(before: Store, tmp_path: Path) -> Store:
    return Store.open(Path(shutil.copytree(before.path, tmp_path / "store")))


@pytest.fixture
def custody(tmp_path: Path) -> Callable[..., SourceInput]:
    """A list of the custody office: ``custody(name, *lines)``."""

    def write(name: str, *lines: str) -> SourceInput:
        path = tmp_path / "new" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEADER + "".join(lines), encoding="utf-8")
        shutil.copy(EXAMPLES / "custody.mapping.toml", path.with_suffix(".mapping.toml"))
        return sources_of([path], Limits())[0]

    return write


def served(store: Store) -> Snapshot:
    current = store.current()
    assert current is not None
    return current


def members(store: Store) -> dict[str, frozenset[str]]:
    with served(store).connect() as con:
        rows = con.execute(
            """SELECT entity_id, list(mention_key) FROM entity_member JOIN mention USING (mention_id)
            WHERE kind = 'person' GROUP BY entity_id"""
        ).fetchall()
    return {identity: frozenset(keys) for identity, keys in rows}


def records(report: AddReport) -> int:
    return sum(report.manifest.counts["records"].values())


def test_what_is_new_is_served_and_told(store: Store, custody: Callable[..., SourceInput]) -> None:
    first = served(store)
    told: list[BuildProgress] = []
    report = add(store, [custody("monday.csv", TOBI, ZARA)], progress=told.append)
    assert served(store).id == report.snapshot.id != first.id
    assert report.manifest.previous == first.id and report.manifest.verify(report.snapshot.path) == []
    assert report.rebuilt is None and report.changes is not None and report.linked is not None
    assert (report.changes.records_new, report.changes.records_gone, report.changes.gone) == (2, 0, 0)
    assert report.changes.born > 0 and report.changes.grown > 0 and report.changes.untouched > 0
    # Tobi is written as in a file that is there.
    assert report.linked.new_nodes == 1
    assert {entry.name for entry in report.manifest.inputs} == {entry.name for entry in first.manifest.inputs} | {"monday.csv"}
    shares = [at.share for at in told]
    assert shares == sorted(shares) and {at.stage for at in told} >= {"load", "link people", "name entities", "check"}
    assert {cost.stage for cost in report.manifest.timings} == {cost.stage for cost in first.manifest.timings}


def test_a_file_that_is_there_as_it_is_changes_nothing(store: Store) -> None:
    first = served(store)
    report = add(store, sources_of([EXAMPLES / "custody.csv"], Limits()))
    assert report.unchanged == ("custody.csv",)
    assert report.changes is not None
    assert report.changes.untouched == report.changes.entities_now == report.changes.entities_before
    assert report.manifest.counts == first.manifest.counts and report.manifest.inputs == first.manifest.inputs


def test_a_file_of_the_same_name_takes_the_others_place(store: Store, custody: Callable[..., SourceInput]) -> None:
    report = add(store, [custody("custody.csv", ZARA)])
    assert report.rebuilt is None and report.changes is not None
    assert report.changes.records_new == 1 and report.changes.records_gone == 3 and report.changes.gone > 0
    (entry,) = (entry for entry in report.manifest.inputs if entry.name == "custody.csv")
    assert entry.read_rows == 1
    with report.snapshot.connect() as con:
        assert con.execute("SELECT count(*) FROM person WHERE forename = 'tobi' AND surname = 'oyelaran'").fetchall()[0][0] < 4


def test_what_is_left_out_is_gone(store: Store) -> None:
    report = add(store, [], leaving_out=["calls.csv"])
    assert report.rebuilt is None and report.changes is not None and report.changes.records_gone > 0
    assert "calls.csv" not in {entry.name for entry in report.manifest.inputs}
    assert "call" not in report.manifest.counts["records"]


def test_a_decision_is_obeyed_and_named(store: Store) -> None:
    before = members(store)
    left, right = sorted(min(keys) for keys in before.values())[:2]
    report = add(store, [], decisions=[Decision(7, Judgement.SAME, left, right)])
    assert report.manifest.decisions == (7,) and report.manifest.decisions_sequence == 7
    assert report.changes is not None and report.changes.merged == 1
    assert any({left, right} <= keys for keys in members(store).values())
    assert add(store, []).manifest.decisions == ()
    assert members(store) == before


def test_rows_corrected_since_are_read_again(store: Store) -> None:
    entry = next(entry for entry in served(store).manifest.inputs if entry.name == "custody.csv")
    with (EXAMPLES / "custody.csv").open(newline="") as file:
        row = next(csv.DictReader(file))
    correction = Correction(entry.sha256, None, 2, {**row, "Surname": "Quillfeather"}, "0" * 64)
    save_corrections(store.corrections_folder / "one.jsonl", [correction])
    report = add(store, [])
    assert [file.name for file in report.manifest.corrections] == ["one.jsonl"]
    assert report.rebuilt is None and report.changes is not None and report.changes.records_new == 3
    with report.snapshot.connect() as con:
        assert con.execute("SELECT count(*) FROM person WHERE surname = 'quillfeather'").fetchall() == [(1,)]
    # What was corrected and is not any more cannot be told from what is left: everything is read again.
    (store.corrections_folder / "one.jsonl").unlink()
    assert "corrections" in str(add(store, []).rebuilt)


def test_one_file_that_cannot_be_used_does_not_keep_out_the_others(store: Store, custody: Callable[..., SourceInput]) -> None:
    page = custody("page.csv", TOBI)
    page.path.write_text("<!doctype html><html></html>")
    report = add(store, [page, custody("monday.csv", ZARA)])
    assert [error.file for error in report.refused] == ["page.csv"]
    assert [refused.name for refused in report.manifest.refused] == ["page.csv"]
    assert report.changes is not None and report.changes.records_new == 1


@pytest.mark.parametrize("name", ["page.csv", "custody.csv"])
def test_nothing_is_served_where_no_file_can_be_used_or_one_would_lose_what_it_replaces(
    store: Store, custody: Callable[..., SourceInput], name: str
) -> None:
    first = served(store).id
    page = custody(name, TOBI)
    page.path.write_text("<!doctype html><html></html>")
    others = [custody("monday.csv", ZARA)] if name == "custody.csv" else []
    with pytest.raises(BadInput, match="web page"):
        add(store, [page, *others])
    assert served(store).id == first
    assert len(list(store.snapshots_folder.iterdir())) == 1


def test_two_of_one_name_are_refused(store: Store, custody: Callable[..., SourceInput]) -> None:
    with pytest.raises(BadInput, match="two of the files"):
        add(store, [custody("monday.csv", TOBI), custody("monday.csv", TOBI)])


def test_there_must_be_a_picture(tmp_path: Path, custody: Callable[..., SourceInput]) -> None:
    with pytest.raises(BadInput, match="no picture to add to"):
        add(Store.create(tmp_path / "empty"), [custody("monday.csv", TOBI)])


def test_a_row_that_comes_back_is_read_again_with_everything_else(store: Store, custody: Callable[..., SourceInput]) -> None:
    other = TOBI.replace("Theft", "Robbery")
    assert add(store, [custody("monday.csv", TOBI)]).rebuilt is None
    assert add(store, [custody("tuesday.csv", other)]).rebuilt is None
    report = add(store, [custody("wednesday.csv", TOBI)])
    assert report.rebuilt is not None and "come back" in report.rebuilt
    assert report.changes is None and report.load.counts_add_up
    with report.snapshot.connect() as con:
        query = "SELECT s.name FROM record JOIN source s USING (source_id) WHERE record_key LIKE '%CU%0199'"
        assert con.execute(query).fetchall() == [("monday.csv",)]


def test_a_picture_of_another_version_is_built_again(store: Store, custody: Callable[..., SourceInput]) -> None:
    path = served(store).path / MANIFEST_FILE
    raw = json.loads(path.read_text())
    raw["versions"]["duckdb"] = "1.0.0"
    path.write_text(json.dumps(raw))
    report = add(store, [custody("monday.csv", TOBI)])
    assert report.rebuilt is not None and "other versions" in report.rebuilt
    assert add(store, [custody("tuesday.csv", ZARA)]).rebuilt is None


@pytest.mark.parametrize("name", ["custody.csv", "friday.csv"])
def test_what_cannot_be_used_loses_nothing_where_everything_is_built_again_either(
    store: Store, custody: Callable[..., SourceInput], name: str
) -> None:
    manifest = served(store).path / MANIFEST_FILE
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["versions"]["stronghold"] = "0.0.0"
    manifest.write_text(json.dumps(told), encoding="utf-8")
    snapshot = served(store).id
    bad = custody(name, TOBI)
    bad.path.write_text("nothing,of,the,kind\n1,2,3,4\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        add(store, sources_of([bad.path], Limits()))
    assert refused.value.file == name
    assert served(store).id == snapshot, "what was served is served still"


def test_more_than_was_there_is_built_anew(store: Store, custody: Callable[..., SourceInput]) -> None:
    lines = [ZARA.replace("0200", f"{n:04d}") for n in range(300, 340)]
    report = add(store, [custody("monday.csv", *lines)])
    assert report.rebuilt is not None and records(report) > 40


def test_a_picture_that_fails_its_checks_is_not_served(
    store: Store, custody: Callable[..., SourceInput], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = served(store).id
    sources = {path.name for path in store.sources_folder.iterdir()}

    def fail(_: object) -> int:
        raise BadInput("broken")

    monkeypatch.setattr(build_module, "check_picture", fail)
    with pytest.raises(BadInput, match="broken"):
        add(store, [custody("monday.csv", TOBI)])
    assert served(store).id == first
    assert [path.name for path in store.snapshots_folder.iterdir()] == [first]
    assert {path.name for path in store.sources_folder.iterdir()} == sources
