"""Names for what linking found: entity ids that outlive rebuilds.

A cluster takes the id of the entity of the previous snapshot that it shares most mentions with; a tie goes to the entity, then
the cluster, with the smallest mention key. Each id goes to one cluster and each cluster takes one id, largest overlap first. A
cluster that takes none is born: its id comes from its smallest mention key. An id whose entity was taken in by another becomes
an alias of it, until the two are parted again: then the one that was born by it has it back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container, Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

__all__ = ["LETTERS", "entity_id", "name_entities", "name_touched"]

LETTERS = {"person": "P", "address": "A", "phone": "T", "vehicle": "V", "organisation": "O"}
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8


def entity_id(kind: str, mention_key: str, taken: Container[str] = ()) -> str:
    """The id of an entity born with this smallest mention key: a letter, ``-`` and eight Crockford base 32 characters of its
    SHA-256; where that id is ``taken``, the next characters of the hash, and then of the hash of the hash."""
    return next(identity for identity in _choices(kind, mention_key) if identity not in taken)


def _choices(kind: str, mention_key: str) -> Iterator[str]:
    digest = hashlib.sha256(mention_key.encode()).digest()
    while True:
        bits = int.from_bytes(digest, "big")
        text = "".join(_CROCKFORD[(bits >> shift) & 31] for shift in range(251, -1, -5))
        for start in range(len(text) - _LENGTH + 1):
            yield f"{LETTERS[kind]}-{text[start : start + _LENGTH]}"
        digest = hashlib.sha256(digest).digest()


def name_entities(con: duckdb.DuckDBPyConnection, previous: Path | None) -> None:
    """Writes ``entity``, ``entity_member`` and ``entity_alias`` from ``person_cluster`` and ``thing_cluster``.

    ``previous``: the previous snapshot's ``picture.duckdb``, opened read-only; ``None`` for a first build. Aliases of the
    previous snapshot are carried on, pointed at what their entity is now.
    """
    _read_clusters(con)
    _read_previous(con, previous)
    _name(con, "SELECT entity_id FROM previous_member UNION ALL SELECT old_id FROM previous_alias")
    # In order, so that looking up one entity reads one part of the table and no more.
    con.execute(f"CREATE OR REPLACE TABLE entity_member AS {_MEMBERS} ORDER BY entity_id, mention_id")
    con.execute(f"CREATE OR REPLACE TABLE entity AS {_ENTITIES.format(members='entity_member')} ORDER BY entity_id")
    _write_aliases(con)
    _drop(con, "cluster_id", "overlap")


def name_touched(con: duckdb.DuckDBPyConnection) -> None:
    """Brings ``entity``, ``entity_member`` and ``entity_alias`` up to date with ``person_cluster`` and ``thing_cluster``, which hold
    the touched clusters alone: each is whole, and so is every entity that a mention of one, or of temporary ``gone_mention``, was in.

    Leaves temporary ``cluster_id(kind, cluster, entity_id)``, ``overlap(kind, cluster, entity_id, shared, shared_key)`` with the entities
    of before, ``touched_entity(entity_id, mentions)``: those of before that were touched, and ``moved_mention(mention_id, entity_id,
    before)``: mentions there of another entity than before (null: of none).
    """
    _read_clusters(con)
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE touched_member AS
        SELECT mention_id, entity_id FROM entity_member
        WHERE mention_id IN (SELECT mention_id FROM named_cluster UNION ALL SELECT mention_id FROM gone_mention)
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE touched_entity AS
        SELECT entity_id, mentions FROM entity WHERE entity_id IN (SELECT entity_id FROM touched_member)
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE previous_member AS
        SELECT mention_key, entity_id, kind FROM touched_member JOIN named_cluster USING (mention_id)
        UNION ALL SELECT mention_key, entity_id, kind FROM touched_member JOIN gone_mention USING (mention_id)
        """
    )
    con.execute("CREATE OR REPLACE TEMP TABLE previous_alias AS FROM entity_alias")
    _require_whole(con)
    _name(con, "SELECT entity_id FROM entity UNION ALL SELECT old_id FROM entity_alias")
    con.execute(f"CREATE OR REPLACE TEMP TABLE named_member AS {_MEMBERS}")
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE moved_mention AS
        SELECT n.mention_id, n.entity_id, t.entity_id AS before FROM named_member n LEFT JOIN touched_member t USING (mention_id)
        WHERE n.entity_id IS DISTINCT FROM t.entity_id
        """
    )
    con.execute(
        """
        DELETE FROM entity_member
        WHERE mention_id IN (SELECT mention_id FROM moved_mention UNION ALL SELECT mention_id FROM gone_mention)
        """
    )
    con.execute("INSERT INTO entity_member BY NAME SELECT mention_id, entity_id FROM moved_mention")
    con.execute("DELETE FROM entity WHERE entity_id IN (SELECT entity_id FROM touched_entity)")
    con.execute(f"INSERT INTO entity BY NAME {_ENTITIES.format(members='named_member')}")
    _write_aliases(con)
    _drop(con, "named_member", "touched_member")


_MEMBERS = "SELECT mention_id, entity_id FROM named_cluster JOIN cluster_id USING (kind, cluster)"
_ENTITIES = """
    SELECT entity_id, any_value(m.kind) AS kind, count(*)::BIGINT AS mentions, count(DISTINCT record_id)::BIGINT AS records,
        min(occurred_from) AS first_seen, max(coalesce(occurred_to, occurred_from)) AS last_seen
    FROM {members} JOIN mention m USING (mention_id) LEFT JOIN record USING (record_id)
    GROUP BY entity_id
"""


def _name(con: duckdb.DuckDBPyConnection, known: str) -> None:
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE cluster_born AS
        SELECT kind, cluster, min(mention_key) AS first_key FROM named_cluster GROUP BY kind, cluster
        """
    )
    _carry_over(con)
    _give_births(con, known)


def _drop(con: duckdb.DuckDBPyConnection, *tables: str) -> None:
    for table in ("named_cluster", "cluster_born", "previous_member", "previous_alias", "alias_home", *tables):
        con.execute(f"DROP TABLE {table}")


def _read_clusters(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE named_cluster AS
        SELECT mention_id, mention_key, c.kind, cluster
        FROM (SELECT mention_id, 'person' AS kind, cluster FROM person_cluster
              UNION ALL SELECT mention_id, kind, cluster FROM thing_cluster) c JOIN mention USING (mention_id)
        """
    )


def _require_whole(con: duckdb.DuckDBPyConnection) -> None:
    """An entity of which a part alone is named anew would lose the rest without a word."""
    left_out = con.execute(
        "SELECT (SELECT coalesce(sum(mentions), 0) FROM touched_entity) - (SELECT count(*) FROM touched_member)"
    ).fetchall()[0][0]
    if left_out:
        raise RuntimeError(f"{left_out} mentions of touched entities are in no touched cluster")


class _Taken(Container[str]):
    """The ids that SQL tells of, and those given here; it is asked for each, so that few births cost little."""

    def __init__(self, con: duckdb.DuckDBPyConnection, ids: str) -> None:
        self._con, self._ids = con, ids
        self._taken: set[str] = set()
        self._asked: set[str] = set()

    def foresee(self, ids: Collection[str]) -> None:
        """Ask about many at once."""
        self._con.register("foreseen", pa.table({"entity_id": pa.array(sorted(ids), pa.string())}))
        rows = self._con.execute(f"SELECT DISTINCT entity_id FROM ({self._ids}) SEMI JOIN foreseen USING (entity_id)").fetchall()
        self._con.unregister("foreseen")
        self._asked.update(ids)
        self._taken |= {row[0] for row in rows}

    def add(self, identity: str) -> None:
        self._taken.add(identity)

    def __contains__(self, identity: object) -> bool:
        if identity not in self._taken and identity not in self._asked:
            self.foresee([str(identity)])
        return identity in self._taken


def _read_previous(con: duckdb.DuckDBPyConnection, previous: Path | None) -> None:
    con.execute("CREATE OR REPLACE TEMP TABLE previous_member (mention_key VARCHAR, entity_id VARCHAR, kind VARCHAR)")
    con.execute("CREATE OR REPLACE TEMP TABLE previous_alias (old_id VARCHAR, entity_id VARCHAR, reason VARCHAR)")
    if previous is None:
        return
    path = str(previous).replace("'", "''")
    con.execute(f"ATTACH '{path}' AS previous_picture (READ_ONLY)")
    try:
        con.execute(
            """
            INSERT INTO previous_member
            SELECT mention_key, entity_id, e.kind FROM previous_picture.entity_member
            JOIN previous_picture.mention USING (mention_id) JOIN previous_picture.entity e USING (entity_id)
            """
        )
        con.execute("INSERT INTO previous_alias SELECT old_id, entity_id, reason FROM previous_picture.entity_alias")
    finally:
        con.execute("DETACH previous_picture")


def _carry_over(con: duckdb.DuckDBPyConnection) -> None:
    """Temporary ``overlap`` and ``cluster_id(kind, cluster, entity_id)``. Most clusters and entities meet one another alone."""
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE overlap AS
        SELECT n.kind, cluster, p.entity_id, count(*) AS shared, min(mention_key) AS shared_key
        FROM named_cluster n JOIN previous_member p USING (mention_key, kind)
        GROUP BY n.kind, cluster, p.entity_id
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE cluster_id AS
        SELECT kind, cluster, entity_id FROM overlap
        QUALIFY count(*) OVER (PARTITION BY kind, cluster) = 1 AND count(*) OVER (PARTITION BY entity_id) = 1
        """
    )
    _give_back(con)
    rows = con.execute(
        """
        SELECT o.kind, o.cluster, o.entity_id FROM overlap o ANTI JOIN cluster_id i USING (entity_id)
        ANTI JOIN cluster_id back ON back.kind = o.kind AND back.cluster = o.cluster
        JOIN (SELECT entity_id, min(mention_key) AS entity_key FROM previous_member GROUP BY entity_id) USING (entity_id)
        JOIN cluster_born b ON b.kind = o.kind AND b.cluster = o.cluster
        ORDER BY shared DESC, shared_key, entity_key, first_key
        """
    ).fetchall()
    named: set[tuple[str, int]] = set()
    given: set[str] = set()
    kept: list[tuple[str, int, str]] = []
    for kind, cluster, identity in rows:
        if (kind, cluster) not in named and identity not in given:
            named.add((kind, cluster))
            given.add(identity)
            kept.append((kind, cluster, identity))
    _insert_ids(con, kept)


def _give_back(con: duckdb.DuckDBPyConnection) -> None:
    """Those that a merge had joined and that part again have the ids that they were born by, whatever has been added to either since.

    Of an entity that took others in and is now several clusters, the one with the mention by which a retired id was born has it back,
    unless it is that of the entity itself. Temporary ``alias_home(old_id, kind, cluster)`` says where each such id belongs.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE alias_home (old_id VARCHAR, kind VARCHAR, cluster BIGINT)")
    aliases: dict[str, list[str]] = {}
    for old, identity in con.execute(
        """SELECT old_id, entity_id FROM previous_alias SEMI JOIN (
            SELECT entity_id FROM overlap GROUP BY entity_id HAVING count(*) > 1) USING (entity_id) ORDER BY old_id"""
    ).fetchall():
        aliases.setdefault(identity, []).append(old)
    if not aliases:
        return
    members = con.execute(
        """SELECT p.entity_id, n.kind, n.cluster, n.mention_key FROM previous_member p JOIN named_cluster n USING (mention_key, kind)
        WHERE p.entity_id IN (SELECT unnest($split::VARCHAR[])) ORDER BY n.mention_key""",
        {"split": sorted(aliases)},
    ).fetchall()
    born = {(identity, entity_id(kind, key)): (kind, cluster) for identity, kind, cluster, key in members}
    given: list[tuple[str, int, str]] = []
    homes: list[tuple[str, str, int]] = []
    for identity, olds in sorted(aliases.items()):
        for old in olds:
            home = born.get((identity, old))
            if home is None:
                continue
            homes.append((old, *home))
            if home != born.get((identity, identity)) and home not in {(kind, cluster) for kind, cluster, _ in given}:
                given.append((*home, old))
    _insert_ids(con, given)
    if homes:
        con.executemany("INSERT INTO alias_home VALUES (?, ?, ?)", homes)


def _give_births(con: duckdb.DuckDBPyConnection, known: str) -> None:
    """Ids for the clusters that took none. An id that a merge retired is taken up again by the cluster that was born by it, where
    that is parted from the entity that took it in. ``known``: SQL that gives the ids that are, or were, an entity's.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE birth AS
        SELECT kind, cluster, first_key, {_first_choice_sql()} AS entity_id FROM (
            SELECT *, ('0x' || left(sha256(first_key), 10))::BIGINT AS bits FROM cluster_born ANTI JOIN cluster_id USING (kind, cluster))
        """
    )
    taken = f"{known} UNION ALL SELECT entity_id FROM cluster_id"
    # Nearly all are given the first id of their choice, which nobody else has or wants.
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE plain_birth AS
        FROM (FROM birth QUALIFY count(*) OVER (PARTITION BY entity_id) = 1) ANTI JOIN ({taken}) USING (entity_id)
        """
    )
    con.execute("INSERT INTO cluster_id SELECT kind, cluster, entity_id FROM plain_birth")
    rest = con.execute(
        "SELECT kind, cluster, first_key, entity_id FROM birth ANTI JOIN plain_birth USING (kind, cluster) ORDER BY first_key"
    ).fetchall()
    if rest:
        _insert_ids(con, _chosen(con, rest, _Taken(con, taken)))
    for table in ("birth", "plain_birth"):
        con.execute(f"DROP TABLE {table}")


def _chosen(con: duckdb.DuckDBPyConnection, births: list[tuple[str, int, str, str]], taken: _Taken) -> list[tuple[str, int, str]]:
    """(kind, cluster, id) of births (kind, cluster, smallest key, first choice) whose first choice is another's too."""
    parted = con.execute(
        """SELECT a.old_id, o.cluster FROM previous_alias a JOIN overlap o USING (entity_id)
        ANTI JOIN cluster_id i ON i.kind = o.kind AND i.cluster = o.cluster"""
    ).fetchall()
    retired = {(old, cluster) for old, cluster in parted}
    # A cluster parted from the entity that was born by its key finds its first id taken: ask about the next ones as well.
    taken.foresee({identity for kind, _, key, _ in births for identity in islice(_choices(kind, key), 3)})
    new: list[tuple[str, int, str]] = []
    for kind, cluster, key, first in births:
        identity = first if (first, cluster) in retired or first not in taken else entity_id(kind, key, taken)
        taken.add(identity)
        new.append((kind, cluster, identity))
    return new


def _first_choice_sql() -> str:
    """SQL: the first of :func:`_choices`, of ``kind`` and the first forty ``bits`` of the hash of the smallest key."""
    letter = " ".join(f"WHEN '{kind}' THEN '{letter}'" for kind, letter in LETTERS.items())
    drawn = " || ".join(f"'{_CROCKFORD}'[((bits >> {shift}) & 31) + 1]" for shift in range(35, 35 - 5 * _LENGTH, -5))
    return f"CASE kind {letter} END || '-' || {drawn}"


def _insert_ids(con: duckdb.DuckDBPyConnection, rows: list[tuple[str, int, str]]) -> None:
    if not rows:
        return
    kinds, clusters, ids = zip(*rows, strict=True)
    con.register("new_ids", pa.table({"kind": list(kinds), "cluster": list(clusters), "entity_id": list(ids)}))
    con.execute("INSERT INTO cluster_id SELECT kind, cluster, entity_id FROM new_ids")
    con.unregister("new_ids")


def _write_aliases(con: duckdb.DuckDBPyConnection) -> None:
    """An id that no cluster took leads to the entity that holds most of its mentions; none held, it leads nowhere."""
    con.execute(
        """
        CREATE OR REPLACE TABLE entity_alias AS
        WITH merged AS (
            SELECT o.entity_id AS old_id, i.entity_id FROM overlap o
            ANTI JOIN cluster_id taken ON taken.entity_id = o.entity_id JOIN cluster_id i USING (kind, cluster)
            QUALIFY row_number() OVER (PARTITION BY o.entity_id ORDER BY shared DESC, shared_key) = 1
        )
        SELECT old_id, entity_id, 'merged' AS reason FROM merged
        UNION ALL
        SELECT a.old_id, coalesce(i.entity_id, m.entity_id, a.entity_id), a.reason FROM previous_alias a
        LEFT JOIN (alias_home h JOIN cluster_id i USING (kind, cluster)) ON h.old_id = a.old_id
        LEFT JOIN merged m ON m.old_id = a.entity_id
        WHERE coalesce(i.entity_id, m.entity_id, a.entity_id) IN (SELECT entity_id FROM entity)
            AND a.old_id NOT IN (SELECT entity_id FROM cluster_id)
        """
    )
