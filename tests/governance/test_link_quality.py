"""Samples, figures and training: for whom, of what, and what is written first."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from stronghold import engine
from stronghold.errors import BadInput
from stronghold.governance import link_quality
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.link_quality import (
    draw_pairs,
    draw_sample,
    export_sample,
    figures,
    judged_sample,
    train_model,
    use_shipped_model,
)
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import Refused
from stronghold.linking.clerical import ANSWER, SamplePair
from stronghold.linking.fitting import Fitting
from stronghold.linking.judging import Criterion
from stronghold.linking.model import PersonModel
from stronghold.picture.models import chosen_model
from stronghold.picture.snapshot import PICTURE_FILE
from stronghold.picture.store import Store

LEARNT = PersonModel.by_reason().with_levels({}, origin="data", trained_records=9_000)


@pytest.fixture
def mender(made_store: Path, account: Callable[..., Account]) -> Iterator[Gateway]:
    """The gateway of a police analyst who minds the data."""
    account("mia", "police", "analyst")
    with open_gateway(made_store, "mia", "data_quality") as gateway:
        yield gateway


@pytest.fixture
def own_store(made_store: Path, tmp_path: Path, settings) -> Path:
    """A copy that may be written to."""
    copy = tmp_path / "store"
    shutil.copytree(made_store, copy)
    settings.STRONGHOLD_STORE = None
    return copy


def written() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))


def _fitting(*, worse: bool) -> Fitting:
    criteria = (Criterion("Held-out pairs", "described worse", worse), Criterion("Levels in order", "as they should be", False))
    return Fitting(LEARNT, PersonModel.shipped(), (), criteria, 9_000, 1_000)


def test_a_sample_holds_visible_records_alone_and_each_is_named_in_the_audit(
    analyst: Gateway, made_store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sample.csv"
    # Of the two links one is with a health record that a police analyst may not see for this purpose.
    assert draw_sample(analyst, made_store, path, size=20, seed=1) == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert {row["A mention"], row["B mention"]} == {"police/rms/person/1#subject.1", "council/housing/person/7#subject.1"}
    assert "JAY" not in path.read_text(encoding="utf-8-sig") and "health" not in path.read_text(encoding="utf-8-sig")
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert entry is not None and entry.action == "link sample exported" and entry.detail["pairs"] == 1


def test_the_audit_is_written_before_the_file(
    analyst: Gateway, made_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_quality, "write_sample", lambda *a, **k: pytest.fail("the file was written first"))
    monkeypatch.setattr(link_quality.audit, "append_durably", lambda *a, **k: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        draw_sample(analyst, made_store, tmp_path / "sample.csv", size=20, seed=1)


def test_a_judged_sample_is_read_back(analyst: Gateway, made_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    draw_sample(analyst, made_store, path, size=20, seed=1)
    text = path.read_text(encoding="utf-8-sig").splitlines()
    names = next(csv.reader([text[0]]))
    cells = next(csv.reader([text[1]]))
    cells[names.index(ANSWER)] = "yes"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, cells])
    found = judged_sample(analyst, path)
    assert found.estimate.precision is not None and found.estimate.precision.value == 1.0
    assert written()[-1] == "link sample read"


def test_figures_are_of_what_may_be_seen(analyst: Gateway, made_store: Path) -> None:
    found = figures(analyst, made_store)
    assert found.summary.pairs == 1 and found.drift is None
    feeds = {(each.agency, each.kind): (each.mentions, each.linked) for each in found.summary.feeds}
    assert feeds["police", "person"] == (1, 1) and not any(agency == "health" for agency, _ in feeds)
    assert written()[-1] == "link quality"


def test_what_came_since_is_held_against_what_was_there(analyst: Gateway, own_store: Path) -> None:
    found = figures(analyst, own_store, earlier=analyst.snapshot_id)
    assert found.drift is not None and found.drift.weights.share == 0 and not found.drift.notable
    assert found.drift.came.pairs == 0 and all(share.came is None for share in found.drift.shares)
    earlier = own_store / "snapshots" / "20250101T000000000Z-00000000"
    shutil.copytree(own_store / "snapshots" / analyst.snapshot_id, earlier)
    with engine.connect(earlier / PICTURE_FILE) as con:
        con.execute("DELETE FROM entity_member USING mention m WHERE m.mention_id = entity_member.mention_id AND m.record_id = 1")
        con.execute("UPDATE record SET record_key = 'police/rms/person/0' WHERE record_id = 1")
    found = figures(analyst, own_store, earlier=earlier.name)
    assert found.drift is not None and found.before == earlier.name
    came = {(share.agency, share.column): share for share in found.drift.shares if share.came}
    assert came["police", None].came.value == 1.0 and came["police", "date_of_birth"].came.value == 1.0
    assert {agency for agency, _ in came} == {"police"}  # the record that came is theirs
    # The link is between what came and what was there.
    assert found.drift.came.pairs == 1 and found.summary.pairs == 1


def test_a_sample_kept_elsewhere_is_written_with_the_values_of_today(analyst: Gateway, made_store: Path, tmp_path: Path) -> None:
    drawn = draw_pairs(analyst, made_store, size=20, seed=1)
    assert [(pair.number, pair.left.split("/")[0]) for pair in drawn.pairs] in ([(1, "police")], [(1, "council")])
    assert {term["agency"] for term in drawn.terms} <= {"police", "council"} and drawn.snapshot == analyst.snapshot_id
    lost = SamplePair(2, 0, drawn.pairs[0].left, "police/rms/person/gone#subject.1")
    assert export_sample(analyst, made_store, tmp_path / "s.csv", replace(drawn, pairs=(*drawn.pairs, lost))) == 1
    assert (tmp_path / "s.csv").read_text(encoding="utf-8-sig").count("police/rms") == 1
    assert len(json.loads((tmp_path / "s.design.json").read_text())["pairs"]) == 2


def test_only_those_who_may_build_may_train_and_a_refusal_is_written(analyst: Gateway, made_store: Path) -> None:
    with pytest.raises(Refused, match="may train"):
        train_model(analyst, made_store)
    with pytest.raises(Refused):
        use_shipped_model(analyst, made_store)
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert entry is not None and entry.action == "refused" and entry.detail["act"] == "train"


def test_too_few_records_train_nothing(mender: Gateway, made_store: Path) -> None:
    with pytest.raises(BadInput, match="too few"):
        train_model(mender, made_store)
    assert written()[-1] == "model training"


def test_a_model_that_is_not_worse_is_chosen_and_a_worse_one_is_not(
    mender: Gateway, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(own_store)
    monkeypatch.setattr(link_quality, "fit_model", lambda con, in_use, **k: _fitting(worse=True))
    assert train_model(mender, own_store).reasons_against == ("Held-out pairs: described worse",)
    assert chosen_model(store) is None and written()[-1] == "model refused"
    monkeypatch.setattr(link_quality, "fit_model", lambda con, in_use, **k: _fitting(worse=False))
    train_model(mender, own_store)
    assert chosen_model(store) == LEARNT and written()[-2:] == ["model training", "model chosen"]
    assert use_shipped_model(mender, own_store) is True
    assert chosen_model(store) is None


def test_training_reads_every_record_and_says_nothing_of_any(
    mender: Gateway, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def fit(con, in_use, **_) -> Fitting:
        seen.append(con.execute("SELECT count(*) FROM person").fetchone()[0])
        return _fitting(worse=False)

    monkeypatch.setattr(link_quality, "fit_model", fit)
    train_model(mender, own_store)
    assert seen[0] == 11  # more than a police analyst sees
    entries = json.dumps(list(AuditEntry.objects.values_list("detail", flat=True)), default=str)
    assert "PERRY" not in entries
