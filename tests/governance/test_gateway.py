"""The one door: what it shows, what it withholds, what it writes down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.governance import accounts
from stronghold.governance.answers import EntityView
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry, AuditText, SubjectPseudonym
from stronghold.picture.store import Store

AddAccount = Callable[..., Account]
AMOS, BETH, DAN, NORA = "P-AM000001", "P-BE000001", "P-DA000001", "P-NA000001"
MERGED_INTO_AMOS = "P-AM0000ZZ"


def entity(gateway: Gateway, entity_id: str) -> EntityView:
    view = gateway.show(entity_id)
    assert isinstance(view, EntityView)
    return view


def test_find_tells_entities_by_visible_records(analyst: Gateway) -> None:
    (found,) = analyst.find("perry").found
    assert (found.entity_id, found.kind, found.label) == (AMOS, "person", "Amos Perry")
    assert any("1990-02-01" in text for text in found.matches)


@pytest.mark.parametrize("text", ["perryman", "ghost", "voss", "elizabeth", "nora"])
def test_find_finds_nothing_by_what_only_hidden_records_hold(analyst: Gateway, text: str) -> None:
    findings = analyst.find(text)
    assert (findings.found, findings.total, findings.by_kind, findings.records) == ((), 0, {}, ())


def test_find_writes_what_was_searched_and_who_was_shown(analyst: Gateway) -> None:
    analyst.find("perry", limit=5)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.account, entry.agency, entry.purpose, entry.action) == ("ann", "police", "disruption", "find")
    assert AuditText.objects.get(reference=entry.text).text == "perry"
    assert [SubjectPseudonym.objects.get(pseudonym=s).subject for s in entry.subjects] == [AMOS]
    assert "perry" not in str(entry.detail).lower()


def test_find_keeps_to_its_limit(analyst: Gateway) -> None:
    assert len(analyst.find("14 high").found) == 1
    assert analyst.find("perry", limit=0).found == ()


def test_show_follows_an_alias_and_says_so(analyst: Gateway) -> None:
    view = entity(analyst, MERGED_INTO_AMOS.lower())
    assert (view.entity_id, view.redirected_from) == (AMOS, MERGED_INTO_AMOS)


def test_a_member_of_the_operation_sees_its_records(made_store: Path, account: AddAccount) -> None:
    account("ash", "police", "analyst", operations=("ash",))
    with open_gateway(made_store, "ash", "disruption") as gateway:
        assert [f.label for f in gateway.find("voss").found] == ["Dan Voss"]
        assert {t.entity_id for t in entity(gateway, AMOS).ties if t.layer == "meeting"} == {BETH, DAN}


def test_a_social_worker_sees_the_name_only_a_sensitive_record_holds(made_store: Path, account: AddAccount) -> None:
    account("sue", "council", "social worker")
    with open_gateway(made_store, "sue", "safeguarding") as gateway:
        assert [f.entity_id for f in gateway.find("ghost").found] == [AMOS]
        assert entity(gateway, AMOS).records_visible == 5


def test_hidden_and_absent_are_told_in_the_same_words(analyst: Gateway) -> None:
    def said(key: str) -> str:
        with pytest.raises(BadInput) as refused:
            analyst.show(key)
        entry = AuditEntry.objects.latest("sequence")
        assert AuditText.objects.get(reference=entry.text).text == key
        assert entry.detail["found"] == 0
        return str(refused.value).replace(key, "KEY")

    hidden = [DAN, NORA, "police/covert/meeting/c1", "police/ungraded/person/n1"]
    absent = ["P-00000000", "police/rms/meeting/none", "nonsense", "'; DROP TABLE record; --"]
    assert len({said(key) for key in (*hidden, *absent)}) == 1


def test_show_keeps_its_lists_to_the_limit_and_counts_all(analyst: Gateway) -> None:
    view = analyst.show(AMOS, limit=1)
    assert isinstance(view, EntityView)
    assert (len(view.records), view.records_visible, len(view.ties)) == (1, 3, 1)


@pytest.mark.parametrize(
    ("name", "purpose", "reason", "said"),
    [
        ("nobody", "disruption", "unknown account", "no account 'nobody'"),
        ("gone", "disruption", "closed account", "is closed"),
        ("ann", "curiosity", "unknown purpose", "no purpose 'curiosity'"),
        ("ann", "data_protection", "purpose not permitted", "do not permit the purpose"),
    ],
)
def test_refusals_are_written_too(made_store: Path, account: AddAccount, name: str, purpose: str, reason: str, said: str) -> None:
    account("ann", "police", "analyst")
    account("gone", "police", "analyst")
    accounts.deactivate("gone")
    with pytest.raises(BadInput, match=said):
        open_gateway(made_store, name, purpose)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.detail) == ("refused", {"reason": reason})
    assert entry.account == ("" if name == "nobody" else name)


def test_a_store_without_a_picture_says_so(tmp_path: Path, account: AddAccount) -> None:
    account("ann", "police", "analyst")
    store = Store.create(tmp_path / "store")
    with pytest.raises(BadInput, match="no picture yet"):
        open_gateway(store.path, "ann", "disruption")


def test_another_stores_audit_is_refused(made_store: Path, tmp_path: Path, account: AddAccount, settings: object) -> None:
    account("ann", "police", "analyst")
    settings.STRONGHOLD_STORE = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match="another store's"):
        open_gateway(made_store, "ann", "disruption")
