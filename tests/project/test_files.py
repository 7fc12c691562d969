"""What is kept in the project: its own sources alone, no addresses of registries, no paths of anyone's machine, nothing big."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIGGEST = 400_000  # bytes; the locks with their hashes come nearest
LONGEST_LINE = 1_000  # characters; a longer line in a source is made by a machine

# Written in parts, so that this file does not itself name them.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("snapshot", "debian", "org"),
        ("anaconda", "org"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("proxy", "golang", "org"),
        ("ghcr", "io"),
        ("docker", "io"),
    )
]
REGISTRY = re.compile("|".join(rf"(?<![\w-]){re.escape(host)}" for host in REGISTRIES), re.IGNORECASE)
MACHINE_PATH = re.compile(
    r"(?<![\w.:/-])/(?:work|root|home|Users|opt|mnt|workspace)/\w|\b[A-Z]:\\\\?(?:Users|Documents)", re.ASCII
)
VENDORED = {"vendor", "vendored", "third_party", "third-party", "node_modules", "site-packages", "bower_components"}
MINIFIED = re.compile(r"[.-](?:min|bundle|prod)\.(?:js|mjs|css)$|\.map$")
OTHERS_NOTICE = re.compile(r"@license\b|/\*!|\bAll rights reserved\b|\bCopyright (?:\(c\)|©|\d{4})", re.IGNORECASE)


def _git_lists() -> list[Path] | None:
    """What git keeps or would keep here; ``None`` outside a clone."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return None
    command = [git, "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\0")
    return [ROOT / name for name in listed if name]


def _is_made(folder: str, made: set[str]) -> bool:
    return folder in made or folder.endswith(".egg-info") or (folder.startswith(".") and folder != ".ci")


@cache
def kept_files() -> tuple[Path, ...]:
    listed = _git_lists()
    if listed is None:
        made = {"build", "dist", "demo", "out", "__pycache__", "node_modules"}
        listed = [path for path in ROOT.rglob("*") if not any(_is_made(part, made) for part in path.relative_to(ROOT).parts[:-1])]
    return tuple(sorted(path for path in listed if path.is_file()))


@cache
def texts() -> dict[str, str]:
    """The text of each file that is text, by its path from the root."""
    found = {}
    for path in kept_files():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def lines_with(pattern: re.Pattern[str], *, without: frozenset[str] = frozenset()) -> list[str]:
    return [
        f"{name}, line {number}: {line.strip()[:120]}"
        for name, text in texts().items()
        if name not in without and pattern.search(text)
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_the_project_was_found() -> None:
    assert {"pyproject.toml", "Makefile", "src/stronghold/errors.py", "tests/project/test_files.py"} <= texts().keys()


def test_no_registry_is_named() -> None:
    assert lines_with(REGISTRY) == []


def test_no_machines_path_is_named() -> None:
    assert lines_with(MACHINE_PATH) == []


@pytest.mark.parametrize("path", [f"/{top}/someone/file" for top in ("work", "root", "home", "Users")])
def test_a_machines_path_would_be_seen(path: str) -> None:
    assert MACHINE_PATH.search(f'open("{path}")')
    assert not MACHINE_PATH.search(f"https://example.org{path}")


def test_a_registry_would_be_seen() -> None:
    for host in REGISTRIES:
        assert REGISTRY.search(f"see https://files.{host}/simple")


def test_nothing_of_others_is_copied_in() -> None:
    placed = [
        str(p.relative_to(ROOT)) for p in kept_files() if VENDORED & set(p.relative_to(ROOT).parts) or MINIFIED.search(p.name)
    ]
    assert placed == []
    own_words = frozenset({"LICENSE", "tests/project/test_files.py"})
    assert lines_with(OTHERS_NOTICE, without=own_words) == []


def test_no_source_is_made_by_a_machine() -> None:
    sources = {name: text for name, text in texts().items() if name.endswith((".py", ".ts", ".js", ".css", ".html", ".sql"))}
    long = [name for name, text in sources.items() if any(len(line) > LONGEST_LINE for line in text.splitlines())]
    assert long == []


def test_every_file_is_small() -> None:
    big = {str(p.relative_to(ROOT)): p.stat().st_size for p in kept_files() if p.stat().st_size > BIGGEST}
    assert big == {}
