"""The locks install exactly what was tried, on anyone's machine: pinned, hashed, in step with pyproject.toml, no addresses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Which extras each lock is made with; see `make lock`.
LOCKS = {"run.txt": ("editable", "frontend"), "dev.txt": ("dev",)}


def lock_text(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def pinned(name: str) -> list[tuple[Requirement, list[str]]]:
    """Each requirement of the lock with the text of its hashes."""
    found: list[tuple[Requirement, list[str]]] = []
    for line in lock_text(name).splitlines():
        if line and line[0].isalnum():
            found.append((Requirement(line.removesuffix(" \\")), []))
        elif line.strip().startswith("--hash="):
            found[-1][1].append(line.strip().removesuffix(" \\"))
    return found


def direct(extras: tuple[str, ...]) -> list[Requirement]:
    """What pyproject.toml asks for with these extras, extras of its own opened up."""
    wanted: list[Requirement] = []
    for text in [*PROJECT["dependencies"], *(text for extra in extras for text in PROJECT["optional-dependencies"][extra])]:
        requirement = Requirement(text)
        if requirement.name == PROJECT["name"]:
            wanted += direct(tuple(requirement.extras))
        else:
            wanted.append(requirement)
    return wanted


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_no_index_no_path(name: str) -> None:
    for number, line in enumerate(lock_text(name).splitlines(), start=1):
        assert not re.search(r"https?:|file:|git\+|--index|--extra-index|--find-links|--trusted| @ ", line), (
            f"{name}, line {number}: {line}"
        )
        assert not re.search(r"(?<![\w.])[/\\]\w+[/\\]", line), f"{name}, line {number} holds a path: {line}"


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    requirements = pinned(name)
    assert len(requirements) > 20
    for requirement, hashes in requirements:
        assert [s.operator for s in requirement.specifier] == ["=="], f"{name}: {requirement} is not pinned"
        assert hashes, f"{name}: {requirement} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", h) for h in hashes)


@pytest.mark.parametrize(("name", "extras"), LOCKS.items())
def test_in_step_with_pyproject(name: str, extras: tuple[str, ...]) -> None:
    versions: dict[str, set[str]] = {}
    for requirement, _ in pinned(name):
        (specifier,) = requirement.specifier
        versions.setdefault(canonicalize_name(requirement.name), set()).add(specifier.version)
    for wanted in direct(extras):
        held = versions.get(canonicalize_name(wanted.name), set())
        assert held, f"{wanted.name} is in pyproject.toml but not in requirements/{name}: run make lock"
        outside = [v for v in held if not wanted.specifier.contains(v, prereleases=True)]
        assert not outside, (
            f"requirements/{name} holds {wanted.name} {outside}, pyproject.toml asks for {wanted.specifier}: run make lock"
        )


def test_the_tools_for_tests_do_not_change_what_runs() -> None:
    def by_name(name: str) -> dict[tuple[str, str], str]:
        return {(canonicalize_name(r.name), str(r.marker)): str(r.specifier) for r, _ in pinned(name)}

    run, dev = by_name("run.txt"), by_name("dev.txt")
    assert {key: dev.get(key) for key in run} == run
