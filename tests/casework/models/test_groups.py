"""Declared groups keep their number, and whom they name goes with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from stronghold.casework.models import DeclaredGroup, DeclaredPerson
from stronghold.governance import accounts
from stronghold.governance.models import Account


@pytest.fixture
def ann(db: None) -> Account:
    return accounts.add("ann", "police", ["analyst"])


@pytest.fixture
def group(ann: Account) -> Callable[..., DeclaredGroup]:
    def made(number: int) -> DeclaredGroup:
        return DeclaredGroup.objects.create(
            number=number, name="Ours", reason="Seen", by=ann, at=datetime.now(UTC), purpose="disruption"
        )

    return made


def test_a_number_is_given_once(group: Callable[..., DeclaredGroup]) -> None:
    group(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        group(1)


def test_a_group_that_names_somebody_cannot_be_deleted(group: Callable[..., DeclaredGroup], ann: Account) -> None:
    row = group(1)
    DeclaredPerson.objects.create(
        number=1,
        group=row,
        belongs=True,
        keys=["a#subject.1"],
        terms=[],
        entity_id="P-1",
        reason="Seen",
        by=ann,
        at=row.at,
        purpose="disruption",
    )
    with pytest.raises(ProtectedError):
        row.delete()
    assert row.stands and str(row) == "declared group 1" and str(row.people.get()).startswith("person 1 of declared group")
