"""``stronghold snapshots``: list what was built, compare two, go back to one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from stronghold.cli.console import out, print_json, table
from stronghold.cli.options import AsJson, StoreFolder

__all__ = ["snapshots"]


def snapshots(
    store: StoreFolder,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option("--compare", metavar="OLDER NEWER", help="Say what changed between two snapshots.", show_default=False),
    ] = None,
    roll_back: Annotated[
        str | None,
        typer.Option("--roll-back", metavar="ID", help="Serve this earlier snapshot again.", show_default=False),
    ] = None,
    json: AsJson = False,
) -> None:
    """List the snapshots of a store, compare two of them, or serve an earlier one again.

    No record of a person is shown: only counts and ids of snapshots.

    Example: `stronghold snapshots --store town`
    """
    from stronghold.picture import Store, compare_snapshots

    opened = Store.open(store)
    if roll_back is not None:
        opened.roll_back(roll_back)
    if compare is not None:
        older, newer = compare
        difference = asdict(compare_snapshots(opened.snapshot(older), opened.snapshot(newer)))
        if json:
            print_json(difference)
        else:
            rows = [(name.replace("_", " "), value) for name, value in difference.items() if not isinstance(value, dict)]
            rows += [
                (f"{name.replace('_', ' ')}: {kind}", count)
                for name, per_kind in difference.items()
                if isinstance(per_kind, dict)
                for kind, count in per_kind.items()
            ]
            out.print(table(f"From {older} to {newer}", ["What", "How many"], rows, numbers=[1]))
        return
    found = opened.snapshots()
    if json:
        print_json([asdict(info) for info in found])
        return
    if not found:
        out.print("No snapshot yet. Build one: stronghold build FOLDER --store " + str(store))
        return
    out.print(
        table(
            f"Snapshots of {store}",
            ["Id", "Served", "Built (UTC)", "Records", "Entities", "Ties"],
            [(i.id, "served" if i.served else "", i.created, i.records, i.entities, i.ties) for i in found],
            numbers=[3, 4, 5],
        )
    )
