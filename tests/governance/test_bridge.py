"""The links between visible mentions, and the weakest that they hang on."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import duckdb
import pytest

from stronghold.governance.bridge import Bridge, _heaviest_tree, bridge_of, shown_links


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Visible mentions 1, 2 and 5 of one person, of the nodes 1 (which 2 is alike with) and 5; hidden ones in nodes 7 and 9."""
    with duckdb.connect() as made:
        made.execute("CREATE TABLE own AS SELECT * FROM (VALUES (1, 'a#x'), (2, 'b#x'), (5, 'c#x')) t(mention_id, mention_key)")
        made.execute("ALTER TABLE own ADD COLUMN kind VARCHAR DEFAULT 'person'")
        made.execute("CREATE TABLE node AS SELECT * FROM (VALUES (1, 1), (2, 1), (5, 5), (7, 7), (9, 9)) t(mention_id, node_id)")
        shape = "(mention_l BIGINT, mention_r BIGINT, match_weight DOUBLE, probability DOUBLE, accepted BOOLEAN)"
        for table in ("link", "link_repeat"):
            made.execute(f"CREATE TABLE {table} {shape}")
        yield made


def test_a_link_with_what_is_hidden_is_not_told(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO link VALUES (1, 5, 9, 0.9, true), (1, 7, 3, 0.8, true), (5, 9, 2, 0.8, true)")
    shown = shown_links(con)
    assert shown.mentions == {1: 2, 5: 1}
    assert [(link.key_l, link.key_r, link.match_weight) for link in shown.links] == [("a#x", "c#x", 9.0)]
    assert bridge_of(shown) == (Bridge("a#x", "c#x", 9.0, 2, 1), 1)


def test_a_link_that_was_not_accepted_joins_nothing(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO link VALUES (1, 5, 9, 0.9, false)")
    shown = shown_links(con)
    assert shown.links == () and bridge_of(shown) == (None, 2)


def test_mentions_alike_hang_on_being_alike_unless_a_link_is_weaker(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO link_repeat VALUES (1, 1, 8, 0.9, true), (5, 5, 4, 0.9, true)")
    shown = shown_links(con)  # only one mention of node 5 is visible: it is alike with none
    assert [(link.key_l, link.key_r, link.alike) for link in shown.links] == [("a#x", "b#x", 2)]
    assert bridge_of(shown) == (Bridge("a#x", "b#x", 8.0, 1, 1), 2)
    con.execute("INSERT INTO link VALUES (1, 5, 6, 0.9, true)")
    assert bridge_of(shown_links(con)) == (Bridge("a#x", "c#x", 6.0, 2, 1), 1)


def test_of_nobody_there_are_none(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM own")
    assert bridge_of(shown_links(con)) == (None, 0)


def test_the_tree_is_the_heaviest_and_its_sides_add_up() -> None:
    rng = random.Random(4)
    for _ in range(30):
        nodes = {node: rng.randint(1, 3) for node in range(7)}
        edges = [pair for pair in itertools.combinations(nodes, 2) if rng.random() < 0.4]
        rng.shuffle(edges)  # the heaviest first
        tree, parts = _heaviest_tree(nodes, edges)
        assert parts == len(_components(nodes, edges))
        for place, (left, right) in tree:
            rest = [edges[other] for other, _ in tree if other != place]
            sides = {frozenset(part) for part in _components(nodes, rest)}
            one, other = (next(sum(nodes[n] for n in part) for part in sides if end in part) for end in edges[place])
            assert (left, right) == (one, other)
            # Whatever is heavier does not join the two ends: no way round it is stronger.
            before = _components(nodes, edges[:place])
            assert not any({*edges[place]} <= part for part in before)


def _components(nodes: dict[int, int], edges: list[tuple[int, int]]) -> list[set[int]]:
    parts = [{node} for node in nodes]
    for left, right in edges:
        one, other = (next(part for part in parts if end in part) for end in (left, right))
        if one is not other:
            one |= other
            parts.remove(other)
    return parts
