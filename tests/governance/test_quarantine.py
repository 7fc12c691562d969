"""Quarantined rows: who sees them, and their way out and back."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible
from stronghold.intake.corrections import load_corrections
from stronghold.intake.quarantine import row_mark

AddAccount = Callable[..., Account]


def test_quarantine_shows_rows_of_the_own_agency(analyst: Gateway) -> None:
    (row,) = list(analyst.quarantine())
    assert (row.file, row.line, row.column, row.reason) == ("rms.csv", 9, "date_of_birth", "not a date")
    assert row.raw["born"] == "31/02/1990"
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.detail["rows"]) == ("quarantine", 1)


def test_quarantined_rows_of_others_need_the_clearance(made_store: Path, account: AddAccount) -> None:
    account("con", "police", "analyst", "conditional_reader")
    with open_gateway(made_store, "con", "disruption") as gateway:
        assert [r.file for r in gateway.quarantine()] == ["rms.csv", "housing.csv"]


def test_the_export_of_quarantine_runs_no_formula(made_store: Path, account: AddAccount, tmp_path: Path) -> None:
    account("con", "police", "analyst", "conditional_reader")
    with open_gateway(made_store, "con", "disruption") as gateway:
        assert gateway.export_quarantine(tmp_path / "rows.csv") == 2
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["file"], r["line"]) for r in rows] == [("rms.csv", "9"), ("housing.csv", "3")]
    assert rows[1]["tenant"] == "Someone, of here"
    assert not rows[0]["name"].startswith("=")
    assert "cmd|" in rows[0]["name"]


@pytest.fixture
def own_store(made_store: Path, tmp_path: Path) -> Path:
    """A store that a test may write to."""
    shutil.copytree(made_store, tmp_path / "store")
    return tmp_path / "store"


def test_a_corrected_export_is_kept_for_the_next_build(own_store: Path, account: AddAccount, tmp_path: Path) -> None:
    account("ann", "police", "analyst")
    path = tmp_path / "rows.csv"
    kept = own_store / "corrections"
    with open_gateway(own_store, "ann", "data_quality") as gateway:
        gateway.export_quarantine(path)
        assert gateway.correct_quarantine(path) == (0, [])
        assert list(kept.iterdir()) == []
        for born in ("01/03/1990", "02/03/1990"):
            path.write_text(re.sub(r"\d\d/0[23]/1990", born, path.read_text(encoding="utf-8")), encoding="utf-8")
            assert gateway.correct_quarantine(path) == (1, [])
    # The later one is the last in the order in which a build reads them.
    (first,), (second,) = (load_corrections(file) for file in sorted(kept.iterdir()))
    assert (first.line, first.raw["born"], second.raw["born"]) == (9, "01/03/1990", "02/03/1990")
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.detail["accepted"]) == ("quarantine corrected", 1)


def test_rows_of_others_cannot_be_corrected(own_store: Path, account: AddAccount, tmp_path: Path) -> None:
    account("con", "police", "analyst", "conditional_reader")
    account("ann", "police", "analyst")
    path = tmp_path / "rows.csv"
    with open_gateway(own_store, "con", "disruption") as gateway:
        gateway.export_quarantine(path)
    path.write_text(path.read_text(encoding="utf-8").replace("of here", "of there"), encoding="utf-8")
    with open_gateway(own_store, "ann", "disruption") as gateway:
        accepted, (problem,) = gateway.correct_quarantine(path)
    assert accepted == 0
    assert "no quarantined row is marked" in problem.message
    assert list((own_store / "corrections").iterdir()) == []


def test_a_page_of_rows_is_narrowed_and_counted(made_store: Path, account: AddAccount) -> None:
    account("con", "police", "analyst", "conditional_reader")
    with open_gateway(made_store, "con", "disruption") as gateway:
        page = gateway.quarantine_page(limit=1)
        assert ([row.file for row in page.rows], page.found) == (["rms.csv"], 2)
        assert [row.file for row in gateway.quarantine_page(offset=1, limit=1).rows] == ["housing.csv"]
        narrowed = gateway.quarantine_page(file="rms.csv")
        assert (narrowed.found, narrowed.files, narrowed.reasons) == (
            1,
            (("housing.csv", 1), ("rms.csv", 1)),
            (("not a date", 1),),
        )
        assert gateway.quarantine_page(file="rms.csv", reason="too many cells").found == 0


def test_one_row_is_shown_to_who_may_see_it(analyst: Gateway) -> None:
    (row,) = analyst.quarantine_page().rows
    view = analyst.quarantined_row(row.mark)
    assert (view.row, view.cells, view.waiting) == (row, row.raw, None)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.detail["row"]) == ("quarantined row", row.mark)
    hidden = row_mark(hashlib.sha256(b"housing").hexdigest(), "Sheet1", 3)
    for mark in (hidden, "row-000000000000-1", "", "row-x-1", f"{row.mark}-Sheet1"):
        with pytest.raises(NotVisible):
            analyst.quarantined_row(mark)


def test_a_corrected_row_waits_for_the_next_build(own_store: Path, account: AddAccount) -> None:
    account("ann", "police", "analyst")
    with open_gateway(own_store, "ann", "data_quality") as gateway:
        (row,) = gateway.quarantine_page().rows
        with pytest.raises(BadInput, match="No cell of the row was changed"):
            gateway.correct_row(row.mark, row.raw)
        gateway.correct_row(row.mark, {"born": "28/02/1990", "name": row.raw["name"]})
    with open_gateway(own_store, "ann", "data_quality") as gateway:
        assert gateway.waiting_corrections() == 1
        assert gateway.quarantine_page().waiting == {row.mark}
        waiting = gateway.quarantined_row(row.mark).waiting
        assert waiting is not None
        assert waiting.raw == {"name": row.raw["name"], "born": "28/02/1990"}
        gateway.correct_row(row.mark, {"born": "27/02/1990"})
    account("cat", "council", "analyst")
    with open_gateway(own_store, "ann", "data_quality") as gateway:
        assert gateway.waiting_corrections() == 1  # two corrections, one row
        again = gateway.quarantined_row(row.mark).waiting
        assert again is not None and again.raw["born"] == "27/02/1990"
    with open_gateway(own_store, "cat", "data_quality") as gateway:
        assert gateway.waiting_corrections() == 0
