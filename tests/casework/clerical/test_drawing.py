"""A sample is drawn once and kept whole, with its audit entry; its file is for those who may judge it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.casework import clerical
from stronghold.casework.clerical.drawing import as_drawn
from stronghold.casework.models import ClericalPair, ClericalSample
from stronghold.governance.gateway import Gateway
from stronghold.governance.link_quality import draw_pairs
from stronghold.governance.models import AuditEntry
from stronghold.governance.refusals import Refused

OpenAs = Callable[..., Gateway]


def test_what_is_kept_is_what_was_drawn(open_as: OpenAs, made_store: Path) -> None:
    gateway = open_as("wanda", "social_worker", "safeguarding", "council")
    row = clerical.draw(gateway, made_store, size=20, seed=3)
    assert as_drawn(row) == draw_pairs(gateway, made_store, size=20, seed=3)
    assert row.pairs.count() == 2 and row.drawn_by.username == "wanda"
    entry = AuditEntry.objects.filter(action="link sample drawn").get()
    assert (entry.detail["sample"], entry.detail["pairs"]) == (row.pk, 2)


def test_who_may_not_decide_draws_nothing_and_takes_no_file(open_as: OpenAs, made_store: Path, tmp_path: Path) -> None:
    row = clerical.draw(open_as("ann", "analyst", "disruption"), made_store, size=20, seed=1)
    sergeant = open_as("sam", "sergeant", "disruption")
    with pytest.raises(Refused):
        clerical.draw(sergeant, made_store, size=20, seed=1)
    with pytest.raises(Refused):
        clerical.export(sergeant, made_store, row.pk, tmp_path / "sample.csv")
    assert ClericalSample.objects.count() == 1 and not (tmp_path / "sample.csv").exists()


def test_the_file_holds_both_records_and_the_design_holds_nobody(open_as: OpenAs, made_store: Path, tmp_path: Path) -> None:
    gateway = open_as("ann", "analyst", "disruption")
    row = clerical.draw(gateway, made_store, size=20, seed=1)
    assert clerical.export(gateway, made_store, row.pk, tmp_path / "sample.csv") == 1
    assert "PERRY" in (tmp_path / "sample.csv").read_text(encoding="utf-8-sig")
    design = (tmp_path / "sample.design.json").read_text(encoding="utf-8")
    assert json.loads(design)["snapshot"] == row.snapshot and "PERRY" not in design and "police/rms" not in design


def test_a_sample_that_goes_takes_its_pairs_along(open_as: OpenAs, made_store: Path) -> None:
    clerical.draw(open_as("ann", "analyst", "disruption"), made_store, size=20, seed=1).delete()
    assert not ClericalPair.objects.exists()
