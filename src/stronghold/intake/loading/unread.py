"""Columns of which too many cells cannot be read as what they are mapped to: the mapping or the column is wrong, not the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from stronghold.intake.loading.slots import FilledSlot

__all__ = ["FEWEST", "MOST", "MOST_OF_NAMES", "Unread"]

FEWEST = 10
"""Of fewer cells than this that cannot be read, nothing is said of the column: each has its note."""
MOST = 0.5
"""From this share of a column's filled cells on, it is the column that is told of. Ours: a list typed in haste stays below."""
MOST_OF_NAMES = 0.1
"""The same of a column of names. Ours: who is who hangs on it, and hardly any name cannot be read as one."""
_NAME_TYPES = frozenset({"forename", "surname", "full_name"})


@dataclass
class _Column:
    label: str
    most: float
    given: int = 0
    failed: Counter[str] = field(default_factory=Counter)


class Unread:
    """Counts, batch by batch, how many cells of each mapped column of a file are filled, and how many of them cannot be read."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, str], _Column] = {}

    def count(self, filled: Iterable[FilledSlot]) -> None:
        """Add a batch."""
        for slot in filled:
            for name, cleaned in slot.cleaned.items():
                target = slot.target(name)
                most = MOST_OF_NAMES if target.column.type in _NAME_TYPES else MOST
                column = self._columns.setdefault((target.file_columns, name), _Column(target.column.label.lower(), most))
                column.given += len(cleaned.cells.indices) - cleaned.cells.indices.null_count
                column.failed.update(cleaned.failed.values())

    def notes(self) -> list[str]:
        """A sentence for each column of which too many cells cannot be read, in the order of the mapping."""
        found = []
        for (names, _), column in self._columns.items():
            failed = column.failed.total()
            if failed >= FEWEST and failed >= column.most * column.given:
                (reason, _), *_ = sorted(column.failed.items(), key=lambda one: (-one[1], one[0]))
                found.append(
                    f"column {names}: {failed:,} of {column.given:,} cells cannot be read as {column.label} "
                    f"(most often: {reason}) and are not used. Look at the column, and at what it is mapped to"
                )
        return found
