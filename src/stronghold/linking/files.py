"""Linking alone: one or more person files become a list of which rows are the same person. Nothing is stored."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from stronghold.engine import DUCKDB, Engine, connect
from stronghold.errors import BadInput
from stronghold.intake.export import write_table
from stronghold.intake.load import LoadReport, SourceInput, load
from stronghold.intake.mapping import Mapping
from stronghold.intake.quarantine import export as export_quarantine
from stronghold.intake.readers import open_source
from stronghold.linking.decisions import Decision
from stronghold.linking.evaluation import Evaluation, evaluate
from stronghold.linking.fitting import Fitting, fit_model
from stronghold.linking.identity import name_entities
from stronghold.linking.model import PersonModel
from stronghold.linking.pairs import pair_work
from stronghold.linking.people import LinkReport, Train, link_people
from stronghold.linking.things import no_things

__all__ = ["FileLinking", "fit_files", "link_files"]

Progress = Callable[[str], None]

_ENTITIES = """
    SELECT split_part(r.record_key, '/' || r.kind || '/', 2) AS record_id, em.entity_id, s.name AS file, r.sheet, r.line,
        replace(m.role, '_', ' ') AS role, p.forename, p.middle_names, p.surname, p.date_of_birth,
        count(*) OVER (PARTITION BY em.entity_id) AS mentions_of_entity
    FROM mention m JOIN entity_member em USING (mention_id) JOIN person p USING (mention_id)
    JOIN record r USING (record_id) JOIN source s USING (source_id)
    ORDER BY r.record_id, m.mention_id
"""


@dataclass(frozen=True)
class FileLinking:
    """What linking files gave. ``cpu_seconds`` and ``peak_mb`` (MB = 2^20 bytes) are of this process, reading and writing
    included; what Spark's processes use is not in them.

    ``notes`` say how a file had to be read, and which columns hold something else than they are mapped to, and
    which numbers are no one person's.
    ``evaluation`` is there where a truth column was given; ``quarantine`` where rows could not be used and were written there.
    """

    load: LoadReport
    report: LinkReport
    records: int
    entities: int
    evaluation: Evaluation | None
    quarantine: Path | None
    cpu_seconds: float
    peak_mb: float
    notes: tuple[str, ...] = ()


def link_files(
    inputs: Sequence[tuple[Path, Mapping]],
    out: Path,
    *,
    truth: str | None = None,
    train: Train = "auto",
    engine: Engine = DUCKDB,
    progress: Progress | None = None,
) -> FileLinking:
    """Link the people of ``inputs`` (each a file and its mapping) and write ``out`` (CSV or XLSX): one line a mention of a
    person.

    ``truth`` names a column that holds who is who; it is never mapped, and read only after linking. ``BadInput`` where a file
    cannot be used or names no person. Rows that cannot be used are written beside ``out`` as ``NAME.quarantine.csv``. Pairs are
    found and scored on ``engine``, the answer is the same on each.
    """
    say = progress or (lambda _: None)
    started = time.process_time()
    con = connect()
    try:
        say("Reading")
        loaded = _read(con, inputs)
        with pair_work(engine, every_candidate=truth is not None) as pairs:
            report = link_people(con, train=train, pairs=pairs, progress=progress)
        # The answer is of people alone.
        no_things(con)
        name_entities(con, None)
        say("Writing")
        quarantine = _write(con, out, loaded)
        evaluation = _evaluate(con, inputs, truth) if truth is not None else None
        entities = _count(con, "SELECT count(*) FROM entity WHERE kind = 'person'")
        notes = con.execute("SELECT name, notes FROM source ORDER BY source_id").fetchall()
    finally:
        con.close()
    return FileLinking(
        load=loaded,
        report=report,
        records=report.mentions,
        entities=entities,
        evaluation=evaluation,
        quarantine=quarantine,
        cpu_seconds=round(time.process_time() - started, 2),
        peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        notes=(*(f"{name}: {note}" for name, each in notes for note in each), *report.notes),
    )


def fit_files(
    inputs: Sequence[tuple[Path, Mapping]],
    *,
    in_use: PersonModel | None = None,
    decisions: Sequence[Decision] = (),
    progress: Progress | None = None,
) -> Fitting:
    """Fit the person model to the people of ``inputs`` and judge it against ``in_use`` (the shipped one): see ``linking.fitting``."""
    with closing(connect()) as con:
        (progress or (lambda _: None))("Reading")
        _read(con, inputs)
        return fit_model(con, in_use or PersonModel.shipped(), decisions=decisions, progress=progress)


def _read(con: duckdb.DuckDBPyConnection, inputs: Sequence[tuple[Path, Mapping]]) -> LoadReport:
    loaded = load(con, [SourceInput(path, path.name, mapping.for_trial()) for path, mapping in inputs])
    if loaded.refused:
        raise loaded.refused[0]
    if loaded.read == 0:
        raise BadInput(
            "the file has no rows, only the names of its columns." if len(inputs) == 1 else "none of the files has a row.",
            file=inputs[0][0].name if len(inputs) == 1 else None,
            remedy="Ask for it to be sent again.",
        )
    if _count(con, "SELECT count(*) FROM person") == 0:
        raise BadInput(
            "no row names a person that could be linked.",
            file=inputs[0][0].name,
            remedy="Map a name, date of birth or identifier: `stronghold map FILE` proposes how.",
        )
    return loaded


def _write(con: duckdb.DuckDBPyConnection, out: Path, loaded: LoadReport) -> Path | None:
    cursor = con.execute(_ENTITIES)
    columns = [column[0] for column in cursor.description or ()]

    def rows() -> Iterator[Sequence[object]]:
        while batch := cursor.fetchmany(10_000):
            yield from batch

    write_table(out, columns, rows())
    if not loaded.quarantined_rows:
        return None
    quarantine = out.with_name(f"{out.stem}.quarantine.csv")
    export_quarantine(con, quarantine)
    return quarantine


def _evaluate(con: duckdb.DuckDBPyConnection, inputs: Sequence[tuple[Path, Mapping]], column: str) -> Evaluation:
    """Against the truth in ``column``, joined to mentions by the line that each came from."""
    con.execute("CREATE TEMP TABLE truth_line (source_id INTEGER, sheet VARCHAR, line BIGINT, truth VARCHAR)")
    ids = dict(con.execute("SELECT name, source_id FROM source").fetchall())
    for path, mapping in inputs:
        with open_source(path, sheet=mapping.source.sheet) as reader:
            if column not in reader.columns:
                raise BadInput("the file has no such column of truth.", file=path.name, column=column)
            for batch in reader.batches():
                con.register(
                    "truth_batch",
                    pa.table(
                        {
                            "source_id": pa.array([ids[path.name]] * len(batch.lines), pa.int32()),
                            "sheet": pa.array([batch.sheet] * len(batch.lines), pa.string()),
                            "line": pa.array(batch.lines, pa.int64()),
                            "truth": pa.array(batch.columns[column], pa.string()),
                        }
                    ),
                )
                con.execute("INSERT INTO truth_line SELECT * FROM truth_batch")
                con.unregister("truth_batch")
    con.execute(
        """
        CREATE TEMP TABLE truth AS
        SELECT mention_id, truth FROM truth_line t JOIN record r
            ON r.source_id = t.source_id AND r.line = t.line AND r.sheet IS NOT DISTINCT FROM t.sheet
        JOIN mention m USING (record_id) WHERE m.kind = 'person' AND truth IS NOT NULL
        """
    )
    return evaluate(con, "truth")


def _count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0
