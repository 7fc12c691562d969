"""Joins the commands, and turns trouble into a clear sentence and exit code 2."""

from __future__ import annotations

import sys
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
    link,
    link_quality,
    map_,
    quarantine,
    serve,
    show,
    snapshots,
    town,
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
app.command("quarantine")(quarantine.quarantine)
app.command("serve")(serve.serve)
app.command("snapshots")(snapshots.snapshots)
app.command("demo")(demo.demo)
app.command("town")(town.town)
app.add_typer(account.app, name="account")
app.add_typer(audit.app, name="audit")
app.add_typer(decide.app, name="decide")


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
    """Entry point: exit 0 when done, 1 when a check found something wrong, 2 for input that cannot be used."""
    try:
        app()
    except BadInput as trouble:
        complain(str(trouble))
        sys.exit(2)
    except KeyboardInterrupt:
        complain("Interrupted. Nothing that was served has changed.")
        sys.exit(130)
