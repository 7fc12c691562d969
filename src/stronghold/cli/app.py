"""Joins the commands, and turns trouble into a clear sentence and exit code 2."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from stronghold import __version__
from stronghold.cli import (
    account,
    add,
    audit,
    build,
    decide,
    demo,
    find,
    groups,
    link,
    link_quality,
    map_,
    plan,
    plans,
    protection,
    quarantine,
    serve,
    show,
    snapshots,
    standing,
    town,
    withdraw,
)
from stronghold.cli import train as training
from stronghold.cli.console import complain
from stronghold.errors import BadInput

__all__ = ["app", "main"]

app = typer.Typer(
    name="stronghold",
    help="Turn partners' separate lists into one evidenced picture of people, homes, phones and vehicles.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("build")(build.build)
app.command("add")(add.add)
app.command("map")(map_.map_file)
app.command("link")(link.link)
app.command("link-quality")(link_quality.link_quality)
app.command("train")(training.train)
app.command("find")(find.find)
app.command("show")(show.show)
app.command("groups")(groups.groups)
app.command("standing")(standing.standing)
app.command("plan")(plan.plan)
app.command("quarantine")(quarantine.quarantine)
app.command("serve")(serve.serve)
app.command("snapshots")(snapshots.snapshots)
app.command("demo")(demo.demo)
app.command("town")(town.town)
app.add_typer(account.app, name="account")
app.add_typer(audit.app, name="audit")
app.add_typer(decide.app, name="decide")
app.add_typer(plans.app, name="plans")
app.add_typer(protection.app, name="protection")
app.add_typer(withdraw.app, name="withdraw")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Every command has `--help` with an example, and most take `--json` for a machine's answer."""


def main() -> None:
    """Entry point: exit 0 when done, 1 when a check found something wrong, 2 for input that cannot be used, 70 for a fault of
    Stronghold's own. Such a fault is told by its place alone: what it says may hold somebody's data."""
    try:
        app()
    except BadInput as trouble:
        complain(str(trouble))
        sys.exit(2)
    except KeyboardInterrupt:
        complain("Interrupted. Nothing that was served has changed.")
        sys.exit(130)
    except Exception as fault:
        if os.environ.get("STRONGHOLD_TRACEBACK"):
            raise
        *_, place = traceback.extract_tb(fault.__traceback__)
        complain(
            f"This is a fault of Stronghold's own ({type(fault).__name__} in {Path(place.filename).name}, line {place.lineno}), not of"
            " what you gave. Nothing that was served has changed. To report it, set STRONGHOLD_TRACEBACK=1 and run the command again:"
            " the whole of it is then printed, with whatever data it is about."
        )
        sys.exit(70)
