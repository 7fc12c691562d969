"""What the command line prints: text from files is data, and what is to be copied is never broken."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from stronghold.cli import console
from stronghold.cli.console import print_json, progress_bar, say, table


def printed(made: object, width: int) -> str:
    out = Console(file=io.StringIO(), width=width)
    out.print(made)
    return out.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_brackets_are_no_markup_and_control_characters_never_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say("[bold]Amos[/] \x1b[31mred")
    assert capsys.readouterr().out == "[bold]Amos[/] \N{REPLACEMENT CHARACTER}[31mred\n"
    assert "[bold]Amos[/]" in printed(table("People", ["Name"], [["[bold]Amos[/]"]]), 80)


def test_a_table_shows_numbers_yes_and_no_and_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = printed(table("Files", ["Name", "Rows", "Kept"], [["a.csv", 12_345, True], ["b.csv", None, False]], numbers=[1]), 80)
    assert "12,345" in shown and "yes" in shown and "no" in shown and "None" not in shown


def test_a_whole_column_is_not_broken_where_others_are() -> None:
    rows = [["G-ABCDEFGH", "Group active around a long name of a place " * 3]]
    assert "G-ABCDEFGH" in printed(table("Groups", ["Id", "What"], rows, whole=[0]), 24)


def test_the_machine_s_answer_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"name": "Zoë", "when": pytest})
    assert json.loads(capsys.readouterr().out)["name"] == "Zoë"


def test_no_bar_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as bar:
        bar.update(bar.add_task("reading", total=1), advance=1)
    assert capsys.readouterr() == ("", "") and not console.err.is_terminal
