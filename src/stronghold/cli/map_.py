"""``stronghold map``: a proposed mapping for a file nobody has mapped yet, with its reasons and a preview."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stronghold.cli.console import err, print_json, table, warn
from stronghold.cli.options import AsJson

if TYPE_CHECKING:
    from stronghold.intake.proposal import Preview

__all__ = ["map_file"]


def map_file(
    file: Annotated[Path, typer.Argument(help="A partner's file: CSV, XLSX, JSON lines, Parquet, .gz.")],
    json: AsJson = False,
) -> None:
    """Propose a mapping from the column names and the values, with a reason for each line, and preview what it would keep.

    The mapping goes to stdout, the preview to stderr: keep it beside the file, correct it, fill in the source's purpose and
    lawful basis, and load it.

    Example: `stronghold map housing.xlsx > housing.mapping.toml`
    """
    from stronghold.intake.proposal import propose

    proposal = propose(file)
    if json:
        print_json(
            {
                "mapping": proposal.to_toml(),
                "reasons": dict(proposal.reasons),
                "unmapped": dict(proposal.unmapped),
                "preview": asdict(proposal.preview),
                "warnings": list(proposal.warnings),
            }
        )
        return
    typer.echo(proposal.to_toml(), nl=False)
    for each in proposal.warnings:
        warn("Noted", each)
    _preview(proposal.preview)


def _preview(preview: Preview) -> None:
    quarantined = sum(preview.quarantined.values())
    what = "the whole file" if preview.is_whole else "the first rows"
    err.print(f"\nWith this mapping, of {preview.read:,} rows ({what}): {preview.kept:,} kept, {quarantined:,} quarantined.")
    if preview.quarantined:
        err.print(table("Would be quarantined", ["Reason", "Rows"], list(preview.quarantined.items()), numbers=[1]))
    if preview.noted:
        noted = [(column, reason, cells) for column, reasons in preview.noted.items() for reason, cells in reasons.items()]
        err.print(table("Cells that need a look", ["Column", "Why", "Cells"], noted, numbers=[2]))
    if preview.sample:
        columns = list(dict.fromkeys(name for row in preview.sample for name in row))
        rows = [[row.get(name, "") for name in columns] for row in preview.sample]
        err.print(table("The first rows, as they would be kept", columns, rows))
