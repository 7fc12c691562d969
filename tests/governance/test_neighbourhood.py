"""What is around an entity, worked out from visible evidence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry, SubjectPseudonym
from stronghold.governance.neighbourhood import MOST_NODES, Choice, Neighbourhood, neighbourhood_of
from stronghold.intake.loading.schema import create_tables
from stronghold.picture.classes import assign_classes

AddAccount = Callable[..., Account]
AMOS, BETH, DAN, HOME = "P-AM000001", "P-BE000001", "P-DA000001", "A-H0000001"
MERGED_INTO_AMOS = "P-AM0000ZZ"

# left, right, layer, (agency, weight, month of 2024 or 0 for undated) of each record
Tie = tuple[str, str, str, list[tuple[str, float, int]]]


def picture(ties: list[Tie], *, hidden: Collection[str] = ()) -> duckdb.DuckDBPyConnection:
    """A picture of people and addresses alone; records of the agencies in ``hidden`` are not visible."""
    con = duckdb.connect()
    create_tables(con)
    con.execute("CREATE TABLE entity_member (mention_id BIGINT, entity_id VARCHAR)")
    con.execute("CREATE TABLE tie (tie_id BIGINT, entity_l VARCHAR, entity_r VARCHAR, layer VARCHAR)")
    con.execute("CREATE TABLE tie_evidence (tie_id BIGINT, record_id BIGINT, weight DOUBLE)")
    agencies = sorted({agency for *_, records in ties for agency, _, _ in records})
    for number, agency in enumerate(agencies):
        con.execute("INSERT INTO source (source_id, agency, timezone) VALUES (?, ?, 'Europe/London')", [number, agency])
    record_id = mention_id = 0
    for tie_id, (left, right, layer, records) in enumerate(ties):
        con.execute("INSERT INTO tie VALUES (?, ?, ?, ?)", [tie_id, *sorted((left, right)), layer])
        for agency, weight, month in records:
            record_id += 1
            start = f"2024-{month:02d}-10" if month else None
            con.execute(
                "INSERT INTO record (record_id, record_key, kind, source_id, occurred_from, occurred_to)"
                " VALUES (?, ?, 'meeting', ?, ?, ?::TIMESTAMP + INTERVAL 1 DAY)",
                [record_id, f"r{record_id}", agencies.index(agency), start, start],
            )
            con.execute("INSERT INTO tie_evidence VALUES (?, ?, ?)", [tie_id, record_id, weight])
            for end in (left, right):
                mention_id += 1
                kind = "person" if end[0] == "P" else "address"
                con.execute(
                    "INSERT INTO mention (mention_id, record_id, kind, role) VALUES (?, ?, ?, 'attendee')",
                    [mention_id, record_id, kind],
                )
                con.execute("INSERT INTO entity_member VALUES (?, ?)", [mention_id, end])
                column = "forename" if kind == "person" else "street"
                con.execute(f"INSERT INTO {kind} (mention_id, {column}) VALUES (?, ?)", [mention_id, end[2:]])
    assign_classes(con)
    con.execute(
        "CREATE TABLE visible AS SELECT class_id FROM visibility_class WHERE NOT list_contains(?::VARCHAR[], agency)",
        [list(hidden)],
    )
    return con


def once(left: str, right: str, weight: float = 0.5, layer: str = "meeting", month: int = 5) -> Tie:
    return (left, right, layer, [("police", weight, month)])


def around(con: duckdb.DuckDBPyConnection, focus: str = "P-F", **narrowed: object) -> Neighbourhood:
    found = neighbourhood_of(con, focus, **narrowed)  # type: ignore[arg-type]
    assert found is not None
    return found


def ids(found: Neighbourhood) -> list[str]:
    return [node.entity_id for node in found.nodes]


def joined(found: Neighbourhood) -> set[tuple[str, str]]:
    return {(edge.entity_l, edge.entity_r) for edge in found.edges}


def test_the_gateway_shows_who_is_around_by_visible_evidence_alone(analyst: Gateway) -> None:
    found = analyst.neighbourhood(AMOS)
    assert [(n.entity_id, n.kind, n.label, n.distance, n.records) for n in found.nodes] == [
        (AMOS, "person", "Amos Perry", 0, 3),
        (HOME, "address", "14 High Street, Oxford, OX1 4AA", 1, 1),
        (BETH, "person", "Beth Cole", 1, 1),
    ]
    meeting = next(e for e in found.edges if BETH in (e.entity_l, e.entity_r))
    assert (meeting.layers, meeting.records, meeting.agencies) == (("meeting",), 1, 1)


def test_an_edge_of_one_layer_is_as_strong_as_its_tie(made_store: Path, account: AddAccount) -> None:
    account("all", "police", "analyst", "conditional_reader", operations=("ash",))
    with open_gateway(made_store, "all", "disruption") as gateway:
        ties = {t.entity_id: t for t in gateway.show(AMOS).ties}  # type: ignore[union-attr]
        edges = [e for e in gateway.neighbourhood(AMOS).edges if AMOS in (e.entity_l, e.entity_r)]
    assert {e.entity_l if e.entity_r == AMOS else e.entity_r for e in edges} == set(ties) == {BETH, DAN, HOME}
    for edge in edges:
        tie = ties[edge.entity_l if edge.entity_r == AMOS else edge.entity_r]
        assert (edge.strength, edge.records, edge.agencies) == (tie.strength, tie.records, tie.agencies)
        assert (edge.first_seen, edge.last_seen) == (tie.first_seen, tie.last_seen)


def test_everyone_shown_is_in_the_audit_before_and_what_was_asked_for_comes_first(analyst: Gateway) -> None:
    analyst.neighbourhood(MERGED_INTO_AMOS.lower())
    entry = AuditEntry.objects.latest("sequence")
    assert entry.action == "neighbourhood"
    subjects = [SubjectPseudonym.objects.get(pseudonym=s).subject for s in entry.subjects]
    assert subjects[0] == AMOS
    assert set(subjects) == {AMOS, BETH, HOME}


def test_a_merged_id_leads_to_what_it_is_now(analyst: Gateway) -> None:
    found = analyst.neighbourhood(MERGED_INTO_AMOS)
    assert (found.focus, found.redirected_from) == (AMOS, MERGED_INTO_AMOS)
    assert analyst.neighbourhood(AMOS).redirected_from is None


@pytest.mark.parametrize("asked", [DAN, "P-00000000", "nonsense", "police/rms/meeting/m1"])
def test_hidden_and_absent_are_refused_in_the_same_words_and_written_down(analyst: Gateway, asked: str) -> None:
    with pytest.raises(BadInput, match="is visible to 'ann' for the purpose 'disruption'"):
        analyst.neighbourhood(asked)
    assert AuditEntry.objects.latest("sequence").detail["found"] == 0


def test_two_ties_away_is_followed_through_who_is_shown() -> None:
    con = picture([once("P-F", "P-A", 0.9), once("P-F", "P-B", 0.2), once("P-A", "P-C"), once("P-B", "P-D", 0.9)])
    assert ids(around(con)) == ["P-F", "P-A", "P-B"]
    both = around(con, depth=2)
    assert [(n.entity_id, n.distance) for n in both.nodes] == [("P-F", 0), ("P-A", 1), ("P-B", 1), ("P-C", 2), ("P-D", 2)]
    # C by 0.9 x 0.5 comes before D by 0.2 x 0.9; with room for three, D is left out with the tie that leads to it.
    short = around(con, depth=2, limit=3)
    assert ids(short) == ["P-F", "P-A", "P-B", "P-C"]
    assert (short.left_out_nodes, short.left_out_edges) == (1, 1)
    # Only A is shown: B is left out, and D, to whom only B leads, was never found.
    one = around(con, depth=2, limit=1)
    assert (ids(one), one.left_out_nodes, one.left_out_edges) == (["P-F", "P-A"], 2, 2)


def test_ties_between_those_around_are_shown() -> None:
    con = picture([once("P-F", "P-A"), once("P-F", "P-B"), once("P-A", "P-B"), once("P-B", "P-Z")])
    assert joined(around(con)) == {("P-A", "P-F"), ("P-B", "P-F"), ("P-A", "P-B")}


def test_several_layers_are_one_edge_whose_records_count_once() -> None:
    con = picture([("P-F", "P-A", "home", [("police", 0.8, 1)]), ("P-F", "P-A", "call", [("phones", 0.5, 3)])])
    con.execute("INSERT INTO tie_evidence SELECT 1, record_id, 0.3 FROM tie_evidence WHERE tie_id = 0")
    (edge,) = around(con).edges
    assert (edge.layers, edge.records, edge.agencies) == (("call", "home"), 2, 2)
    assert edge.strength == pytest.approx(1 - 0.2 * 0.5)
    assert edge.first_seen is not None and edge.last_seen is not None
    assert (edge.first_seen.month, edge.last_seen.day) == (1, 10)


def test_within_an_agency_each_record_counts_half_of_the_one_before() -> None:
    con = picture([("P-F", "P-A", "home", [("police", 0.4, 1), ("police", 0.8, 2)])])
    assert around(con).edges[0].strength == pytest.approx(1 - 0.2 * 0.8)


def test_hidden_records_add_nothing() -> None:
    ties: list[Tie] = [("P-F", "P-A", "home", [("police", 0.4, 1), ("covert", 0.9, 2)]), once("P-F", "P-B", 0.3)]
    ties.append(("P-B", "P-H", "call", [("covert", 0.9, 2)]))
    found = around(picture(ties, hidden={"covert"}), depth=2)
    assert ids(found) == ["P-F", "P-A", "P-B"]
    assert found.edges[0].strength == pytest.approx(0.4)
    assert found.layers == (Choice("home", 1), Choice("meeting", 1))
    assert neighbourhood_of(picture(ties, hidden={"covert"}), "P-H") is None


def test_layers_and_kinds_narrow_it_and_the_choice_stays_whole() -> None:
    con = picture([once("P-F", "A-H", layer="home"), once("P-F", "P-A"), once("A-H", "P-B", layer="home")])
    whole = (Choice("home", 2), Choice("meeting", 1)), (Choice("address", 1), Choice("person", 2))
    assert ids(around(con, depth=2)) == ["P-F", "A-H", "P-A", "P-B"]
    for narrowed in ({"layers": ["home"]}, {"kinds": ["address", "person"]}):
        found = around(con, depth=2, **narrowed)
        assert (found.layers, found.kinds) == whole
    assert ids(around(con, depth=2, layers=["home"])) == ["P-F", "A-H", "P-B"]
    # The way to B leads through a home.
    assert ids(around(con, depth=2, kinds=["person"])) == ["P-F", "P-A"]
    assert ids(around(con, depth=2, kinds=[])) == ["P-F"]
    assert ids(around(con, layers=["no such layer"])) == ["P-F"]


def test_agencies_and_the_least_strength_narrow_it() -> None:
    con = picture(
        [("P-A", "P-B", "meeting", [("Police", 0.5, 1), ("Housing", 0.5, 1)]), ("P-A", "P-C", "call", [("Police", 0.2, 1)])]
    )
    whole = neighbourhood_of(con, "P-A")
    assert whole is not None and whole.agencies == (Choice("Housing", 1), Choice("Police", 2))
    of_housing = neighbourhood_of(con, "P-A", agencies=["Housing"])
    assert of_housing is not None and [(e.entity_r, e.records, e.strength) for e in of_housing.edges] == [("P-B", 1, 0.5)]
    strong = neighbourhood_of(con, "P-A", least=0.6)
    assert strong is not None and [e.entity_r for e in strong.edges] == ["P-B"]
    assert strong.agencies == whole.agencies, "what could be chosen stays"


def test_a_tie_whose_evidence_weighs_nothing_is_none() -> None:
    found = neighbourhood_of(picture([("P-A", "P-B", "meeting", [("Police", 0.0, 1)])]), "P-A")
    assert found is not None and found.edges == () and len(found.nodes) == 1


def test_days_narrow_the_evidence_and_undated_evidence_is_not_of_any_day() -> None:
    ties = [once("P-F", "P-A", month=2), once("P-F", "P-B", month=6), once("P-F", "P-U", month=0)]
    con = picture(ties)
    assert set(ids(around(con))) == {"P-F", "P-A", "P-B", "P-U"}
    assert ids(around(con, since=date(2024, 3, 1))) == ["P-F", "P-B"]
    assert ids(around(con, until=date(2024, 2, 10))) == ["P-F", "P-A"]
    assert ids(around(con, since=date(2024, 2, 11), until=date(2024, 6, 9))) == ["P-F"]


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ({"depth": 3}, "depth"),
        ({"limit": 0}, "limit"),
        ({"limit": MOST_NODES + 1}, "limit"),
        ({"since": date(2024, 2, 2), "until": date(2024, 2, 1)}, "until"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(asked: dict[str, object], column: str) -> None:
    with pytest.raises(BadInput) as refused:
        around(picture([once("P-F", "P-A")]), **asked)
    assert refused.value.column == column
    assert refused.value.remedy


def test_more_edges_than_can_be_read_are_counted_and_every_node_keeps_its_way_back() -> None:
    people = [f"P-{n:02d}" for n in range(30)]
    ties = [once("P-F", p, 0.1) for p in people]
    ties += [once(a, b, 0.9) for n, a in enumerate(people) for b in people[:n]]
    found = around(picture(ties), limit=30)
    assert len(found.edges) + found.left_out_edges == len(ties)
    assert len(found.edges) == 300
    assert {end for edge in found.edges if "P-F" in (edge.entity_l, edge.entity_r) for end in (edge.entity_l, edge.entity_r)} == {
        "P-F",
        *people,
    }


@pytest.fixture(scope="module")
def wide() -> Iterator[duckdb.DuckDBPyConnection]:
    """A hub with 40 neighbours, each with three of its own."""
    ties = [once("P-F", f"P-{n:02d}", 0.1 + n / 100) for n in range(40)]
    ties += [once(f"P-{n:02d}", f"A-{n:02d}{k}", 0.3 + k / 10) for n in range(40) for k in range(3)]
    with picture(ties) as con:
        yield con


@given(limit=st.integers(1, 200), depth=st.sampled_from([1, 2]))
@settings(max_examples=20)
def test_counts_add_up_and_a_wider_limit_only_adds(wide: duckdb.DuckDBPyConnection, limit: int, depth: int) -> None:
    found, wider = around(wide, depth=depth, limit=limit), around(wide, depth=depth, limit=limit + 1)
    assert len(found.nodes) <= limit + 1
    assert ids(found) == ids(wider)[: len(found.nodes)] or len(ids(found)) == len(ids(wider))
    near = [n for n in found.nodes if n.distance == 1]
    assert len(near) == min(limit, 40)
    found_in_all = 40 + (3 * len(near) if depth == 2 else 0)
    assert len(found.nodes) - 1 + found.left_out_nodes == found_in_all
    assert len(found.edges) + found.left_out_edges == found_in_all
    shown = set(ids(found))
    assert all({e.entity_l, e.entity_r} <= shown for e in found.edges)
