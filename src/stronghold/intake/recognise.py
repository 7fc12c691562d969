"""Files whose layout Stronghold knows: the mappings it ships, and which of them a file's columns call for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from stronghold.intake.mapping import Mapping, mapping_beside

__all__ = ["mapping_for", "recognise", "shipped"]


@cache
def shipped() -> dict[str, Mapping]:
    """Every mapping that comes with Stronghold, by name (``"police_uk_street"``)."""
    folder = files("stronghold.intake") / "shipped"
    return {
        entry.name.removesuffix(".mapping.toml"): Mapping.from_toml(entry.read_text(encoding="utf-8"), file=entry.name)
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".mapping.toml")
    }


def recognise(columns: Sequence[str]) -> Mapping | None:
    """The shipped mapping for a file with these columns: all that the mapping names must be there, more do no harm.

    Where several fit, the one that names most columns.
    """
    present = set(columns)
    fitting = [mapping for mapping in shipped().values() if mapping.recognise and present.issuperset(mapping.recognise)]
    return max(fitting, key=lambda mapping: len(mapping.recognise), default=None)


def mapping_for(path: Path, columns: Sequence[str]) -> Mapping | None:
    """The mapping for the file ``path`` with these columns: the one beside it, else a shipped one, else ``None``.

    Raises ``BadInput`` where there is a mapping beside the file that cannot be used, or that reads columns the file lacks.
    """
    mapping = mapping_beside(path) or recognise(columns)
    if mapping is not None:
        mapping.check_columns(columns, file=path.name)
    return mapping
