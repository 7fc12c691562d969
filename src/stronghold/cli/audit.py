"""``stronghold audit``: prove that the log of who saw what is as it was written."""

from __future__ import annotations

from typing import Annotated

import typer

from stronghold.cli.console import complain, out, print_json
from stronghold.cli.options import AsJson, StoreFolder
from stronghold.errors import BadInput

__all__ = ["app"]

app = typer.Typer(help="Prove that the log of who saw what is as it was written.", no_args_is_help=True)


@app.command("verify")
def verify(
    store: StoreFolder,
    checkpoint: Annotated[
        str | None,
        typer.Option(metavar="SEQUENCE:HASH", help="A checkpoint kept elsewhere; tells a cut end.", show_default=False),
    ] = None,
    json: AsJson = False,
) -> None:
    """Walk the chain of audit entries and say where it first breaks; exit code 1 if it does.

    Example: `stronghold audit verify --store town`
    """
    from stronghold.web.setup import prepare

    prepare(store)
    from stronghold.governance import audit

    kept = None
    if checkpoint is not None:
        sequence, _, entry_hash = checkpoint.partition(":")
        if not sequence.isdigit() or not entry_hash:
            raise BadInput(
                f"'{checkpoint}' is no checkpoint.", remedy="Give it as SEQUENCE:HASH, as `audit checkpoint` printed it."
            )
        kept = audit.Checkpoint(int(sequence), entry_hash)
    found = audit.verify(kept)
    if json:
        print_json({"entries": found.entries, "holds": found.holds, "first_broken": found.first_broken, "fault": found.fault})
    elif found.holds:
        out.print(f"The chain holds: {found.entries:,} entries, as they were written.")
    else:
        complain(f"The chain breaks at entry {found.first_broken}: {found.fault}.")
    if not found.holds:
        raise typer.Exit(1)


@app.command("checkpoint")
def checkpoint(store: StoreFolder) -> None:
    """Print the chain's end. Keep it in another place: it proves later that no entry was cut off.

    Example: `stronghold audit checkpoint --store town`
    """
    from stronghold.web.setup import prepare

    prepare(store)
    from stronghold.governance import audit

    end = audit.checkpoint()
    out.print(f"{end.sequence}:{end.entry_hash}")
