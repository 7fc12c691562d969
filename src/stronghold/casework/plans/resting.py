"""Plans that rest on a record: it names somebody whom the plan chose, or a tie of the group rests on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from stronghold.casework.models import SavedPlan
from stronghold.casework.plans.reading import seen_among
from stronghold.casework.plans.watching import owners, resting
from stronghold.casework.resting import Resting
from stronghold.governance.gateway import Gateway

__all__ = ["plans_resting_on", "plans_seen"]


def plans_resting_on(record_key: str) -> Iterator[Resting]:
    """The plans that were not withdrawn and rest on the record."""
    plans = SavedPlan.objects.exclude(state=SavedPlan.State.WITHDRAWN).prefetch_related("people", "steps").order_by("number")
    for plan in plans:
        names = any(key.startswith(f"{record_key}#") for person in plan.people.all() for key in person.keys)
        if names or record_key in plan.records:
            how = "names somebody whom the plan chose" if names else "is evidence of a tie in the group that the plan is for"
            yield resting(plan, f"The record {how}.", owners(plan))


def plans_seen(gateway: Gateway, numbers: Collection[str]) -> frozenset[str]:
    """Those of the plans that the account may see."""
    rows = list(SavedPlan.objects.filter(number__in=[int(number) for number in numbers]).prefetch_related("people", "steps"))
    seen = seen_among(gateway, rows)
    return frozenset(str(row.number) for row in rows if row.pk in seen)
