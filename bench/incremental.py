"""Five thousand person mentions added to a million: what the update costs, beside a full build of the same, and whether both end the same.

The new rows are spread over the four agencies' lists, each sent in a file of its own. Linking steps are those that say who is who
(people, things, names); the rest is what publishing a snapshot takes.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import duckdb

from bench.rows import Part, Row, measured
from stronghold import engine
from stronghold.intake.readers import Limits
from stronghold.picture.add import add
from stronghold.picture.build import build
from stronghold.picture.manifest import StageCost
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.sources import find_sources
from stronghold.picture.store import Store
from stronghold.town import people_files

SIZE = 1_000_000
_NEW = 5_000
_ADDED, _BUILT = "added", "built in full"
_LINKING = frozenset({"link people", "resolve things", "name entities"})
# What a picture says, told without its own numbers.
_SAME = {
    "records": "SELECT record_key, content_hash, name FROM {0}.record JOIN {0}.source USING (source_id)",
    "nodes": "SELECT mention_key, key FROM {0}.node JOIN {0}.mention USING (mention_id) JOIN node_{0} USING (node_id)",
    "links": """SELECT least(l.key, r.key), greatest(l.key, r.key), match_weight, accepted, found_by FROM {0}.link
        JOIN node_{0} l ON l.node_id = mention_l JOIN node_{0} r ON r.node_id = mention_r""",
    "entities": "FROM {0}.entity",
    "members": "SELECT mention_key, entity_id FROM {0}.entity_member JOIN {0}.mention USING (mention_id)",
    "aliases": "FROM {0}.entity_alias",
    "ties": "SELECT * EXCLUDE (tie_id) FROM {0}.tie",
    "evidence": """SELECT entity_l, entity_r, layer, record_key, weight FROM {0}.tie_evidence JOIN {0}.tie USING (tie_id)
        JOIN {0}.record USING (record_id)""",
}


def prepare(folder: Path, size: int) -> None:
    """The lists without the rows that come later, built; and those rows as files."""
    new = min(_NEW, size // 20)
    lists = people_files(folder, size, seed=7).files
    (folder / "new").mkdir()
    files = sorted(lists.glob("*.csv"))
    for file in files:
        header, *rows = file.read_bytes().splitlines(keepends=True)
        every = len(rows) * len(files) // new
        later = folder / "new" / f"later_{file.name}"
        later.write_bytes(header + b"".join(rows[::every]))
        file.write_bytes(header + b"".join(row for number, row in enumerate(rows) if number % every))
        shutil.copy(file.with_suffix(".mapping.toml"), later.with_suffix(".mapping.toml"))
    build(Store.create(folder / "store"), lists, train="never")
    shutil.copytree(folder / "store", folder / "rebuilt")


def added(folder: Path, size: int) -> list[Row]:
    sources, _ = find_sources(folder / "new", Limits())
    with measured(_ADDED, "whole") as whole:
        report = add(Store.open(folder / "store"), sources)
    assert report.changes is not None, report.rebuilt
    whole.figures = {
        "new mentions of people": report.changes.records_new,
        "entities before": report.changes.entities_before,
        "untouched": report.changes.untouched,
        "new": report.changes.born,
        "grown": report.changes.grown,
        "merged": report.changes.merged,
        "people clustered again": report.linked.touched_people if report.linked else 0,
        "picture MB": round((report.snapshot.path / "picture.duckdb").stat().st_size / 2**20),
    }
    return [*_stages(_ADDED, report.manifest.timings), whole]


def built(folder: Path, size: int) -> list[Row]:
    """The same by a full build that goes on from the same picture, and the comparison of the two."""
    sources, _ = find_sources(folder / "new", Limits())
    with measured(_BUILT, "whole") as whole:
        report = build(Store.open(folder / "rebuilt"), None, adding=sources)
    update = Store.open(folder / "store").current()
    before = Store.open(folder / "store").snapshot(report.manifest.previous or "")
    assert update is not None
    figures = differences(update, report.snapshot) | {"untouched entities with another id": renamed(before, update)}
    return [*_stages(_BUILT, report.manifest.timings), whole, Row(_BUILT, "against the update", figures={**figures})]


def _stages(part: str, costs: tuple[StageCost, ...]) -> list[Row]:
    rows = [Row(part, cost.stage, cost.cpu_seconds, cost.wall_seconds, cost.peak_mb) for cost in costs]
    linking = sum(cost.cpu_seconds for cost in costs if cost.stage in _LINKING)
    return [
        *rows,
        Row(part, "linking steps together", round(linking, 2), figures={"target": "3 CPU s"} if part == _ADDED else {}),
    ]


def _both(one: Snapshot, other: Snapshot) -> duckdb.DuckDBPyConnection:
    con = engine.connect(memory_limit="4GB", temp_dir=one.path.parents[2])
    for name, snapshot in (("a", one), ("b", other)):
        path = str(snapshot.path / "picture.duckdb").replace("'", "''")
        con.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
    return con


def differences(one: Snapshot, other: Snapshot) -> dict[str, float | int | str]:
    """How many rows of each table only one of two pictures has."""
    with closing(_both(one, other)) as con:
        for name in "ab":
            con.execute(
                f"""CREATE TABLE node_{name} AS SELECT node_id, min(mention_key) AS key
                FROM {name}.node JOIN {name}.mention USING (mention_id) GROUP BY node_id"""
            )
        return {
            f"{what} that differ": con.execute(
                "SELECT (SELECT count(*) FROM (({0}) EXCEPT ALL ({1}))) + (SELECT count(*) FROM (({1}) EXCEPT ALL ({0})))".format(
                    query.format("a"), query.format("b")
                )
            ).fetchall()[0][0]
            for what, query in _SAME.items()
        }


def renamed(before: Snapshot, after: Snapshot) -> int:
    """How many entities have the mentions that they had, and another id."""
    with closing(_both(before, after)) as con:
        for name in "ab":
            con.execute(
                f"""CREATE TABLE known_{name} AS
                SELECT entity_id, min(mention_key) AS first, bit_xor(hash(mention_key)) AS mentions, count(*) AS n
                FROM {name}.entity_member JOIN {name}.mention USING (mention_id) GROUP BY entity_id"""
            )
        query = "SELECT count(*) FROM known_a a JOIN known_b b USING (first, mentions, n) WHERE a.entity_id <> b.entity_id"
        return int(con.execute(query).fetchall()[0][0])


PARTS: dict[str, Part] = {_ADDED: added, _BUILT: built}


def conclude(rows: list[Row]) -> list[Row]:
    whole = {row.part: row.cpu_seconds or 0.0 for row in rows if row.stage == "whole"}
    share = whole[_ADDED] / whole[_BUILT] if whole[_BUILT] else 0.0
    return [Row("both", "CPU of the update to a full build", figures={"ratio": round(share, 3)})]
