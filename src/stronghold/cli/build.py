"""``stronghold build``: the main job. A folder of partners' files becomes a picture."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from stronghold import vocabulary
from stronghold.cli.console import out, print_json, progress_bar, table, warn
from stronghold.cli.options import AsJson, EngineName, StoreFolder

if TYPE_CHECKING:
    from stronghold.intake.load import SourceInput
    from stronghold.intake.withdrawals import Withdrawal
    from stronghold.linking.decisions import Decision
    from stronghold.picture import Store
    from stronghold.picture.build import BuildReport, Made
    from stronghold.picture.manifest import SourceEntry
    from stronghold.picture.progress import BuildProgress, Progress

__all__ = [
    "FromCasework",
    "build",
    "from_casework",
    "machine_summary",
    "shown_progress",
    "tell_noted",
    "tell_summary",
    "tell_withdrawn",
]


def build(
    store: StoreFolder,
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="The folder of partners' files. Without it, the kept sources of the served snapshot are built again.",
            show_default=False,
        ),
    ] = None,
    train: Annotated[
        bool, typer.Option("--train", help="Learn the linking model from these records, whatever they are.")
    ] = False,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for another build of this store to end.")] = 0.0,
    engine: EngineName = "duckdb",
    json: AsJson = False,
) -> None:
    """Read every file of a folder, link the records, find the ties, and serve the new snapshot.

    Files are CSV and JSON lines, packed with .gz or not, XLSX and Parquet, each read by its mapping (NAME.mapping.toml beside it)
    or by a shipped one that its columns are recognised by. Reports that people have entered in this store are read with them, and what
    people decided about who is the same is obeyed; records that were withdrawn are left out. Until the new snapshot has been
    checked, the old one is served.

    Example: `stronghold build partners --store town`
    """
    from stronghold.engine import Engine
    from stronghold.engine.spark import require_spark
    from stronghold.picture import Store
    from stronghold.picture.build import build as build_snapshot

    # Before a store is made.
    chosen = Engine.named(engine)
    require_spark(chosen)
    opened = Store.create(store)
    learn: Literal["always", "auto"] = "always" if train else "auto"
    with from_casework(opened) as found, shown_progress(quiet=json) as progress:
        report = build_snapshot(
            opened,
            folder,
            adding=found.entered,
            leaving_out=found.file_names,
            decisions=found.decisions,
            withdrawals=found.withdrawals,
            progress=progress,
            train=learn,
            wait=wait,
            engine=chosen,
        )
    if json:
        print_json(machine_summary(report))
    else:
        tell_summary(report, store)


@dataclass(frozen=True)
class FromCasework:
    """What people have written that goes into a build: the reports they entered, as files, every name that such files have had,
    what they decided about who is the same, and which records they withdrew."""

    entered: Sequence[SourceInput] = ()
    file_names: frozenset[str] = frozenset()
    decisions: Sequence[Decision] = ()
    withdrawals: Sequence[Withdrawal] = ()


@contextmanager
def from_casework(store: Store) -> Iterator[FromCasework]:
    """What people have written in the store; the files last as long as the context."""
    from stronghold.web.database import CASEWORK_FILE

    # Most stores that are built from the command line have no casework, and setting Django up takes a second.
    if not (store.path / CASEWORK_FILE).exists() and not os.environ.get("STRONGHOLD_DATABASE_URL"):
        yield FromCasework()
        return
    from stronghold.web.setup import prepare

    prepare(store.path)
    # Models can only be imported once Django is set up for the store.
    from stronghold.casework import decisions, withdrawals
    from stronghold.casework.reports import file_names, laid_out

    with laid_out(store) as entered:
        yield FromCasework(entered, file_names(), decisions.for_build(), withdrawals.for_build())


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Progress]:
    """A callback for a build that keeps a bar with the time left on stderr."""
    with progress_bar(quiet=quiet) as bar:
        task = bar.add_task("Starting", total=1.0)

        def tell(at: BuildProgress) -> None:
            bar.update(task, completed=at.share, description=at.detail or at.stage.capitalize())

        yield tell


def machine_summary(report: Made) -> dict[str, Any]:
    """The build as JSON: per file read = kept + quarantined, counts, refused files, stages."""
    manifest = report.manifest
    return {
        "snapshot": manifest.id,
        "files": [
            {
                "name": entry.name,
                "read": entry.read_rows,
                "kept": entry.kept_rows,
                "quarantined": entry.quarantined_rows,
                "repeated": entry.repeated_rows,
                "replaced": entry.replaced_rows,
                "withdrawn": entry.withdrawn_rows,
                "noted_cells": entry.noted_cells,
                "notes": list(entry.notes),
            }
            for entry in manifest.inputs
        ],
        "refused": [{"name": refused.name, "reason": refused.reason} for refused in manifest.refused],
        "passed_over": [{"name": passed.name, "reason": passed.reason} for passed in manifest.passed_over],
        "counts": manifest.counts,
        "model": manifest.model.origin if manifest.model else None,
        "stages": [
            {"stage": c.stage, "wall_seconds": c.wall_seconds, "cpu_seconds": c.cpu_seconds, "peak_mb": c.peak_mb}
            for c in manifest.timings
        ],
    }


def tell_withdrawn(report: Made) -> None:
    """How many rows are not in the picture because people withdrew their records."""
    if left_out := report.manifest.counts["withdrawn"]:
        out.print(f"Of the rows kept, {left_out:,} are left out: people withdrew these records.")


def tell_noted(inputs: Sequence[SourceEntry]) -> None:
    """What was kept with a doubt, and how files had to be read."""
    if noted := sum(entry.noted_cells for entry in inputs):
        out.print(
            f"Of the rows kept, {noted:,} cells could not be used or leave a doubt; `stronghold show` says so at each record."
        )
    for entry in inputs:
        for note in entry.notes:
            warn("Noted", f"{entry.name}: {note}")


def tell_summary(report: BuildReport, store: Path) -> None:
    """The build in words and tables, and what to do next."""
    manifest = report.manifest
    rows = [
        (e.name, f"{e.agency}, {e.system}", e.read_rows, e.kept_rows, e.quarantined_rows, e.repeated_rows + e.replaced_rows)
        for e in manifest.inputs
    ]
    total = ("Together", "", *(sum(int(row[i]) for row in rows) for i in range(2, 6)))
    columns = ["File", "From", "Read", "= kept", "+ quarantined", "Kept, but behind another record"]
    out.print(table("Files", columns, [*rows, total], numbers=[2, 3, 4, 5]))
    tell_withdrawn(report)
    tell_noted(manifest.inputs)
    for refused in report.refused:
        warn("Refused", str(refused))
    for passed in manifest.passed_over:
        warn("Passed over", f"{passed.name}: {passed.reason}")
    kinds = vocabulary.kinds()
    for title, name in (("Records", "records"), ("What they name", "mentions"), ("Resolved to", "entities")):
        found = [(kinds[kind].plural, count) for kind, count in manifest.counts[name].items()]
        out.print()
        out.print(table(title, ["Kind", "How many"], found, numbers=[1]))
    if manifest.counts["ties"]:
        out.print()
        out.print(table("Ties", ["Layer", "How many"], list(manifest.counts["ties"].items()), numbers=[1]))
    for note in report.links.notes:
        warn("Noted", note)
    if weak := report.links.weak:
        out.print(f"{weak:,} links would join people whom all else speaks against joining: they are kept apart, for the review.")
    for layer, count in manifest.counts["uncounted_records"].items():
        out.print(f"{count:,} records name too many to say who is tied to whom ({layer}); they are listed, not counted.")
    cpu = sum(cost.cpu_seconds for cost in manifest.timings)
    out.print(f"\nSnapshot {manifest.id} is served ({cpu:.1f} CPU seconds). Look further:")
    place = f'--store {store} --as NAME --purpose "PURPOSE"'
    out.print(f"  stronghold account add NAME --agency AGENCY --role analyst --store {store}    who may read it")
    if manifest.counts["quarantined"]:
        out.print(f"  stronghold quarantine {place}    the rows that were not kept, and why")
    out.print(f"  stronghold find TEXT {place}    people, homes, phones, vehicles")
    out.print(f"  stronghold serve --store {store}    the same in a browser")
