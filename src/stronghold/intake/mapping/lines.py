"""On which line of a TOML text each key stands, so that a message can point at it."""

from __future__ import annotations

import re

__all__ = ["Path", "key_lines"]

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]#=]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=(.*)$""")
_NAME = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_STRINGS = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*$')


def key_lines(text: str) -> dict[Path, int]:
    """Table headers and keys of a *valid* TOML text, each as a path with 1-based numbers for arrays of tables, to its line.

    ``[[record]]`` twice gives ``("record", 1)`` and ``("record", 2)``; a key of the second ``("record", 2, "kind")``.
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    open_brackets = 0
    quote = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quote:
            if quote in line:
                quote = ""
            continue
        if open_brackets > 0:
            open_brackets += _depth(line)
            continue
        if header := _HEADER.match(line):
            table = _table(_names(header[2]), header[1] == "[[", counts)
            found[table] = number
        elif key := _KEY.match(line):
            found[(*table, *_names(key[1]))] = number
            quote = _left_open(key[2])
            open_brackets = 0 if quote else _depth(key[2])
    return found


def _names(dotted: str) -> list[str]:
    return [name.strip("\"'") for name in _NAME.findall(dotted)]


def _table(names: list[str], is_array: bool, counts: dict[Path, int]) -> Path:
    """The path of a header, with the number of each array of tables on the way; counts a new one."""
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if is_array and position == len(names) - 1:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _left_open(value: str) -> str:
    """The triple quote that ``value`` opens and does not close, or ``""``."""
    for quote in ('"""', "'''"):
        if value.count(quote) == 1:
            return quote
    return ""


def _depth(value: str) -> int:
    bare = _STRINGS.sub("", value)
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
