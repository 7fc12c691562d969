"""The picture is made by a pure library: nothing in it imports Django, nor the rooms that do."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import stronghold

ROOMS = ("vocabulary", "engine", "intake", "linking", "network", "concern", "picture", "charts", "town")
OF_DJANGO = ("django", "stronghold.governance", "stronghold.web", "stronghold.casework")
SOURCE = Path(stronghold.__file__).parent

_IMPORT_ALL = """
import importlib, pkgutil, sys
import stronghold
count = 0
for room in sys.argv[1:]:
    package = importlib.import_module(f"stronghold.{room}")
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
        count += 1
of_django = [m for m in sys.modules if m.split(".")[0] == "django" or m.startswith(("stronghold.governance", "stronghold.web"))]
print(count, *of_django)
"""


def present() -> list[str]:
    rooms = [room for room in ROOMS if (SOURCE / room / "__init__.py").is_file()]
    assert {"vocabulary", "engine", "intake", "picture"} <= set(rooms)
    return rooms


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in ("import_module", "__import__") and node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def test_importing_every_module_of_it_brings_no_django_in() -> None:
    done = subprocess.run([sys.executable, "-c", _IMPORT_ALL, *present()], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, *of_django = done.stdout.split()
    assert int(count) > 10
    assert of_django == []


def test_no_line_of_it_names_django() -> None:
    read = 0
    for room in present():
        for path in (SOURCE / room).rglob("*.py"):
            read += 1
            names = list(imported(ast.parse(path.read_text(encoding="utf-8"))))
            wrong = [n for n in names if any(n == d or n.startswith(d + ".") for d in OF_DJANGO)]
            assert not wrong, f"{path.relative_to(SOURCE)} imports {wrong}"
    assert read > 10


def test_the_search_for_imports_finds_them() -> None:
    text = "import django.db\nfrom stronghold import web\ndef f():\n    importlib.import_module('django.conf')\n"
    assert {"django.db", "stronghold.web", "django.conf"} <= set(imported(ast.parse(text)))
