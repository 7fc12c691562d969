"""``stronghold link``: which rows of one or more person files are the same person."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stronghold.cli.console import out as console
from stronghold.cli.console import print_json, progress_bar, table, warn
from stronghold.cli.options import AsJson, EngineName
from stronghold.errors import BadInput

if TYPE_CHECKING:
    from stronghold.intake.mapping import Mapping
    from stronghold.linking.files import FileLinking

__all__ = ["link", "mappings_of"]

InputFiles = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Person files: CSV, XLSX, JSON lines, Parquet, .gz.")]


def link(
    files: InputFiles,
    out: Annotated[
        Path, typer.Option("--out", help="Where to write record_id, entity_id, ... (.csv or .xlsx).", show_default=False)
    ],
    mapping: Annotated[
        list[Path] | None,
        typer.Option(
            help="The files' mapping; give it once for all, or once a file. Without it one is proposed.", show_default=False
        ),
    ] = None,
    truth: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="A column that holds who is who: prints precision, recall, F1.", show_default=False),
    ] = None,
    engine: EngineName = "duckdb",
    json: AsJson = False,
) -> None:
    """Link the people of one or more files. Nothing is stored: the answer is a file.

    Example: `stronghold link people.csv --out linked.csv`
    """
    from stronghold.engine import Engine
    from stronghold.engine.spark import require_spark
    from stronghold.linking.files import link_files

    # Before files are read.
    chosen = Engine.named(engine)
    require_spark(chosen)
    mappings, warnings = mappings_of(files, mapping or [], truth)
    inputs = list(zip(files, mappings, strict=True))
    with progress_bar(quiet=json) as bar:
        task = bar.add_task("Starting", total=None)
        linking = link_files(inputs, out, truth=truth, engine=chosen, progress=lambda step: bar.update(task, description=step))
    if json:
        print_json(_machine(linking, warnings))
    else:
        _tell(linking, out, warnings)


def mappings_of(files: list[Path], given: list[Path], truth: str | None) -> tuple[list[Mapping], list[str]]:
    """The mapping of each file: those given, or one proposed for each; and what is to be said of columns that the proposals leave
    out although they are called names. ``truth`` names a column that is never mapped."""
    from stronghold.intake.mapping import read_mapping_file
    from stronghold.intake.proposal import propose

    if given and len(given) not in (1, len(files)):
        raise BadInput(
            f"{len(given)} mappings for {len(files)} files.",
            remedy="Give --mapping once for all files, or once for each in their order.",
        )
    if given:
        read = [read_mapping_file(path) for path in given]
        return (read * len(files) if len(read) == 1 else read), []
    proposals = [propose(path, ignore=[truth] if truth else []) for path in files]
    return [proposal.mapping for proposal in proposals], [each for proposal in proposals for each in proposal.warnings]


def _machine(linking: FileLinking, warnings: list[str]) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "records": linking.records,
        "entities": linking.entities,
        "read": linking.load.read,
        "kept": linking.load.kept,
        "quarantined": linking.load.quarantined_rows,
        "model": linking.report.model.origin,
        "notes": [*warnings, *linking.notes],
        "cpu_seconds": linking.cpu_seconds,
        "peak_mb": linking.peak_mb,
    }
    if linking.evaluation is not None:
        answer["pairwise"] = asdict(linking.evaluation.pairwise)
        answer["cluster"] = asdict(linking.evaluation.cluster)
        answer["blocking_recall"] = linking.evaluation.blocking_recall
    return answer


def _tell(linking: FileLinking, out: Path, warnings: list[str]) -> None:
    people = "1 person" if linking.entities == 1 else f"{linking.entities:,} people"
    console.print(
        f"{linking.records:,} mentions, {linking.report.nodes:,} without exact repeats, are {people}. Written to {out}.\n"
        f"Read {linking.load.read:,} rows = kept {linking.load.kept:,} + quarantined {linking.load.quarantined_rows:,}."
    )
    if linking.quarantine is not None:
        console.print(f"The quarantined rows, each with its reason: {linking.quarantine}")
    for note in (*warnings, *linking.notes):
        warn("Noted", note)
    if linking.report.weak:
        console.print(
            f"{linking.report.weak:,} pairs of people have a link that all else between them speaks against: they are apart."
        )
    if linking.evaluation is not None:
        found = linking.evaluation
        rows = [
            (name, f"{rates.precision:.4f}", f"{rates.recall:.4f}", f"{rates.f1:.4f}")
            for name, rates in (("pairs", found.pairwise), ("people", found.cluster))
        ]
        console.print(table("Against the truth", ["Of", "Precision", "Recall", "F1"], rows))
        console.print(f"{found.blocking_recall:.2%} of true pairs were compared at all.")
    console.print(f"Model: {linking.report.model.origin}. {linking.cpu_seconds} CPU seconds, peak {linking.peak_mb} MB.")
