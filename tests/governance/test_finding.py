"""Finding: who, which records, how many, page by page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.governance import finding
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry, SubjectPseudonym

AMOS, BETH, HOME = "P-AM000001", "P-BE000001", "A-H0000001"
KEY = "police/rms/meeting/m1"


def test_what_is_found_says_how_much_is_recorded(analyst: Gateway) -> None:
    (found,) = analyst.find("perry").found
    assert (found.entity_id, found.records, found.child, found.handling) == (AMOS, 3, False, ("P",))
    assert found.first_seen is not None and found.last_seen is not None
    assert found.first_seen.isoformat()[:10] == "2024-01-05"


def test_all_are_counted_by_kind_and_those_asked_for_are_paged(analyst: Gateway) -> None:
    everything = analyst.find("police/rms/person/1")
    assert (everything.total, everything.by_kind, everything.complete) == (2, {"person": 1, "address": 1}, True)
    homes = analyst.find("police/rms/person/1", kinds=["address"])
    assert ([f.entity_id for f in homes.found], homes.total, homes.by_kind) == ([HOME], 1, everything.by_kind)
    pages = [[f.entity_id for f in analyst.find(KEY, 1, offset=offset).found] for offset in range(3)]
    assert pages == [[AMOS], [BETH], []]


def test_a_record_is_found_by_its_key_with_all_it_names(analyst: Gateway) -> None:
    findings = analyst.find(KEY)
    (record,) = findings.records
    assert (record.record_key, findings.records_total, len(record.mentions)) == (KEY, 1, 2)
    entry = AuditEntry.objects.latest("sequence")
    assert KEY in {SubjectPseudonym.objects.get(pseudonym=s).subject for s in entry.subjects}
    # With a kind or on a later page, records are not repeated.
    assert analyst.find(KEY, kinds=["person"]).records == analyst.find(KEY, offset=1).records == ()


def test_a_hidden_record_is_not_counted(made_store: Path, account: Callable[..., Account], analyst: Gateway) -> None:
    assert analyst.find("police/covert/meeting/c1").records_total == 0
    account("ash", "police", "analyst", operations=("ash",))
    with open_gateway(made_store, "ash", "disruption") as gateway:
        assert gateway.find("police/covert/meeting/c1").records_total == 1
        assert gateway.find("police/covert/meeting/c1").total == 3


def test_where_more_match_than_are_looked_through_it_says_so(analyst: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "LOOKED_THROUGH", 1)
    findings = analyst.find(KEY)
    assert (findings.complete, findings.total) == (False, 1)
