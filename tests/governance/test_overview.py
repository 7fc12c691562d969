"""Counts of what an account may see, and the latest of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account
from stronghold.governance.overview import Overview

AddAccount = Callable[..., Account]


def seen_by(store: Path, name: str, purpose: str) -> Overview:
    with open_gateway(store, name, purpose) as gateway:
        return gateway.overview()


def test_it_counts_visible_records_and_the_entities_they_name(analyst: Gateway) -> None:
    view = analyst.overview()
    assert view.entities == {"person": 2, "address": 1}
    assert {kind: count.records for kind, count in view.records.items()} == {"person": 2, "meeting": 1}
    assert {agency: count.records for agency, count in view.agencies.items()} == {"police": 2, "council": 1}
    assert view.records["person"].latest == datetime(2024, 2, 5, tzinfo=UTC)
    assert view.built == datetime(2026, 1, 1, tzinfo=UTC)


def test_the_latest_records_come_first_with_all_they_name(analyst: Gateway) -> None:
    latest = analyst.overview().latest
    assert [r.record_key for r in latest] == ["police/rms/meeting/m1", "council/housing/person/7", "police/rms/person/1"]
    assert [m.label for m in latest[0].mentions] == ["Perry", "Beth Cole"]


def test_each_account_has_its_own_counts(made_store: Path, account: AddAccount) -> None:
    account("ash", "police", "analyst", operations=("ash",))
    account("ann", "police", "analyst")
    account("lead", "council", "council_lead")
    assert seen_by(made_store, "ash", "disruption").records["meeting"].records == 2
    assert seen_by(made_store, "ann", "disruption").records["meeting"].records == 1
    nothing = seen_by(made_store, "lead", "reporting")
    assert (nothing.entities, nothing.records, nothing.agencies, nothing.latest) == ({}, {}, {}, ())
