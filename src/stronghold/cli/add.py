"""``stronghold add``: the day's files go into the served picture, in the time that they take."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stronghold.cli.build import from_casework, machine_summary, shown_progress, tell_noted, tell_withdrawn
from stronghold.cli.console import out, print_json, table, warn
from stronghold.cli.options import AsJson, EngineName, StoreFolder

if TYPE_CHECKING:
    from stronghold.picture.add import AddReport
    from stronghold.picture.changes import Changes

__all__ = ["add"]

InputFiles = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILE...]", help="Partners' files: CSV, XLSX, JSON lines, Parquet, .gz.", show_default=False),
]


def add(
    store: StoreFolder,
    files: InputFiles = None,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for another build of this store to end.")] = 0.0,
    engine: EngineName = "duckdb",
    json: AsJson = False,
) -> None:
    """Take further files into the served picture: the same result as building everything again, in the time that they take.

    Each file is read by its mapping (NAME.mapping.toml beside it) or by a shipped one that its columns are recognised by; a file of
    the same name as one that is there takes its place. Only what the files touch is linked again: every other id stays. Reports that
    people have entered, rows they have corrected, decisions they have made and records they have withdrawn since are taken in too;
    without a file, these alone. Where only building everything again can give the right result, that is done, on the engine asked
    for, and said. Until the new snapshot has been checked, the old one is served.

    Example: `stronghold add monday.csv --store town`
    """
    from stronghold.engine import Engine
    from stronghold.intake.readers import Limits
    from stronghold.picture import Store
    from stronghold.picture.add import add as add_files
    from stronghold.picture.sources import sources_of

    chosen = Engine.named(engine)
    opened = Store.open(store)
    given = sources_of(files or [], Limits.from_environment())
    with from_casework(opened) as found, shown_progress(quiet=json) as progress:
        report = add_files(
            opened,
            [*given, *found.entered],
            leaving_out=found.file_names,
            decisions=found.decisions,
            withdrawals=found.withdrawals,
            progress=progress,
            wait=wait,
            engine=chosen,
        )
    if json:
        print_json(_machine(report))
    else:
        _tell(report, [source.name for source in given], store)


def _machine(report: AddReport) -> dict[str, Any]:
    return {
        **machine_summary(report),
        "unchanged": list(report.unchanged),
        "rebuilt": report.rebuilt,
        "changes": asdict(report.changes) if report.changes else None,
        "linking": asdict(report.linked) if report.linked else None,
    }


def _tell(report: AddReport, given: list[str], store: Path) -> None:
    manifest = report.manifest
    rows = [
        (e.name, f"{e.agency}, {e.system}", e.read_rows, e.kept_rows, e.quarantined_rows, e.repeated_rows + e.replaced_rows)
        for e in manifest.inputs
        if e.name in given
    ]
    columns = ["File", "From", "Read", "= kept", "+ quarantined", "Kept, but behind another record"]
    out.print(table("Files", columns, rows, numbers=[2, 3, 4, 5]))
    tell_withdrawn(report)
    tell_noted([entry for entry in manifest.inputs if entry.name in given])
    for name in report.unchanged:
        if name in given:
            out.print(f"{name} was there already, as it is: nothing of it is new.")
    for refused in report.refused:
        warn("Refused", str(refused))
    if report.rebuilt is not None:
        out.print(f"Everything was built again, because {report.rebuilt}.")
    if report.changes is not None:
        out.print()
        out.print(table("What it touched", ["", "How many"], _lines(report.changes), numbers=[1]))
    cpu = sum(cost.cpu_seconds for cost in manifest.timings)
    out.print(f"\nSnapshot {manifest.id} is served ({cpu:.1f} CPU seconds). Look further:")
    out.print(f'  stronghold find TEXT --store {store} --as NAME --purpose "PURPOSE"    people, homes, phones, vehicles')
    out.print(f"  stronghold snapshots --store {store}    what is served, and what to go back to")


def _lines(changes: Changes) -> list[tuple[str, int]]:
    """What became of records and entities; lines that begin with a sign add up to the line above them."""
    return [
        ("Records that came", changes.records_new),
        ("Records that were replaced or taken out", changes.records_gone),
        ("People, homes, phones and other things now", changes.entities_now),
        ("= as they were", changes.untouched + changes.confirmed),
        ("+ with further mentions", changes.grown),
        ("+ without some that they had", changes.altered),
        ("+ of several that were apart before", changes.merged),
        ("+ parted from another", changes.split_off),
        ("+ new", changes.born),
        ("People, homes, phones and other things before", changes.entities_before),
        ("= whose id was not touched, or lives on", changes.untouched + changes.carried),
        ("+ taken in by another, which their id leads to", changes.taken_in),
        ("+ gone", changes.gone),
    ]
