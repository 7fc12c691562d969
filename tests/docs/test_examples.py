"""Every ```console example in the guides is run as it stands, page by page, on the lists of docs/examples."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.processes import ended

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(page for page in (DOCS / "guide").glob("*.md") if "```console" in page.read_text(encoding="utf-8"))


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
    done = ended(*words[1:], folder=folder)
    if to:
        (folder / to).write_text(done.stdout, encoding="utf-8")
    return done


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_the_page_do_what_it_says(page, tmp_path, built_examples):
    for folder in ("partners", "networks"):
        shutil.copytree(DOCS / "examples" / folder, tmp_path / folder)
    commands = examples(page)
    assert commands
    if not any(command.startswith("stronghold build") for command, _ in commands):
        shutil.copytree(built_examples, tmp_path / "town")
    for command, shown in commands:
        done = run(command, tmp_path)
        assert done.returncode == 0, (command, done.stderr)
        if shown:
            assert done.stdout == shown, command


def test_the_guides_have_examples():
    assert len(PAGES) >= 4
