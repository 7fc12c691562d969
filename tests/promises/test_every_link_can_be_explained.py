"""Promise: every link of a picture is told field by field, in words, and the parts add up to its weight."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stronghold.linking import PersonModel, explain
from stronghold.picture.build import build
from stronghold.picture.snapshot import MODEL_FILE, Snapshot
from stronghold.picture.store import Store
from stronghold.town import people_table


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, people_file: Callable[..., object]) -> Snapshot:
    folder = tmp_path_factory.mktemp("explained")
    rows = people_table(800, seed=6).drop_columns("person").to_pylist()
    people_file(folder / "in" / "people.csv", rows, list(rows[0]))
    return build(Store.create(folder / "store"), folder / "in").snapshot


def test_every_link_and_every_repeat(snapshot: Snapshot) -> None:
    model = PersonModel.from_json((snapshot.path / MODEL_FILE).read_text(encoding="utf-8"))
    with snapshot.connect() as con:
        links = con.execute("SELECT mention_l, mention_r, match_weight, accepted FROM link ORDER BY 1, 2").fetchall()
        assert sum(accepted for *_, accepted in links) > 100
        assert any(not accepted for *_, accepted in links)
        for left, right, weight, accepted in links:
            found = explain(con, model, left, right)
            assert found.accepted == accepted
            assert sum(field.weight for field in found.fields) == pytest.approx(weight, abs=1e-6)
            assert all(field.words for field in found.fields)
        repeats = con.execute(
            "SELECT l.mention_id, r.mention_id FROM node l JOIN node r ON l.node_id = r.node_id AND l.mention_id < r.mention_id"
        ).fetchall()
        assert repeats
        for left, right in repeats:
            found = explain(con, model, left, right)
            assert sum(field.weight for field in found.fields) == pytest.approx(found.total, abs=1e-6)


def test_two_mentions_of_one_entity_always_hang_together_by_explained_links(snapshot: Snapshot) -> None:
    with snapshot.connect() as con:
        members = con.execute("SELECT DISTINCT node_id, entity_id FROM entity_member JOIN node USING (mention_id)").fetchall()
        accepted = con.execute("SELECT mention_l, mention_r FROM link WHERE accepted").fetchall()
    entity: dict[int, set[str]] = {}
    for node, identity in members:
        entity.setdefault(node, set()).add(identity)
    linked = {(node, identity) for pair in accepted for node in pair for identity in entity[pair[0]] & entity[pair[1]]}
    nodes: dict[str, set[int]] = {}
    for node, identity in members:
        nodes.setdefault(identity, set()).add(node)
    several = {(node, identity) for identity, found in nodes.items() if len(found) > 1 for node in found}
    assert len(several) > 100
    assert several <= linked
