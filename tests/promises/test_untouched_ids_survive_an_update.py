"""Promise: adding files changes no id that they do not touch; who is taken in leaves an alias, and who grew keeps the id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from stronghold.intake.load import SourceInput
from stronghold.picture.add import add
from stronghold.picture.build import build
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store
from stronghold.town import people_table

ROWS = people_table(900, seed=6).drop_columns(["person", "flat"]).to_pylist()


def entities(snapshot: Snapshot) -> Mapping[str, frozenset[str]]:
    with snapshot.connect() as con:
        rows = con.execute(
            "SELECT entity_id, list(mention_key) FROM entity_member JOIN mention USING (mention_id) GROUP BY entity_id"
        ).fetchall()
    return {identity: frozenset(keys) for identity, keys in rows}


def test_day_after_day(tmp_path: Path, people_file: Callable[..., tuple[Path, object]]) -> None:
    people_file(tmp_path / "in" / "crime.csv", ROWS[:600], list(ROWS[0]))
    store = Store.create(tmp_path / "store")
    before = build(store, tmp_path / "in").snapshot
    for day in range(3):
        path, mapping = people_file(
            tmp_path / "new" / f"day{day}.csv", ROWS[600 + 100 * day : 700 + 100 * day], list(ROWS[0]), "custody"
        )
        report = add(store, [SourceInput(path, path.name, mapping)])  # type: ignore[arg-type]
        assert report.rebuilt is None and report.changes is not None
        old, new = entities(before), entities(report.snapshot)
        with report.snapshot.connect() as con:
            alias = dict(con.execute("SELECT old_id, entity_id FROM entity_alias").fetchall())
        by_members = {members: identity for identity, members in new.items()}
        same = [identity for identity, members in old.items() if members in by_members]
        assert all(by_members[old[identity]] == identity for identity in same)
        assert len(same) == report.changes.untouched + report.changes.confirmed > 100
        # Whoever is not there by that id any more was taken in, and the id says by whom.
        for identity in old.keys() - new.keys():
            assert new[alias[identity]] & old[identity]
        grown = [identity for identity, members in old.items() if any(members < larger for larger in new.values())]
        assert grown and all(identity in new or alias[identity] in new for identity in grown)
        assert report.changes.entities_before == len(old) and report.changes.entities_now == len(new)
        before = report.snapshot
