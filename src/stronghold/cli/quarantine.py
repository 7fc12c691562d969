"""``stronghold quarantine``: rows that could not be kept: listed, exported, corrected, loaded again."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from stronghold.cli.build import machine_summary, shown_progress, tell_summary
from stronghold.cli.console import out, print_json, table, warn
from stronghold.cli.options import Account, AsJson, Purpose, StoreFolder
from stronghold.cli.reading import gateway
from stronghold.errors import BadInput

__all__ = ["quarantine"]


def quarantine(
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the rows to a file (.csv or .xlsx) to correct them.", show_default=False),
    ] = None,
    reload: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Load a corrected export and build again.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="List at most this many.")] = 100,
    json: AsJson = False,
) -> None:
    """List every row that was not kept, with its file, line, column and reason.

    Export them, correct the cells in a spreadsheet (leave the first column as it is), and load them again: a corrected row
    becomes a record that names its original file and line as its source.

    Example: `stronghold quarantine --store town --as amina --purpose data_quality --export to-correct.csv`
    """
    if export is not None and reload is not None:
        raise BadInput("--export and --reload are two steps.", remedy="Export first, correct the file, then reload it.")
    if reload is not None:
        _reload(store, account, purpose, reload, json=json)
        return
    with gateway(store, account, purpose) as opened:
        if export is not None:
            written = opened.export_quarantine(export)
            if json:
                print_json({"exported": written, "file": str(export)})
            else:
                out.print(
                    f"{written:,} rows written to {export}. Correct them, then: stronghold quarantine --reload {export} ..."
                )
            return
        rows = list(islice(opened.quarantine(), limit + 1))
    if json:
        print_json([asdict(row) for row in rows[:limit]])
        return
    if not rows:
        out.print("No row is in quarantine, of those that you may see.")
        return
    shown = [(r.file, r.sheet, r.line, r.column, r.reason) for r in rows[:limit]]
    out.print(table("In quarantine", ["File", "Sheet", "Line", "Column", "Why"], shown, numbers=[2]))
    if len(rows) > limit:
        out.print(f"There are more than {limit:,}: use --limit, or --export to have them all.")


def _reload(store: Path, account: str, purpose: str, file: Path, *, json: bool) -> None:
    from stronghold.picture import Store
    from stronghold.picture.build import build

    with gateway(store, account, purpose) as opened:
        accepted, problems = opened.correct_quarantine(file)
    for problem in problems:
        warn("Not taken", str(problem))
    if not accepted:
        raise BadInput(
            "no row of the file was corrected.", file=file.name, remedy="Change the cells that were at fault, and load it again."
        )
    with shown_progress(quiet=json) as progress:
        report = build(Store.open(store), None, progress=progress)
    if json:
        print_json({"corrected": accepted, "not_taken": [str(problem) for problem in problems], **machine_summary(report)})
    else:
        out.print(f"{accepted:,} corrected rows were taken in.\n")
        tell_summary(report, store)
