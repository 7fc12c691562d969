"""Groups as networks: one group's members and ties, and all groups as nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.group_networks import BETWEEN_GROUPS, groups_as_nodes
from stronghold.governance.groups import GroupSummary, Shown
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible
from stronghold.network.groups.surroundings import Link, Surroundings
from tests.governance.conftest import GANG, GROUP


@pytest.fixture
def gateway(grouped_store: Path, account: Callable[..., Account]) -> Iterator[Gateway]:
    account("ann", "police", "analyst")
    with open_gateway(grouped_store, "ann", "disruption") as opened:
        yield opened


def test_the_members_are_its_nodes_and_their_counted_ties_its_edges(gateway: Gateway) -> None:
    found = gateway.group_network(GROUP.lower())
    assert found.focus == GROUP and {node.entity_id for node in found.nodes} == set(GANG)
    assert {node.entity_id for node in found.nodes if node.child} == {GANG[3]}
    assert len(found.edges) == 6 and all(edge.layers == ("co-arrest", "phone") for edge in found.edges)
    # The arrests tie them twice, also by the phone: they are three records all the same, and of one agency.
    assert {(edge.records, edge.agencies) for edge in found.edges} == {(3, 1)}
    assert [(choice.name, choice.number) for choice in found.layers] == [("co-arrest", 6), ("phone", 6)]
    assert AuditEntry.objects.latest("sequence").action == "group network"


def test_it_is_narrowed_to_days_layers_and_strength(gateway: Gateway) -> None:
    within = gateway.group_network(GROUP, since=date(2024, 2, 10), until=date(2024, 2, 10))
    assert {edge.records for edge in within.edges} == {1}
    assert gateway.group_network(GROUP, since=date(2024, 3, 11)).edges == ()
    assert gateway.group_network(GROUP, layers=["sighting"]).edges == ()
    strongest = max(edge.strength for edge in gateway.group_network(GROUP).edges)
    assert gateway.group_network(GROUP, least=strongest + 1e-6).edges == ()
    # Whatever is chosen, the members are there, and so are the choices.
    assert len(within.nodes) == 4 and within.layers == gateway.group_network(GROUP, layers=[]).layers


def test_what_is_hidden_ties_nobody(grouped_store: Path, gateway: Gateway, account: Callable[..., Account]) -> None:
    account("wanda", "council", "social_worker")
    assert not any("sighting" in edge.layers for edge in gateway.group_network(GROUP).edges)
    with open_gateway(grouped_store, "wanda", "safeguarding") as opened:
        assert sum("sighting" in edge.layers for edge in opened.group_network(GROUP).edges) == 1


def test_what_leaves_says_so_in_the_audit_and_has_its_handling_code(gateway: Gateway) -> None:
    drawn = gateway.export_group_network(GROUP)
    assert drawn.title == f"Group active around Mill End ({GROUP})" and "Exported by ann" in drawn.notice
    assert {tie.handling for tie in drawn.ties} == {"P"}
    assert AuditEntry.objects.latest("sequence").action == "group network exported"
    whole = gateway.export_groups_network()
    assert [(thing.label, thing.handling) for thing in whole.things] == [(f"Around Mill End ({GROUP})", "P")]
    assert AuditEntry.objects.latest("sequence").action == "groups network exported"


def test_no_network_of_a_group_that_is_not_there(gateway: Gateway) -> None:
    for read in (gateway.group_network, gateway.export_group_network):
        with pytest.raises(NotVisible, match="G-NOBODY"):
            read("G-NOBODY")


def summary(name: str, label: str, members: int) -> GroupSummary:
    return GroupSummary(name, label, members, 0, 3, 0, None, None, (), 0, ())


def test_all_groups_are_nodes_with_the_ties_between_them() -> None:
    day = datetime(2024, 3, 1)
    link = Link("G-A", "G-B", 2, 5, 0.4, day, day)
    summaries = {"G-A": summary("G-A", "Group active around Mill End", 9), "G-B": summary("G-B", "Bridge people", 4)}
    found = groups_as_nodes(Shown({}, Surroundings((), (), (link,)), summaries, {}, {}))
    assert [(node.entity_id, node.kind, node.label, node.records) for node in found.nodes] == [
        ("G-A", "group", "Around Mill End (G-A)", 9),
        ("G-B", "group", "Bridge people (G-B)", 4),
    ]
    (edge,) = found.edges
    assert (edge.entity_l, edge.entity_r, edge.layers, edge.records, edge.strength) == ("G-A", "G-B", (BETWEEN_GROUPS,), 5, 0.4)
    assert edge.first_seen == day.replace(tzinfo=UTC) and found.focus == "G-A" and found.layers[0].number == 1


def test_no_group_is_no_node() -> None:
    nothing = groups_as_nodes(Shown({}, Surroundings((), (), ()), {}, {}, {}))
    assert (nothing.nodes, nothing.edges, nothing.focus, nothing.layers) == ((), (), "", ())
