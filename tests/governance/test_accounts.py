"""Accounts: adding, listing, closing, each with its audit entry."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password

from stronghold.errors import BadInput
from stronghold.governance import accounts, audit
from stronghold.governance.models import Account, Agency, AuditEntry

pytestmark = pytest.mark.django_db


def test_an_account_is_added_with_its_agency_and_roles() -> None:
    account = accounts.add(
        " ann ", "police", ["Operations sergeant", "analyst", "analyst"], agency_label="Police", operations=["ash"]
    )
    assert (account.username, account.agency.label, account.roles) == ("ann", "Police", ["analyst", "sergeant"])
    assert account.operations == ["ash"]
    assert not account.has_usable_password()
    entry = AuditEntry.objects.get()
    assert entry.action == "account added"
    assert (entry.detail["added"], entry.detail["roles"]) == ("ann", ["analyst", "sergeant"])
    assert entry.detail["operator"]


def test_an_agency_is_added_once() -> None:
    accounts.add("ann", "police", ["analyst"], agency_label="Thames Police")
    accounts.add("bob", "police", ["analyst"], agency_label="Another label")
    assert [a.label for a in Agency.objects.all()] == ["Thames Police"]


def test_the_account_that_does_it_is_named() -> None:
    ann = accounts.add("ann", "police", ["analyst"])
    accounts.add("bob", "police", ["analyst"], by=ann)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.account, entry.agency) == ("ann", "police")
    assert "operator" not in entry.detail


@pytest.mark.parametrize(
    ("name", "agency", "roles", "said"),
    [
        ("taken", "police", ["analyst"], "already an account"),
        ("ann", "police", ["wizard"], "no role 'wizard'"),
        ("ann", "police", [], "needs a role"),
        ("ann", " ", ["analyst"], "belongs to an agency"),
        ("", "police", ["analyst"], "cannot be an account"),
        ("two words", "police", ["analyst"], "cannot be an account"),
        ("n" * 151, "police", ["analyst"], "cannot be an account"),
        ("ann", "p" * 101, ["analyst"], "cannot be an agency"),
    ],
)
def test_what_cannot_be_added_leaves_nothing(name: str, agency: str, roles: list[str], said: str) -> None:
    accounts.add("taken", "council", ["analyst"])
    with pytest.raises(BadInput, match=said):
        accounts.add(name, agency, roles)
    assert [a.username for a in Account.objects.all()] == ["taken"]
    assert [a.name for a in Agency.objects.all()] == ["council"]
    assert AuditEntry.objects.count() == 1


def test_a_closed_account_stays_in_the_list() -> None:
    accounts.add("bob", "police", ["analyst"])
    accounts.add("ann", "police", ["analyst"])
    accounts.deactivate("bob")
    accounts.deactivate("bob")
    assert [(a.username, a.is_active) for a in accounts.all_accounts()] == [("ann", True), ("bob", False)]
    assert [e.action for e in AuditEntry.objects.all()] == ["account added", "account added", "account closed"]
    assert audit.verify().holds


def test_closing_an_unknown_account_says_so() -> None:
    with pytest.raises(BadInput, match="no account 'nobody'"):
        accounts.deactivate("nobody")


def test_an_account_that_cannot_be_audited_is_not_added(monkeypatch: pytest.MonkeyPatch) -> None:
    AuditEntry.objects.create(sequence=1, at="2026-01-01T00:00Z", action="x", previous_hash="", entry_hash="")
    with pytest.raises(BadInput, match="lost its head"):
        accounts.add("ann", "police", ["analyst"])
    assert not Account.objects.exists()


def test_a_password_is_made_printed_nowhere_else_and_audited() -> None:
    accounts.add("ann", "police", ["analyst"])
    made = accounts.make_password(" ann ")
    assert accounts.find("ann").check_password(made)  # type: ignore[union-attr]
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.detail["for"]) == ("password made", "ann")
    assert made not in str(entry.detail)
    again = accounts.make_password("ann")
    assert again != made
    assert not accounts.find("ann").check_password(made)  # type: ignore[union-attr]


def test_a_made_password_is_long_enough_for_the_rules_and_easily_read_out() -> None:
    account = accounts.add("ann", "police", ["analyst"])
    made = accounts.make_password("ann")
    validate_password(made, account)
    assert re.fullmatch(r"[a-z]{6}(-[a-z]{6}){3}", made)
    assert not set(made) & set("lqxcy")


def test_no_password_is_made_for_a_closed_account_or_none() -> None:
    accounts.add("ann", "police", ["analyst"])
    accounts.deactivate("ann")
    with pytest.raises(BadInput, match="is closed"):
        accounts.make_password("ann")
    with pytest.raises(BadInput, match="no account 'bob'"):
        accounts.make_password("bob")
    assert not accounts.find("ann").has_usable_password()  # type: ignore[union-attr]


def test_a_lost_authenticator_is_forgotten_where_that_is_asked_for() -> None:
    ann = accounts.add("ann", "police", ["analyst"])
    bob = accounts.add("bob", "police", ["analyst"])
    for account in (ann, bob):
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    accounts.make_password("ann")
    assert Authenticator.objects.count() == 2
    accounts.make_password("ann", forget_authenticator=True)
    assert [a.user.get_username() for a in Authenticator.objects.all()] == ["bob"]
    assert AuditEntry.objects.latest("sequence").detail["authenticator forgotten"] is True
