"""Files become records: every table of intake, filled in one go.

Rows go by in batches, column by column; each distinct text is cleaned once. One file is one transaction: what cannot be used
leaves nothing behind, and the load goes on. :func:`load_more` puts further files into tables that are filled already.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import duckdb

from stronghold.errors import BadInput
from stronghold.intake.corrections import Correction
from stronghold.intake.loading.files import FileLoad, digest_of
from stronghold.intake.loading.ids import Ids
from stronghold.intake.loading.places import locate_addresses
from stronghold.intake.loading.repeats import ComesBackError, drop_repeats, remove_sources
from stronghold.intake.loading.report import LoadProgress, LoadReport, SourceCounts, SourceInput
from stronghold.intake.loading.schema import create_tables
from stronghold.intake.loading.withdrawn import give_back_grades
from stronghold.intake.readers import Limits
from stronghold.intake.withdrawals import Withdrawal
from stronghold.vocabulary import kinds

__all__ = ["ComesBackError", "LoadProgress", "LoadReport", "SourceCounts", "SourceInput", "load", "load_more"]

_SOURCES = """
    SELECT source_id, name, sha256, read_rows, kept_rows, quarantined_rows, noted_cells, repeated_rows, replaced_rows, withdrawn_rows
    FROM source ORDER BY name, source_id
"""

Progress = Callable[[LoadProgress], None]


def load(
    con: duckdb.DuckDBPyConnection,
    sources: Sequence[SourceInput],
    *,
    corrections: Sequence[Correction] = (),
    withdrawals: Sequence[Withdrawal] = (),
    progress: Progress | None = None,
    limits: Limits | None = None,
    today: date | None = None,
) -> LoadReport:
    """Make the tables of intake in ``con`` (see ``docs/architecture.md``) and fill them from the files.

    Files are taken in the order of their names, whatever order they are given in. A file that cannot be used is refused (see
    ``LoadReport.refused``) and leaves nothing in the tables; a row that cannot be used is quarantined.
    ``corrections`` replace rows of the files they belong to. ``withdrawals`` say which records are left out, and which are kept and
    count for nothing. ``today`` (default: the day in UTC) is what dates of birth and
    two-digit years are judged by.
    """
    create_tables(con)
    with _without_collector():
        run = _Run(con, sources, corrections, progress, limits, today or datetime.now(UTC).date(), Ids())
        report = _load_all(con, run, withdrawals)
    for table in ("gone_record", "gone_mention", *(f"gone_{kind.name}" for kind in kinds().values() if not kind.is_event)):
        con.execute(f"DROP TABLE {table}")
    return report


def load_more(
    con: duckdb.DuckDBPyConnection,
    sources: Sequence[SourceInput],
    *,
    instead: Collection[str] = (),
    corrections: Sequence[Correction] = (),
    withdrawals: Sequence[Withdrawal] = (),
    progress: Progress | None = None,
    limits: Limits | None = None,
    today: date | None = None,
) -> LoadReport:
    """Put further files into the tables of intake that ``con`` holds, which then hold what :func:`load` of all files would have
    made, ids aside: those of what was there stay, those of what is new go on.

    Sources there whose names are in ``instead`` are taken out. :class:`ComesBackError` where a row that stood behind another
    or was withdrawn would be a record again, which only reading its file again can bring. ``withdrawals`` are all that stand now.
    The report is of all sources, as the tables now hold them; the files refused are those of ``sources``. Left for those who
    follow are the temporary ``gone_record``, ``gone_mention``, ``gone_<kind>`` (see :func:`.repeats.drop_repeats`),
    ``new_record(record_id)``, ``new_mention(mention_id, kind)`` and ``regraded_record(record_id)``: those that were there before and are,
    or are no longer, found false.
    """
    ids = Ids.after(con)
    leaving = [n for name, n in con.execute("SELECT name, source_id FROM source").fetchall() if name in instead]
    remove_sources(con, leaving)
    first = replace(ids)
    give_back_grades(con)
    with _without_collector():
        run = _Run(con, sources, corrections, progress, limits, today or datetime.now(UTC).date(), ids)
        report = _load_all(con, run, withdrawals, first_new=first.record)
    con.execute("CREATE OR REPLACE TEMP TABLE new_record AS SELECT record_id FROM record WHERE record_id >= ?", [first.record])
    con.execute(
        "CREATE OR REPLACE TEMP TABLE new_mention AS SELECT mention_id, kind FROM mention WHERE mention_id >= ?", [first.mention]
    )
    for table, key in (("record", "record_id"), ("mention", "mention_id")):
        limit = getattr(first, table)
        con.execute(f"DELETE FROM gone_{table} WHERE {key} >= ?", [limit])  # noqa: S608 - constants
    con.execute(
        """CREATE OR REPLACE TEMP TABLE regraded_record AS
        SELECT record_id FROM (FROM discredited_before UNION ALL SELECT record_id FROM discredited_record)
        WHERE record_id IN (SELECT record_id FROM record WHERE record_id < ?) GROUP BY record_id HAVING count(*) = 1""",
        [first.record],
    )
    con.execute("DROP TABLE discredited_before")
    return report


@contextmanager
def _without_collector() -> Iterator[None]:
    """Python's search for reference cycles costs a seventh of a load: batches are millions of small texts in lists, and no
    cycles. Counting references frees them all the same."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load_all(con: duckdb.DuckDBPyConnection, run: _Run, withdrawals: Sequence[Withdrawal], *, first_new: int = 0) -> LoadReport:
    for number, source in enumerate(run.sources, start=1):
        run.take(number, source)
    con.begin()
    try:
        drop_repeats(con, first_new=first_new, withdrawals=withdrawals)
        unlocated = locate_addresses(con)
        _recount_notes(con)
    except BaseException:
        con.rollback()
        raise
    con.commit()
    return run.report(unlocated)


class _Run:
    """One load: the files one after the other, and what became of each."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        sources: Sequence[SourceInput],
        corrections: Sequence[Correction],
        progress: Progress | None,
        limits: Limits | None,
        today: date,
        ids: Ids,
    ) -> None:
        self.sources = sorted(sources, key=lambda source: (source.name, str(source.path)))
        self._con = con
        self._progress = progress
        self._limits = limits
        self._today = today
        self._corrections = corrections
        self._ids = ids
        self._refused: list[BadInput] = []
        self._sizes = [source.path.stat().st_size if source.path.is_file() else 0 for source in self.sources]

    def take(self, number: int, source: SourceInput) -> None:
        """Load one file, or refuse it and put everything back."""
        before = replace(self._ids)
        rows = 0
        self._con.begin()
        try:
            rows = self._load(number, source).read
        except BadInput as error:
            self._con.rollback()
            self._ids = before
            self._refused.append(_named(error, source))
        except BaseException:
            self._con.rollback()
            raise
        else:
            self._con.commit()
        self._tell(number, source, rows, done=True)

    def report(self, unlocated: int) -> LoadReport:
        """What the load did, with counts taken from the tables."""
        sources = tuple(SourceCounts(*row) for row in self._con.execute(_SOURCES).fetchall())
        digests = {source.sha256 for source in sources}
        return LoadReport(
            sources=sources,
            refused=tuple(self._refused),
            records=_count(self._con, "record"),
            quarantined_rows=_count(self._con, "quarantine"),
            unused_corrections=tuple(c for c in self._corrections if c.source_sha256 not in digests),
            unlocated_postcodes=unlocated,
        )

    def _load(self, number: int, source: SourceInput) -> SourceCounts:
        mapping = source.mapping
        if mapping is None:
            raise source.problem or BadInput(
                "there is no mapping for this file.",
                file=source.name,
                remedy=f"Make one with: stronghold map {source.name} > {source.name}.mapping.toml, and correct it.",
            )
        mapping.require_complete(source.name)
        digest = digest_of(source)
        corrections = {(c.sheet, c.line): c for c in self._corrections if c.source_sha256 == digest}
        file = FileLoad(self._con, source, mapping, self._ids, self._ids.source, corrections, self._today)
        self._ids.source += 1
        return file.run(digest, self._limits, lambda rows: self._tell(number, source, rows))

    def _tell(self, number: int, source: SourceInput, rows: int, *, done: bool = False) -> None:
        if self._progress is not None:
            size = sum(self._sizes) or 1
            share = sum(self._sizes[: number if done else number - 1]) / size
            self._progress(LoadProgress(source.name, number, len(self.sources), rows, share))


def _named(error: BadInput, source: SourceInput) -> BadInput:
    """The error, with the file called as its source is, and not only by the last part of its path."""
    file = source.name if error.file in (None, source.path.name) else error.file
    return BadInput(error.message, file=file, line=error.line, column=error.column, remedy=error.remedy)


def _recount_notes(con: duckdb.DuckDBPyConnection) -> None:
    """Notes of records that were dropped are gone: count those that are left."""
    con.execute(
        """UPDATE source SET noted_cells = (
            SELECT count(*) FROM cell_note JOIN record USING (record_id) WHERE record.source_id = source.source_id
        ) WHERE repeated_rows > 0 OR replaced_rows > 0 OR withdrawn_rows > 0"""
    )


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a table of ours
    return int(row[0]) if row else 0
