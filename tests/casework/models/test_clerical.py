"""The tables of samples."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from stronghold.casework.models import ClericalPair, ClericalSample
from stronghold.governance.models import Account


def test_a_pair_is_once_in_its_sample(analyst: Account) -> None:
    sample = ClericalSample.objects.create(
        snapshot="S", seed=1, strata=[], terms=[], drawn_by=analyst, drawn_at=datetime.now(UTC), purpose="disruption"
    )
    pair = ClericalPair.objects.create(sample=sample, number=1, stratum=0, left="a", right="b")
    assert str(pair) == f"pair 1 of {sample}" and pair.answer == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        ClericalPair.objects.create(sample=sample, number=1, stratum=0, left="c", right="d")
