"""``stronghold town``: an invented town's files, to try everything on, with the truth beside them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stronghold.cli.console import out as console
from stronghold.cli.console import print_json, progress_bar, table
from stronghold.cli.options import AsJson

if TYPE_CHECKING:
    from stronghold.town.make import TownReport

__all__ = ["town"]


def town(
    people: Annotated[int, typer.Option(help="How many people live in it: 1,000 to 2,000,000.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="A new folder, or one with a town made before.", show_default=False)],
    seed: Annotated[int, typer.Option(help="Another number, another town; the same numbers, the same town.")] = 1,
    json: AsJson = False,
) -> None:
    """Invent a town and some years of its life, and write what its partners would send, mappings included.

    OUT/files is ready for `stronghold build`; OUT/truth says what is so: who is who, groups, roles, cuckooed homes, exploited
    people. Nothing of Stronghold reads the truth. Nobody in the town is real, and nobody's number or address is in it.

    Example: `stronghold town --people 20000 --seed 1 --out town`
    """
    from stronghold.town.make import make_town

    with progress_bar(quiet=json) as bar:
        task = bar.add_task("Starting", total=1.0)
        report = make_town(
            out, people=people, seed=seed, progress=lambda share, step: bar.update(task, completed=share, description=step)
        )
    if json:
        print_json(_machine(report))
    else:
        _tell(report)


def _machine(report: TownReport) -> dict[str, Any]:
    return {
        "folder": str(report.folder),
        "people": report.people,
        "seed": report.seed,
        "rows": report.rows,
        "files": [asdict(file) for file in report.files],
        "mentions": dict(report.mentions),
        "truths": dict(report.truths),
    }


def _tell(report: TownReport) -> None:
    rows = [(f.name, f"{f.agency}, {f.system}", f.rows, f.twice, f.unreadable) for f in report.files]
    total = ("Together", "", *(sum(int(row[at]) for row in rows) for at in (2, 3, 4)))
    columns = ["File", "From", "Rows", "of them twice", "cannot be read"]
    console.print(table("Files", columns, [*rows, total], numbers=[2, 3, 4]))
    console.print()
    console.print(table("The truth", ["Table", "Rows"], list(report.truths.items()), numbers=[1]))
    console.print(f"\nThe town is in {report.folder}. Build its picture:")
    console.print(f"  stronghold build {report.folder}/files --store STORE")
