from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest

from stronghold.errors import BadInput
from stronghold.town import make
from stronghold.town.make import made_as, make_town


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    out = tmp_path_factory.mktemp("made") / "town"
    told = []
    return out, make_town(out, people=1_000, seed=3, progress=lambda share, step: told.append((step, share))), told


def all_bytes(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_files_and_truth_and_nothing_else(town):
    out, report, _ = town
    assert {path.name for path in out.iterdir()} == {"files", "truth"}
    assert not [path for path in out.parent.iterdir() if path.name.startswith(".")]
    assert {file.name for file in report.files} == {
        path.name for path in (out / "files").iterdir() if path.suffix not in (".toml", ".geojson")
    }
    assert report.rows == sum(file.rows for file in report.files) > 1_000
    mention = pq.read_table(out / "truth" / "mention.parquet")
    assert mention.num_rows == sum(report.mentions.values())
    assert (out / "truth" / "README.md").read_text(encoding="utf-8").startswith("# The truth")
    assert report.truths["group"] == pq.read_metadata(out / "truth" / "group.parquet").num_rows


def test_progress_goes_from_nothing_to_done(town):
    shares = [share for _, share in town[2]]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.2
    assert shares[-1] == 1.0
    assert any("police_crimes.csv" in step for step, _ in town[2])


def test_the_same_numbers_make_the_same_bytes_in_place_of_the_town_before(town):
    out, _, _ = town
    before = all_bytes(out)
    make_town(out, people=1_000, seed=3)
    assert all_bytes(out) == before


def test_another_seed_makes_another_town(town, tmp_path):
    make_town(tmp_path / "other", people=1_000, seed=4)
    name = "files/police_crimes.csv"
    assert (tmp_path / "other" / name).read_bytes() != (town[0] / name).read_bytes()


@pytest.mark.parametrize(("people", "seed"), [(999, 1), (0, 1), (-5, 1), (10**9, 1), (1_000, -1), (1_000, 2**40)])
def test_numbers_out_of_range_are_refused_and_nothing_is_written(tmp_path, people, seed):
    with pytest.raises(BadInput, match="Give a number from"):
        make_town(tmp_path / "town", people=people, seed=seed)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(BadInput, match=r"thesis\.txt"):
        make_town(tmp_path, people=1_000, seed=3)
    assert all_bytes(tmp_path) == {"thesis.txt": b"years of work"}


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "town").write_text("x", encoding="utf-8")
    with pytest.raises(BadInput, match="not a folder"):
        make_town(tmp_path / "town", people=1_000, seed=3)


def test_a_folder_that_only_looks_like_a_town_is_left_alone(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "README.md").write_text("my own truth", encoding="utf-8")
    with pytest.raises(BadInput, match="not a town made before"):
        make_town(tmp_path, people=1_000, seed=3)
    (tmp_path / "truth" / "README.md").write_text("# The truth of an invented town", encoding="utf-8")
    for said in ("{", "[1]", '{"people": 5}'):
        (tmp_path / "truth" / "town.json").write_text(said, encoding="utf-8")
        with pytest.raises(BadInput, match="not a town made before"):
            make_town(tmp_path, people=1_000, seed=3)


def test_what_someone_added_to_a_town_is_not_lost(town):
    out, _, _ = town
    own = out / "files" / "my list.csv"
    own.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"my list\.csv"):
        make_town(out, people=1_000, seed=3)
    assert own.read_text(encoding="utf-8") == "a,b\n"
    own.unlink()


def test_a_town_that_is_spoilt_while_made_leaves_the_one_before(town, monkeypatch):
    out, _, _ = town
    before = all_bytes(out)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(make, "truth_readme", full)
    with pytest.raises(BadInput, match="No space left"):
        make_town(out, people=1_000, seed=9)
    assert all_bytes(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["town"]


def test_a_town_says_what_it_was_made_of_if_it_is_whole(town, tmp_path):
    out, _, _ = town
    assert made_as(out) == (1_000, 3)
    assert made_as(tmp_path) is made_as(tmp_path / "none") is None
    crimes = out / "files" / "police_crimes.csv"
    crimes.rename(tmp_path / "police_crimes.csv")
    assert made_as(out) is None
    (tmp_path / "police_crimes.csv").rename(crimes)


def test_a_town_in_an_empty_folder(tmp_path):
    made = make_town(tmp_path, people=1_000, seed=3)
    assert made.folder == tmp_path
    assert json.loads((tmp_path / "truth" / "town.json").read_text(encoding="utf-8"))["people"] == 1_000
