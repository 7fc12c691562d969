"""A declared group beside the one that was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stronghold.governance.declared_groups import DeclaredGroup, DeclaredLine, NamedPerson, ShownDeclared
from stronghold.governance.declared_view import DeclaredView, declared_view, mention_keys
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account
from tests.governance.conftest import GANG, GROUP

KAY, LEE, MAX, TIA = GANG
AMOS, DAN = "P-AM000001", "P-DA000001"


@pytest.fixture
def gateway(grouped_store: Path, account: Callable[..., Account]) -> Iterator[Gateway]:
    account("ann", "police", "analyst")
    with open_gateway(grouped_store, "ann", "disruption") as opened:
        yield opened


def named(who: str, *, belongs: bool = True, stands: bool = True, entities: tuple[str, ...] | None = None) -> NamedPerson:
    found = (who,) if entities is None else entities
    state = "same" if len(found) == 1 else "split" if found else "gone"
    return NamedPerson(DeclaredLine(1, ("k",), who, belongs, stands), found, state)  # type: ignore[arg-type]


def view(gateway: Gateway, *people: NamedPerson, found_id: str | None = None) -> DeclaredView:
    lines = tuple(each.line for each in people)
    shown = ShownDeclared(DeclaredGroup(1, "Ours", found_id, lines), people)
    return declared_view(gateway._con, gateway._shown().found, shown, "D-1")


def ids(people: object) -> list[str]:
    return [each.entity_id for each in people]  # type: ignore[attr-defined]


def test_who_is_in_both_and_who_only_in_one(gateway: Gateway) -> None:
    told = view(gateway, named(LEE), named(AMOS), named(MAX, belongs=False), named(KAY, stands=False))
    assert (told.found_id, told.shown_as) == (GROUP, "D-1")
    assert [ids(part) for part in (told.in_both, told.only_declared, told.only_found, told.said_not)] == [
        [LEE],
        [AMOS],
        [KAY, TIA],
        [MAX],
    ]
    assert (told.declared_members, told.found_members) == (2, 4)
    assert told.agreement == pytest.approx(2 / 6)
    assert set(told.subjects) == {KAY, LEE, MAX, TIA, AMOS}
    assert [one.label for one in told.in_both] == ["Lee Ganger"] and told.only_found[1].child


def test_the_same_people_agree_wholly_and_strangers_not_at_all(gateway: Gateway) -> None:
    assert view(gateway, *map(named, GANG)).agreement == 1.0
    alone = view(gateway, named(AMOS))
    assert (alone.found_id, alone.agreement, ids(alone.only_declared)) == (None, 0.0, [AMOS])


def test_whoever_fell_apart_or_is_gone_is_shown_and_counted_nowhere(gateway: Gateway) -> None:
    told = view(gateway, named(LEE), named(KAY, entities=(KAY, AMOS)), named("P-GONE0001", entities=()))
    assert ids(told.in_both) == [LEE] and told.only_declared == ()
    assert [ids(each.today) for each in told.people] == [[LEE], [AMOS, KAY], []]


def test_nobody_of_whom_only_hidden_records_tell_has_a_name_here(gateway: Gateway) -> None:
    told = view(gateway, named(DAN))
    assert told.people[0].today == () and told.only_declared == ()


def test_the_keys_of_somebody_are_of_visible_mentions_the_latest_first(gateway: Gateway) -> None:
    keys = mention_keys(gateway._con, KAY)
    assert keys[0].startswith("police/rms/intelligence_report/i") and len(keys) == 4
    assert not any("/sighting/" in key for key in keys), "sensitive"
    assert mention_keys(gateway._con, DAN) == ()
