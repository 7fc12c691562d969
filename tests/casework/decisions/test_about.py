"""Every decision about an entity's records, for those who may see both of them."""

from __future__ import annotations

from collections.abc import Callable

from stronghold.casework.decisions import Wanted, about, decide, undo
from stronghold.governance.gateway import Gateway
from stronghold.linking.decisions import Judgement

AMOS, AMOS_TOO, BETH = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1", "police/rms/meeting/m1#attendee.2"
ONLY_WANDA = "health/ed/person/h1#subject.1"


def test_standing_and_undone_ones_about_its_records_the_latest_first(
    ann: Gateway, wanda: Gateway, written: Callable[[], list[str]]
) -> None:
    assert about(ann, "P-AM000001") == ()
    decide(ann, [Wanted(Judgement.NOT_SAME, AMOS, BETH)], reason="One")
    decide(wanda, [Wanted(Judgement.SAME, AMOS, ONLY_WANDA)], reason="Two")
    decide(ann, [Wanted(Judgement.SAME, AMOS, AMOS_TOO)], reason="Three")
    undo(ann, 3, reason="Not so")

    def told(gateway: Gateway, entity: str) -> list[tuple[int, str]]:
        return [(view.row.number, view.state) for view in about(gateway, entity)]

    assert told(ann, "P-AM000001") == [(3, "undone"), (1, "waiting")]
    assert told(wanda, "P-AM000001") == [(3, "undone"), (2, "waiting"), (1, "waiting")]
    assert told(ann, "P-BE000001") == [(1, "waiting")] and told(ann, "P-NA000001") == []
    assert written()[-1] == "decisions listed"
