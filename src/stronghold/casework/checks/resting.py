"""Checks that rest on a record: the checker was shown it, or it names whom the check is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from stronghold.casework.checks.reading import seen_among
from stronghold.casework.models import ProtectionCheck
from stronghold.casework.resting import Resting
from stronghold.governance.gateway import Gateway

__all__ = ["checks_resting_on", "checks_seen"]


def checks_resting_on(record_key: str) -> Iterator[Resting]:
    """The checks that stand and whose answer may have come from the record."""
    for row in ProtectionCheck.objects.filter(undone_at=None).order_by("number"):
        if record_key in row.looked_at or any(key.startswith(f"{record_key}#") for key in row.keys):
            yield Resting(
                noun="protection check",
                key=str(row.number),
                address=f"/protection/checks/{row.number}/",
                how="Whoever checked whether somebody is to be protected may have looked at the record.",
                owners=(row.by_id,),
            )


def checks_seen(gateway: Gateway, numbers: Collection[str]) -> frozenset[str]:
    """Those of the checks that are about people whom the account may see."""
    rows = ProtectionCheck.objects.filter(number__in=[int(number) for number in numbers])
    return frozenset(str(row.number) for row in seen_among(gateway, list(rows)))
