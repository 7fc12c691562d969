"""Promise: a group that an analyst declared is as they declared it through every build, whatever is merged, split or gone in it, and
nobody is silently moved in or out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from stronghold.casework import groups
from stronghold.casework.groups import Naming
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account
from stronghold.governance.refusals import NotVisible
from tests.promises.conftest import next_picture

KAY, LEE, MAX, TIA = (f"P-GANG000{n}" for n in range(1, 5))
BAND = NED, OZ, PIP = "P-BAND0001", "P-BAND0002", "P-BAND0003"
AMOS, DAN = "P-AM000001", "P-DA000001"
POLICE, COVERT = 1, 4


def together(mark: str, people: Sequence[str], source: int = POLICE) -> list[Any]:
    """Three arrests of all of them at once, and a report that each deals."""
    arrested = [("arrested", None, "person", who, {"surname": who[2:]}) for who in people]
    arrests = [(source, "arrest", f"{mark}{day}", f"2024-0{day}-11", {"offence": "Affray"}, arrested) for day in (1, 2, 3)]
    dealing = [
        (source, "intelligence_report", f"{mark}{who}", "2024-03-12", {"narrative": "Dealing heroin."},
         [("subject", None, "person", who, {"surname": who[2:]})])
        for who in people
    ]  # fmt: skip
    return [*arrests, *dealing]


@pytest.fixture
def store(grouped_store: Path, tmp_path: Path, account: Callable[..., Account]) -> Path:
    """The store with the gang, and a band that is a group of its own."""
    folder = Path(shutil.copytree(grouped_store, tmp_path / "store"))
    account("ann", "police", "analyst")
    account("wes", "police", "analyst", operations=("ash",))
    next_picture(folder, together("band", BAND))
    return folder


@pytest.fixture
def enter(store: Path) -> Iterator[Callable[..., Gateway]]:
    opened: list[Gateway] = []

    def entered(name: str = "ann") -> Gateway:
        opened.append(open_gateway(store, name, "disruption"))
        return opened[-1]

    yield entered
    for gateway in opened:
        gateway.close()


def members(gateway: Gateway) -> dict[str, set[str]]:
    """Who is in each group that can be seen."""
    return {each.group_id: {one.entity_id for one in gateway.group(each.group_id).people} for each in gateway.groups()}


def states(gateway: Gateway, number: int) -> dict[str, str]:
    """What has become of each who was named."""
    return {line.row.entity_id: line.today.person.state for line in groups.read(gateway, number).people}


def declare(gateway: Gateway, *people: str, never: Sequence[str] = (), found_id: str = "", name: str = "Ours") -> int:
    named = [*(Naming(who, True) for who in people), *(Naming(who, False) for who in never)]
    return int(groups.declare(gateway, name, named, reason="Seen so", found_id=found_id).number)


def test_it_holds_in_every_picture(store: Path, enter: Callable[..., Gateway]) -> None:
    (gang, band) = members(enter())
    number = declare(enter(), KAY, LEE, AMOS, never=[MAX], found_id=gang)
    expected = {gang: {KAY, LEE, AMOS, TIA}, band: set(BAND)}
    assert members(enter()) == expected
    for records in ((), together("more", [KAY, MAX])):
        next_picture(store, records)
        assert members(enter()) == expected
    assert set(states(enter(), number).values()) == {"same"}


def test_two_declared_groups_that_are_found_as_one_stay_two(store: Path, enter: Callable[..., Gateway]) -> None:
    declare(enter(), KAY, LEE, MAX, name="Mill End")
    second = declare(enter(), NED, OZ, name="Bridge")
    next_picture(store, [record for n in "abc" for record in together(n, [KAY, LEE, MAX, TIA, *BAND])])
    now = members(enter())
    assert len(enter().groups_network().nodes) == 2
    mine = next(name for name, who in now.items() if KAY in who)
    assert {KAY, LEE, MAX} <= now[mine] and not {NED, OZ} & now[mine]
    assert now[f"D-{second}"] == {NED, OZ}
    told = {view.row.number: view.beside for view in groups.listed(enter())}
    assert {told[1].found_id, told[second].found_id} == {mine}
    assert (told[1].shown_as, told[second].shown_as) == (mine, f"D-{second}")
    assert {view.group_id: view.label for view in enter().groups()}[f"D-{second}"] == "Bridge"


def test_a_declared_group_whose_people_are_found_apart_or_not_at_all_stays_one(
    store: Path, enter: Callable[..., Gateway]
) -> None:
    number = declare(enter(), KAY, LEE, NED, AMOS)
    (one,) = (who for who in members(enter()).values() if KAY in who)
    assert {KAY, LEE, NED, AMOS} <= one
    apart = [f"police/rms/arrest/g{day}" for day in (1, 2, 3)]
    next_picture(store, gone=[*apart, *(f"police/rms/intelligence_report/i{who}" for who in (LEE, MAX))])
    (one,) = (who for who in members(enter()).values() if KAY in who)
    # Of Lee no record is left: that is told, and nobody takes the place.
    assert {KAY, NED, AMOS} <= one and LEE not in one
    assert states(enter(), number) == {KAY: "same", LEE: "gone", NED: "same", AMOS: "same"}


def test_whoever_is_merged_into_another_is_told_and_the_group_follows_the_records(
    store: Path, enter: Callable[..., Gateway]
) -> None:
    number = declare(enter(), KAY, LEE)
    keys = {row for line in groups.read(enter(), number).people if line.row.entity_id == LEE for row in line.row.keys}
    next_picture(store, moved=dict.fromkeys(keys, AMOS))
    (one,) = (who for who in members(enter()).values() if KAY in who)
    assert AMOS in one and LEE not in one
    assert states(enter(), number) == {KAY: "same", LEE: "moved"}


def test_whoever_fell_apart_belongs_nowhere_until_a_person_says_which(store: Path, enter: Callable[..., Gateway]) -> None:
    number = declare(enter(), KAY, LEE, never=[MAX])
    where = {line.row.entity_id: list(line.row.keys) for line in groups.read(enter(), number).people}
    halves = {**dict.fromkeys(where[LEE][:2], "P-HALF0001"), **dict.fromkeys(where[MAX][:2], "P-HALF0002")}
    next_picture(store, moved=halves)
    assert states(enter(), number) == {KAY: "same", LEE: "split", MAX: "split"}
    in_declared = next(who for name, who in members(enter()).items() if KAY in who)
    # Whoever was said not to belong stays out by each half; the halves of who was said to are left to the evidence.
    assert not {MAX, "P-HALF0002"} & in_declared
    (line,) = (line for line in groups.read(enter(), number).standing if line.row.entity_id == LEE)
    assert {one.entity_id for one in line.today.today} == {LEE, "P-HALF0001"}
    groups.amend(enter(), number, [Naming(LEE, True)], reason="The elder")
    assert LEE in next(who for who in members(enter()).values() if KAY in who)
    assert {line.row.belongs for line in groups.read(enter(), number).standing if line.row.entity_id == LEE} == {True}


def test_what_is_undone_leaves_the_evidence_alone(store: Path, enter: Callable[..., Gateway]) -> None:
    found = members(enter())
    number = declare(enter(), KAY, NED, never=[LEE])
    assert members(enter()) != found
    next_picture(store)
    groups.withdraw(enter(), number, reason="Mistaken")
    assert members(enter()) == found


def test_a_group_of_whom_no_record_is_left_is_hidden_from_whom_it_was_hidden_from(
    store: Path, enter: Callable[..., Gateway]
) -> None:
    number = declare(enter("wes"), KAY, DAN, name="Covert")
    next_picture(store, gone=["police/covert/meeting/c1"])
    assert states(enter("wes"), number)[DAN] == "gone"
    assert groups.listed(enter()) == ()
    with pytest.raises(NotVisible):
        groups.read(enter(), number)
