"""What rests on a record is told to whoever declared it, and to nobody who may not see the group."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stronghold.casework import groups
from stronghold.casework.groups import Naming
from stronghold.casework.groups.handing_over import groups_resting_on, groups_seen
from stronghold.governance.gateway import open_gateway
from stronghold.governance.models import Account

LEE = "P-GANG0002"


def test_a_record_that_names_somebody_in_it_leads_to_the_group(grouped_store: Path, account: Callable[..., Account]) -> None:
    ann = account("ann", "police", "analyst")
    account("dev", "council", "data_protection_officer")
    with open_gateway(grouped_store, "ann", "disruption") as gateway:
        row = groups.declare(gateway, "Ours", [Naming(LEE, True)], reason="Seen so")
    (resting,) = groups_resting_on("police/rms/arrest/g1")
    assert (resting.key, resting.owners) == (str(row.number), (ann.pk,))
    assert list(groups_resting_on("police/rms/arrest/g")) == []
    with open_gateway(grouped_store, "ann", "disruption") as gateway:
        assert groups_seen(gateway, ["1", "9"]) == {"1"}
    with open_gateway(grouped_store, "dev", "data_protection") as gateway:
        assert groups_seen(gateway, ["1"]) == frozenset()
