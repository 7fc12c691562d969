"""``stronghold demo``: a first look, on real data that installed packages ship."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stronghold.cli.build import shown_progress, tell_summary
from stronghold.cli.console import out, table
from stronghold.cli.reading import gateway

__all__ = ["demo"]

_ACCOUNT, _PURPOSE = "newcomer", "disruption"
_SEARCH = "michael"


def demo(
    folder: Annotated[Path, typer.Option("--out", help="Where to put the demo's files and store.")] = Path("demo"),
) -> None:
    """Build a picture of a month of recorded crime and of a list of people, and look into it.

    The crime is real (police.uk, West Yorkshire, July 2018); the people were made up, with errors, by the FEBRL project. Both
    come with packages of the extra `demo`.

    Example: `stronghold demo --out demo`
    """
    from stronghold.demo import lay_out
    from stronghold.picture import Store
    from stronghold.picture.build import build

    files, store = folder / "files", folder / "store"
    lay_out(files)
    out.print(f"Partners' files are in {files}. Building the picture: stronghold build {files} --store {store}\n")
    with shown_progress(quiet=False) as progress:
        report = build(Store.create(store), files, progress=progress)
    tell_summary(report, store)
    _look(store)


def _look(store: Path) -> None:
    _add_account(store)
    out.print(f'\nReading takes a named account and a purpose. As {_ACCOUNT}, for {_PURPOSE}: stronghold find "{_SEARCH}"\n')
    with gateway(store, _ACCOUNT, _PURPOSE) as opened:
        found = opened.find(_SEARCH, 5)
        out.print(table("Found", ["Id", "Name", "Matches"], [(f.entity_id, f.label, "; ".join(f.matches)) for f in found]))
    command = f"--store {store} --as {_ACCOUNT} --purpose {_PURPOSE}"
    out.print("\nLook further:")
    if found:
        entity = max(found, key=lambda f: len(f.matches))  # the one with most to see
        out.print(f"  .venv/bin/stronghold show {entity.entity_id} {command}    its records, and why they were linked")
    out.print(f"  .venv/bin/stronghold audit verify --store {store}    what you just read is on record")
    out.print("  docs/guide/analyst.md    the same with your own lists")


def _add_account(store: Path) -> None:
    from stronghold.web.setup import prepare

    prepare(store)
    from stronghold.governance import accounts

    if accounts.find(_ACCOUNT) is None:
        accounts.add(_ACCOUNT, "west yorkshire", ["analyst"])
