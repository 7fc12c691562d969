"""The figures of the guide's real example, and of the table in `standing.md`, are what the data gives."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.plan import Plan, make_plan
from stronghold.network.disruption.replacement import replaced
from stronghold.network.graph import Network
from stronghold.network.measures import measures

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PHASES = range(1, 12)


def table(page: str, heading: str) -> list[list[str]]:
    """The cells of the rows of the page's table whose heading begins so."""
    lines = (GUIDE / page).read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(heading))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def share(value: float) -> str:
    return f"{value:.2f}" if round(value, 2) >= 1 else f"{value:.2f}"[1:]


@pytest.fixture(scope="module")
def layers(shared_data: Path) -> dict[str, Network]:
    with (shared_data / "networks" / "caviar" / "edges.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["layer"] for row in rows}
    return {name: Network.of((row["source"], row["target"]) for row in rows if row["layer"] == name) for name in names}


@pytest.fixture(scope="module")
def phases(layers: dict[str, Network]) -> dict[int, Network]:
    return {number: layers[f"phase{number:02}"] for number in PHASES}


@pytest.fixture(scope="module")
def plans(phases: dict[int, Network]) -> dict[int, Plan]:
    return {number: make_plan(network, 3, seconds=60) for number, network in phases.items()}


@pytest.fixture(scope="module")
def seized(shared_data: Path) -> dict[int, str]:
    with (shared_data / "networks" / "caviar" / "seizures.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["phase"]): f"{int(row['value_usd']):,}" for row in csv.DictReader(file)}


def ties(network: Network) -> set[tuple[str, str]]:
    return {(network.ids[one], network.ids[other]) for one, other in zip(network.left, network.right, strict=True)}


def names(people: Sequence[str]) -> str:
    return ", ".join(sorted(people, key=lambda name: int(name.removeprefix("N"))))


@pytest.mark.real
def test_the_group_before_and_after_each_seizure(phases: dict[int, Network], seized: dict[int, str]) -> None:
    expected = []
    for number, network in phases.items():
        found = measures(network)
        shares = map(share, (found.decentralisation, found.reach, found.connectedness))
        expected.append([str(number), str(found.people), str(found.ties), *shares, seized.get(number, "")])
    assert table("standing.md", "| phase | people | ties | decentralisation") == expected
    for row, (number, network) in zip(expected, phases.items(), strict=True):
        before = phases.get(number - 1)
        stayed = ["", ""]
        if before is not None:
            stayed = [str(len(set(network.ids) & set(before.ids))), str(len(ties(network) & ties(before)))]
        row[3:3] = stayed
    assert table("caviar.md", "| phase | people | ties | people of the phase before") == expected


@pytest.mark.real
def test_a_plan_ages(phases: dict[int, Network], plans: dict[int, Plan]) -> None:
    expected = []
    for number in PHASES:
        assert plans[number].proved
        row = [
            str(number),
            names(plans[number].chosen),
            f"{plans[number].pairs_before:,}",
            f"{plans[number].surviving_pairs:,.0f}",
        ]
        late = without(phases[number], plans[number - 1].chosen).surviving_pairs if number > 1 else None
        expected.append([*row, "" if late is None else f"{late:,}"])
    assert table("caviar.md", "| phase | best three") == expected


@pytest.mark.real
def test_the_whole_network_without_five_people_and_once_they_are_replaced(layers: dict[str, Network]) -> None:
    page = " ".join((GUIDE / "caviar.md").read_text(encoding="utf-8").split())
    full = layers["full"]
    plan = make_plan(full, 5, seconds=60)
    again = replaced(full, plan.chosen)
    assert plan.proved
    told = f"Of {plan.pairs_before:,} pairs who reach each other, {plan.surviving_pairs:,.0f} still do"
    assert told in page and f"{names(plan.chosen)}" in page
    percent = f"{100 * again.after.surviving_pairs / plan.pairs_before:.0f} %"
    assert f"{again.after.surviving_pairs:,} pairs reach each other again, {percent} of those before" in page
    first = {place.out: place.successors[0].person for place in again.replacements}
    assert f"N1 by {first['N1']}, N3 by {first['N3']} and N12 by {first['N12']}" in page
