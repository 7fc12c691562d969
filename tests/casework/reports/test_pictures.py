"""Entering, building, amending, withdrawing: what the picture and the reports say of each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from stronghold.casework.reports import Content, amend, enter, file_names, laid_out, listed, read, withdraw
from stronghold.casework.reports.pictures import Pictures
from stronghold.governance.gateway import open_gateway
from stronghold.governance.models import Account
from stronghold.picture import Snapshot
from stronghold.picture.build import build
from stronghold.picture.store import Store

KIND = "intelligence_report"
DISRUPTION = "disruption"
pytestmark = pytest.mark.django_db(transaction=True)


def built(store: Store) -> Snapshot:
    with laid_out(store) as entered:
        return build(store, None, adding=entered, leaving_out=file_names()).snapshot


def entered(account: Account, content: Content, token: str) -> str:
    return enter(account, DISRUPTION, KIND, content, token=token).number


def found(store: Store, account: Account, text: str) -> list[str]:
    with open_gateway(store.path, account.username, DISRUPTION) as gateway:
        return [f.label for f in gateway.find(text).found]


def person(store: Store, account: Account, text: str) -> Any:
    with open_gateway(store.path, account.username, DISRUPTION) as gateway:
        (one,) = [f for f in gateway.find(text).found if f.entity_id.startswith("P-")]
        return gateway.show(one.entity_id)


def test_from_entering_to_the_picture_and_out_of_it_again(ann: Account, full: Content, store: Store) -> None:
    number, other = entered(ann, full, "1"), entered(ann, replace(full, people=(), narrative="Another."), "2")
    assert read(ann, DISRUPTION, number, store=store).state == "waiting"
    first = built(store)

    view = read(ann, DISRUPTION, number, store=store)
    assert (view.state, view.since) == ("in picture", datetime.fromisoformat(first.manifest.created))
    assert "Thomas Brown" in found(store, ann, "Brown")
    assert "+447700900123" in found(store, ann, "07700 900123")
    brown = person(store, ann, "Brown")
    layers = {tie.layer for tie in brown.ties}
    assert {"home", "intelligence", "reported risk", "intelligence place", "vehicle", "phone", "organisation"} <= layers
    (record,) = brown.records
    assert record.record_key == view.record_key
    assert (record.source_grade, record.information_grade, record.handling) == ("2", "B", "C")
    assert "Flat 2, 14 Marsh Lane, Harbourton" in found(store, ann, "14 Marsh Lane")

    amend(
        ann, DISRUPTION, number, replace(full, people=(replace(full.people[0], name="Thomas Browning"),)), reason="Name", seen=1
    )
    assert read(ann, DISRUPTION, number, store=store).state == "waiting"
    assert read(ann, DISRUPTION, other, store=store).state == "in picture"
    built(store)
    assert "Thomas Browning" in found(store, ann, "Browning")
    assert "Leo Marsh" not in found(store, ann, "Leo Marsh")
    assert read(ann, DISRUPTION, number, store=store).state == "in picture"
    assert read(ann, DISRUPTION, other, store=store).since == view.since

    withdraw(ann, DISRUPTION, number, reason="Wrong man")
    assert read(ann, DISRUPTION, number, store=store).state == "leaving"
    assert "Thomas Browning" not in found(store, ann, "Browning")  # at once
    built(store)
    assert "Thomas Browning" not in found(store, ann, "Browning")
    assert read(ann, DISRUPTION, number, store=store).state == "withdrawn"

    store.roll_back(first.id)
    assert "Thomas Brown" not in found(store, ann, "Brown")
    assert read(ann, DISRUPTION, number, store=store).state == "leaving"
    assert read(ann, DISRUPTION, other, store=store).state == "in picture"


def test_the_last_report_of_a_file_can_be_withdrawn_or_moved(
    account: Callable[..., Account], full: Content, store: Store, tmp_path: Path
) -> None:
    mo = account("mo", operations=("ash",))
    kept, number = entered(mo, replace(full, people=()), "1"), entered(mo, replace(full, operation="ash"), "2")
    assert len(built(store).manifest.inputs) == 2
    amend(mo, DISRUPTION, number, full, reason="Opened", seen=1)
    names = [source.name for source in built(store).manifest.inputs]
    assert names == ["entered-reports-police.jsonl"]
    assert {line.number: line.state for line in listed(mo, DISRUPTION, store=store).lines} == dict.fromkeys(
        [kept, number], "in picture"
    )
    assert listed(mo, DISRUPTION, store=store, state="in picture").found == 2
    assert listed(mo, DISRUPTION, store=store, state="waiting").found == 0


def test_a_store_without_a_picture_has_none_of_them(store: Store) -> None:
    for pictures in (Pictures(None), Pictures(store)):
        assert pictures.served("police", ["", "ash"]) == {}
        assert pictures.since("police", "", 1) is None
