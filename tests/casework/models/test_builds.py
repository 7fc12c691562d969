"""A build's row."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from stronghold.casework.models import Build
from stronghold.governance import accounts


@pytest.mark.parametrize(("status", "is_open"), [(status, status in ("waiting", "running")) for status in Build.Status.values])
def test_a_build_is_open_until_it_ended(status: str, is_open: bool) -> None:
    assert Build(status=status).is_open is is_open


def test_the_database_holds_one_open_build_and_any_number_of_ended_ones(db: None) -> None:
    ann = accounts.add("ann", "police", ["analyst"])
    for slot in (1, None, None):
        Build.objects.create(asked_by=ann, asked_at=timezone.now(), purpose="data_quality", slot=slot)
    with pytest.raises(IntegrityError), transaction.atomic():
        Build.objects.create(asked_by=ann, asked_at=timezone.now(), purpose="data_quality", slot=1)
    assert [str(build) for build in Build.objects.all()] == [f"build {n}" for n in (3, 2, 1)]
