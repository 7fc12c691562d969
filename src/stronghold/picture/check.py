"""What must be true of a picture before it is served: nothing lost, nothing without its evidence, no key that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from stronghold.errors import BadInput
from stronghold.vocabulary import kinds

__all__ = ["CheckFailed", "FailedCheck", "check_picture", "failed_checks"]


@dataclass(frozen=True)
class FailedCheck:
    """A law that the picture breaks, and how many rows break it."""

    law: str
    rows: int


class CheckFailed(BadInput):
    """The picture that was built breaks its own laws; it is not served."""

    def __init__(self, failed: list[FailedCheck]) -> None:
        self.failed = failed
        told = "; ".join(f"{check.law} ({check.rows:,} not so)" for check in failed)
        super().__init__(
            f"the new picture did not pass its checks and is not served: {told}.",
            remedy="The picture served before is untouched. Please report this with the list above.",
        )


# Each law with a query that counts the rows which break it.
_LAWS: tuple[tuple[str, str], ...] = (
    (
        "rows read are kept or quarantined, per source",
        "SELECT count(*) FROM source WHERE read_rows IS DISTINCT FROM kept_rows + quarantined_rows",
    ),
    (
        "quarantined rows are all in quarantine, per source",
        """SELECT count(*) FROM source s
        LEFT JOIN (SELECT source_id, count(*) AS n FROM quarantine GROUP BY ALL) q USING (source_id)
        WHERE s.quarantined_rows <> coalesce(q.n, 0)""",
    ),
    (
        "kept rows are records, repeats, replaced or withdrawn, per source",
        """SELECT count(*) FROM source s LEFT JOIN (SELECT source_id, count(*) AS n FROM record GROUP BY ALL) r USING (source_id)
        WHERE s.kept_rows <> coalesce(r.n, 0) + s.repeated_rows + s.replaced_rows + s.withdrawn_rows""",
    ),
    ("every record has a source", "SELECT count(*) FROM record ANTI JOIN source USING (source_id)"),
    ("every record has a visibility class", "SELECT count(*) FROM record ANTI JOIN visibility_class USING (class_id)"),
    ("every mention has a record", "SELECT count(*) FROM mention ANTI JOIN record USING (record_id)"),
    (
        "every part belongs to a mention",
        "SELECT count(*) FROM (FROM mention WHERE belongs_to IS NOT NULL) p ANTI JOIN mention m ON m.mention_id = p.belongs_to",
    ),
    (
        # With as many members as mentions and none without, no mention is in two entities and no member is of nothing.
        "every mention is a member of one entity",
        """SELECT (SELECT count(*) FROM mention ANTI JOIN entity_member USING (mention_id))
        + abs((SELECT count(*) FROM entity_member) - (SELECT count(*) FROM mention))""",
    ),
    (
        "every entity has as many members as it says, and every member an entity",
        """SELECT count(*) FROM entity e FULL JOIN (SELECT entity_id, count(*) AS n FROM entity_member GROUP BY ALL) m
        USING (entity_id) WHERE e.mentions IS DISTINCT FROM m.n""",
    ),
    ("no two entities have one id", "SELECT count(*) - count(DISTINCT entity_id) FROM entity"),
    (
        "both ends of a tie are entities, in order",
        """SELECT count(*) FROM tie t
        LEFT JOIN entity l ON l.entity_id = t.entity_l LEFT JOIN entity r ON r.entity_id = t.entity_r
        WHERE l.entity_id IS NULL OR r.entity_id IS NULL OR t.entity_l >= t.entity_r""",
    ),
    (
        "every tie has as many records of evidence as it says, and all evidence a tie",
        """SELECT count(*) FROM tie t FULL JOIN (SELECT tie_id, count(*) AS n FROM tie_evidence GROUP BY ALL) e USING (tie_id)
        WHERE t.records IS DISTINCT FROM e.n""",
    ),
    ("all evidence is a record", "SELECT count(*) FROM tie_evidence ANTI JOIN record USING (record_id)"),
    (
        "a tie's strength is from 0 to below 1",
        "SELECT count(*) FROM tie WHERE strength IS NULL OR NOT strength BETWEEN 0 AND 0.999999",
    ),
)


def check_picture(con: duckdb.DuckDBPyConnection) -> int:
    """Raise :class:`CheckFailed` with every law that is broken; how many laws were checked."""
    if failed := failed_checks(con):
        raise CheckFailed(failed)
    return sum(1 for _ in _laws())


def failed_checks(con: duckdb.DuckDBPyConnection) -> list[FailedCheck]:
    """Every law that the picture in ``con`` breaks."""
    failed = [FailedCheck(law, rows) for law, query in _laws() if (rows := _count(con, query))]
    for table, key in (("record", "record_key"), ("mention", "mention_key")):
        if rows := _repeated(con, table, key):
            failed.append(FailedCheck(f"no two rows of {table} have one {key}", rows))
    return failed


def _laws() -> Iterator[tuple[str, str]]:
    yield from _LAWS
    for kind in kinds().values():
        table, key = f'"{kind.name}"', "record_id" if kind.is_event else "mention_id"
        owner = "record" if kind.is_event else "mention"
        # Counting both and those without tells apart every way to be wrong: a row missing, of nothing, of another kind, or twice.
        yield (
            f"every {owner} of kind {kind.name} has one row of its own",
            f"""SELECT (SELECT count(*) FROM (FROM {owner} WHERE kind = '{kind.name}') o ANTI JOIN {table} USING ({key}))
            + abs((SELECT count(*) FROM {table}) - (SELECT count(*) FROM {owner} WHERE kind = '{kind.name}'))""",  # noqa: S608
        )


def _repeated(con: duckdb.DuckDBPyConnection, table: str, key: str) -> int:
    """How many rows have a key that another has. Hashes first: sorting millions of long texts is only for when they collide."""
    if not _count(con, f"SELECT count(*) - count(DISTINCT hash({key})) FROM {table}"):  # noqa: S608 - constants
        return 0
    return _count(con, f"SELECT count(*) - count(DISTINCT {key}) FROM {table}")  # noqa: S608


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(con.execute(query).fetchall()[0][0])
