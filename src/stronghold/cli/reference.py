"""The reference page of the command line, made from the commands' own help: ``python -m stronghold.cli.reference``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import typer

from stronghold.cli.app import app

__all__ = ["commands_page"]


def commands_page() -> str:
    """Markdown: every command with its help, arguments and options."""
    lines = ["# Commands", "", "Made by `python -m stronghold.cli.reference` from the commands' own help.", ""]
    for name, command in _commands("stronghold", typer.main.get_command(app)):
        lines += [f"## {name}", "", _text(command.help), ""]
        rows = [row for parameter in command.params if (row := _row(parameter))]
        if rows:
            lines += ["| argument or option | what |", "|---|---|", *rows, ""]
    return "\n".join(lines).rstrip() + "\n"


def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for word, child in inner.items():
        yield from _commands(f"{name} {word}", child)


def _text(help_text: str | None) -> str:
    return "\n".join(line.strip() for line in (help_text or "").strip().splitlines())


def _row(parameter: Any) -> str:
    what = getattr(parameter, "help", None)
    if not what or "--help" in parameter.opts:
        return ""
    names = ", ".join(f"`{name}`" for name in parameter.opts if name.startswith("-"))
    return f"| {names or f'`{(parameter.metavar or parameter.name).upper()}`'} | {what.replace('|', chr(92) + '|')} |"


if __name__ == "__main__":
    sys.stdout.write(commands_page())
