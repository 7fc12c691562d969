"""What waits for each person to look at: told to the owners of what rests on something that has changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from stronghold.casework.models import Notice, Withdrawal
from stronghold.casework.resting import Resting
from stronghold.governance.models import Account
from stronghold.governance.refusals import NotVisible

__all__ = ["done", "settle", "tell", "waiting_for"]


def tell(cause: Withdrawal | None, resting: Iterable[Resting], why: str) -> int:
    """Tell each owner once of each thing; how many were told. Within the caller's transaction."""
    now = datetime.now(UTC)
    rows = [
        Notice(account_id=owner, noun=one.noun, key=one.key, address=one.address, why=why, cause=cause, at=now)
        for one in resting
        for owner in dict.fromkeys(one.owners)
    ]
    Notice.objects.bulk_create(rows)
    return len(rows)


def settle(cause: Withdrawal) -> None:
    """What the cause asked people to look at is settled: the cause was undone."""
    Notice.objects.filter(cause=cause, done_at=None).update(done_at=datetime.now(UTC))


def waiting_for(account: Account, limit: int = 50) -> tuple[tuple[Notice, ...], int]:
    """What waits for the account, the latest first, at most ``limit``; and how much there is."""
    rows = Notice.objects.select_related("cause").filter(account=account, done_at=None)
    return tuple(rows[:limit]), rows.count()


def done(account: Account, number: int) -> None:
    """The account has looked at it. ``NotVisible`` where nothing of that number waits for the account."""
    if not Notice.objects.filter(pk=number, account=account, done_at=None).update(done_at=datetime.now(UTC)):
        raise NotVisible("Nothing by that number waits for you.", remedy="Look at the list on the first page.")
