"""Two beside each other: what agrees and what differs, told by visible records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible
from stronghold.governance.side_by_side import ENTITY_ID

AMOS, AMOS_TOO = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1"
MEETING, HIDDEN, HOME = "police/rms/meeting/m1#attendee.1", "health/ed/person/h1#subject.1", "police/rms/person/1#subject.1>home"


def verdicts(both: object) -> dict[str, str]:
    return {field.column: field.verdict for field in both.fields}  # type: ignore[attr-defined]


def test_two_entities_field_by_field(analyst: Gateway) -> None:
    both = analyst.side_by_side("P-AM000001", "p-be000001 ")
    assert (both.left.label, both.right.label, both.one_entity, both.left.is_entity) == ("Amos Perry", "Beth Cole", False, True)
    assert verdicts(both) == {"name": "different", "date_of_birth": "left only"}
    assert [fact.value for fact in both.fields[0].right] == ["Beth Cole"]
    # The mention that says most stands for the entity.
    assert (both.left.anchor, both.right.anchor) == (AMOS, "police/rms/meeting/m1#attendee.2")
    assert len(both.records) == 4 and both.handling == ("P",)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.detail["found"]) == ("side by side", 2) and len(entry.subjects) >= 5


def test_two_mentions_of_one_entity_with_the_link_between_them(analyst: Gateway) -> None:
    both = analyst.side_by_side(AMOS, AMOS_TOO)
    assert both.one_entity and verdicts(both) == {"name": "same", "date_of_birth": "left only"}
    assert both.link is not None and both.link.match_weight == 9.5 and both.link.reasons
    assert (both.left.records_visible, both.left.told_by, both.right.told_by) == (1, ("police",), ("council",))


def test_names_that_agree_in_part(analyst: Gateway) -> None:
    assert verdicts(analyst.side_by_side("P-AM000001", MEETING))["name"] == "partly"
    assert verdicts(analyst.side_by_side(MEETING, "P-AM000001"))["date_of_birth"] == "right only"


def test_an_old_id_is_told_as_such(analyst: Gateway) -> None:
    both = analyst.side_by_side("P-AM0000ZZ", "P-BE000001")
    assert (both.left.entity_id, both.left.redirected_from) == ("P-AM000001", "P-AM0000ZZ")


@pytest.mark.parametrize("hidden", [HIDDEN, "P-DA000001", "P-00000000", "nothing#subject.1"])
def test_what_is_hidden_is_compared_with_nothing(analyst: Gateway, hidden: str) -> None:
    for pair in ((AMOS, hidden), (hidden, AMOS)):
        with pytest.raises(NotVisible, match="Nothing by"):
            analyst.side_by_side(*pair)


def test_two_kinds_cannot_be_compared(analyst: Gateway) -> None:
    with pytest.raises(BadInput, match="different kinds: person and home or place"):
        analyst.side_by_side(AMOS, HOME)
    assert analyst.side_by_side(HOME, "A-H0000001").fields[0].verdict == "same"


def test_a_link_is_told_only_where_both_ends_are_visible(
    analyst: Gateway, made_store: Path, account: Callable[..., Account]
) -> None:
    assert analyst.link_between(AMOS, HIDDEN) is None
    account("wes", "health", "social_worker")
    with open_gateway(made_store, "wes", "safeguarding") as gateway:
        link = gateway.link_between(HIDDEN, AMOS)
    assert link is not None and link.match_weight == 4.0


def test_ids_have_one_form() -> None:
    assert ENTITY_ID.fullmatch("P-AM000001") and not ENTITY_ID.fullmatch("police/rms/person/1#subject.1")
