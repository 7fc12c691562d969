"""Linking what is new against what is there: the same nodes, links, clusters and ids as linking all of it again would give.

Works on the tables of a picture that was linked before, into which ``intake.load.load_more`` put further records. The model and
the frequencies stay those of that picture (a full build that goes on from it takes them too), so a pair that was weighed weighs what
it weighed; what is compared is told by ``linking_node`` and ``linking_block``; what is clustered anew is told by ``linking.touched``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb

from stronghold.linking.blocking import BLOCKS, same_hash
from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.decisions import Decision, mark_decided, require_consistent
from stronghold.linking.fields import present_columns
from stronghold.linking.levels import Comparison
from stronghold.linking.model import PersonModel
from stronghold.linking.new_pairs import find_new_candidates
from stronghold.linking.people import form_people, links_sql
from stronghold.linking.placing import look_at, place_mentions
from stronghold.linking.scoring import score_candidates
from stronghold.linking.things.forms import FORM_TABLES
from stronghold.linking.touched import find_touched

__all__ = ["IncrementReport", "can_go_on", "link_more"]

Progress = Callable[[str], None]

_GONE_BY = {
    "linking_node", "linking_hash", "linking_block", "linking_decided", "linking_split", "record_behind", "withdrawn_record", "belonging",
    *FORM_TABLES,
}  # fmt: skip


@dataclass(frozen=True)
class IncrementReport:
    """What an increment did: nodes that are new, that are gone (some of them to be made anew), pairs compared, and the nodes and
    people in everything that these touched."""

    new_nodes: int
    gone_nodes: int
    candidates: int
    touched_nodes: int
    touched_people: int


def can_go_on(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the picture in ``con`` holds what an increment goes by, from the blocks that there are now."""
    tables = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()}
    if not tables >= _GONE_BY or not same_hash(con):
        return False
    rows = con.execute("SELECT name FROM linking_block ORDER BY rowid").fetchall()
    return [row[0] for row in rows] == [block.name for block in BLOCKS]


def link_more(
    con: duckdb.DuckDBPyConnection,
    model: PersonModel,
    *,
    decisions: Sequence[Decision] = (),
    progress: Progress | None = None,
) -> IncrementReport:
    """Brings ``node``, ``link``, ``link_repeat`` and the ``linking_`` tables up to date with temporary ``new_mention`` and
    ``gone_mention``, and writes ``person_cluster(mention_id, cluster)`` of the mentions that this touched. Leaves temporary ``decided``
    and ``decided_before``, of all kinds, for :func:`.touched_things.resolve_touched`.

    ``model`` is the picture's own. ``decisions`` are all that stand now, as for :func:`.people.link_people`.
    """
    say = progress or (lambda _: None)
    require_consistent(decisions)
    mark_decided(con, decisions)
    say("Collapsing exact repeats")
    place_mentions(con)
    comparisons = _align(con, model)
    say("Finding pairs to compare")
    candidates = find_new_candidates(con)
    _add_repeats(con)
    say("Comparing pairs")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE compared_node AS SELECT DISTINCT unnest([node_l, node_r]) AS node_id FROM candidate"
    )
    look_at(con, "compared_node")
    score_candidates(con, comparisons, model)
    _add_links(con, comparisons, model)
    say("Forming people")
    touched = find_touched(con)
    look_at(con, "touched_node", traits=True)
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE touched_link AS FROM link
        WHERE mention_l IN (FROM touched_node) AND mention_r IN (FROM touched_node)
        """
    )
    people = form_people(con, model, "touched_link")
    con.execute(
        """
        DELETE FROM linking_split WHERE mention_l IN (FROM touched_node) OR mention_r IN (FROM touched_node)
            OR mention_l IN (SELECT node_id FROM gone_node) OR mention_r IN (SELECT node_id FROM gone_node)
        """
    )
    con.execute("INSERT INTO linking_split BY NAME FROM split_found")
    con.execute("CREATE OR REPLACE TEMP TABLE decided_before AS FROM linking_decided")
    con.execute("CREATE OR REPLACE TABLE linking_decided AS FROM decided")
    report = IncrementReport(_count(con, "new_node"), _count(con, "gone_node"), candidates, touched, people)
    for table in ("new_node", "gone_node", "changed_node", "changed_link", "compared_node", "touched_node", "touched_link"):
        con.execute(f"DROP TABLE {table}")
    return report


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _align(con: duckdb.DuckDBPyConnection, model: PersonModel) -> tuple[Comparison, ...]:
    """The comparisons that have something to compare now; ``link`` and ``link_repeat`` get a column for each, and lose the others.

    A comparison of which no record said anything before says nothing (-1) of any pair that was weighed before.
    """
    columns = {row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE link)").fetchall()}
    before = {c.name for c in COMPARISONS if f"gamma_{c.name}" in columns}
    now = {c.name for c in model.used(present_columns(con, "node_field"))}
    if _count(con, "gone_node") and before - now:
        # What is gone may have been all that said anything.
        look_at(con, "linking_node")
        now |= {c.name for c in model.used(present_columns(con, "node_field"))}
    else:
        now |= before
    for table in ("link", "link_repeat"):
        for name in sorted(now - before):
            con.execute(f"ALTER TABLE {table} ADD COLUMN gamma_{name} TINYINT DEFAULT -1")
        for name in sorted(before - now):
            con.execute(f"ALTER TABLE {table} DROP COLUMN gamma_{name}")
    return tuple(c for c in COMPARISONS if c.name in now)


def _add_repeats(con: duckdb.DuckDBPyConnection) -> None:
    """Nodes that have come to stand for several mentions are compared with themselves; those that no longer do, are not."""
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE repeat_node AS
        SELECT node_id, count(*) AS mentions FROM node SEMI JOIN (FROM new_node UNION FROM changed_node) USING (node_id) GROUP BY node_id
        """
    )
    con.execute(
        """
        DELETE FROM link_repeat WHERE mention_l IN (SELECT node_id FROM gone_node)
            OR mention_l IN (SELECT node_id FROM repeat_node WHERE mentions = 1)
        """
    )
    con.execute(
        """
        INSERT INTO candidate SELECT node_id, node_id, 0 FROM repeat_node ANTI JOIN link_repeat ON mention_l = node_id
        WHERE mentions > 1
        """
    )
    con.execute("DROP TABLE repeat_node")


def _add_links(con: duckdb.DuckDBPyConnection, comparisons: tuple[Comparison, ...], model: PersonModel) -> None:
    con.execute(f"CREATE OR REPLACE TEMP TABLE new_link AS {links_sql('link', comparisons, model)}")
    con.execute("INSERT INTO link BY NAME FROM new_link")
    con.execute(f"INSERT INTO link_repeat BY NAME {links_sql('link_repeat', comparisons, model)}")
    con.execute("INSERT INTO changed_link SELECT mention_l, mention_r FROM new_link")
    con.execute("DROP TABLE new_link")
