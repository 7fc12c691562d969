"""Every ```console example in the guides is run as it stands, page by page, on the lists of docs/examples."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(page for page in (DOCS / "guide").glob("*.md") if "```console" in page.read_text(encoding="utf-8"))
MAIN = [sys.executable, "-c", "from stronghold.cli import main; main()"]


def examples(page: Path) -> list[tuple[str, str]]:
    """(command, what it prints) of each ``$`` line; an empty second says that the page shows no output."""
    found: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], ""))
            else:
                command, shown = found[-1]
                found[-1] = (command, f"{shown}{line}\n")
    return found


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command)
    assert words[0] == "stronghold"
    to = None
    if ">" in words:
        words, to = words[: words.index(">")], words[words.index(">") + 1]
    env = {**os.environ, "COLUMNS": "200"}
    done = subprocess.run([*MAIN, *words[1:]], cwd=folder, capture_output=True, text=True, env=env)
    if to:
        (folder / to).write_text(done.stdout, encoding="utf-8")
    return done


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_the_page_do_what_it_says(page, tmp_path):
    for folder in ("partners", "networks"):
        shutil.copytree(DOCS / "examples" / folder, tmp_path / folder)
    commands = examples(page)
    assert commands
    if not any(command.startswith("stronghold build") for command, _ in commands):
        assert run("stronghold build partners --store town", tmp_path).returncode == 0
    for command, shown in commands:
        done = run(command, tmp_path)
        assert done.returncode == 0, (command, done.stderr)
        if shown:
            assert done.stdout == shown, command


def test_the_guides_have_examples():
    assert len(PAGES) >= 4
