"""How the command line speaks: people's answers and machines' answers on stdout, progress and trouble on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

__all__ = ["complain", "err", "out", "print_json", "progress_bar", "say", "table", "warn"]

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(answer: Any) -> None:
    """The machine's answer: one JSON document and nothing else."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str) + "\n")


def say(text: str) -> None:
    """Text for a person on stdout, shown as it is: nothing in it is markup."""
    out.print(_plain(text))


def warn(word: str, text: str) -> None:
    """Something a person should know, on stderr, after a word that says what kind of thing it is."""
    err.print(f"[bold]{word}.[/] {_plain(text)}")


def complain(text: str) -> None:
    warn("[red]Stopped[/]", text)


def table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    numbers: Sequence[int] = (),
    whole: Sequence[int] = (),
) -> Table:
    """A plain table; ``numbers`` are the positions of columns to align right and print with thousands separators, ``whole`` of those that
    are never broken over lines, as what is in them is to be copied."""
    made = Table(title=title, title_justify="left", title_style="bold", show_edge=False, pad_edge=False)
    for position, name in enumerate(columns):
        justify: Literal["right", "left"] = "right" if position in numbers else "left"
        made.add_column(name, justify=justify, overflow="fold", no_wrap=position in whole)
    for row in rows:
        made.add_row(*(_cell(value) for value in row))
    return made


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return _plain(str(value))


def _plain(text: str) -> str:
    """Text from files is data: a bracket in it is never markup, and a control character never reaches the terminal."""
    visible = "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
    return visible.replace("[", r"\[")


@contextmanager
def progress_bar(quiet: bool = False) -> Iterator[Progress]:
    """A progress display on stderr with the time left; nothing where ``quiet`` or stderr is not a terminal."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=err,
        disable=quiet or not err.is_terminal,
        transient=True,
    ) as bar:
        yield bar
