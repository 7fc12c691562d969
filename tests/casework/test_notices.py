"""What waits for a person: told once of each thing, marked by nobody else, settled when its cause is."""

from __future__ import annotations

import pytest

from stronghold.casework import notices
from stronghold.casework.resting import Resting
from stronghold.governance import accounts
from stronghold.governance.models import Account
from stronghold.governance.refusals import NotVisible


def test_each_owner_is_told_once_and_marks_it_alone(analyst: Account) -> None:
    other = accounts.add("bo", "police", ["analyst"])
    resting = Resting("plan", "1", "/plans/1/", "Rests on it.", (analyst.pk, other.pk, analyst.pk))
    assert notices.tell(None, [resting], "A record changed.") == 2
    (mine,), total = notices.waiting_for(analyst)
    assert (mine.noun, mine.key, mine.why, total) == ("plan", "1", "A record changed.", 1)
    with pytest.raises(NotVisible):
        notices.done(other, mine.pk)
    notices.done(analyst, mine.pk)
    assert notices.waiting_for(analyst) == ((), 0) and notices.waiting_for(other)[1] == 1
    with pytest.raises(NotVisible):
        notices.done(analyst, mine.pk)
