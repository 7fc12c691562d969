"""What a benchmark gives: rows of costs and figures, and a meter for them."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

__all__ = ["Benchmark", "Part", "Row", "StepMeter", "measured", "peak_mb"]

Figures = dict[str, float | int | str]


@dataclass
class Row:
    """One line of the table. Times are seconds, CPU of all threads; memory is MB (2^20) of this process up to here."""

    part: str
    stage: str
    cpu_seconds: float | None = None
    wall_seconds: float | None = None
    peak_mb: float | None = None
    figures: Figures = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value not in (None, {})}


Part = Callable[[Path, int], list[Row]]


class Benchmark(Protocol):
    """A module of this folder that is a benchmark.

    ``prepare`` writes what the parts read into a folder, uncounted and in a process of its own; each part then runs in a fresh
    process, so that its peak memory is its own; ``conclude`` compares the rows of all parts. ``SIZE`` is the size where none is
    asked for.
    """

    SIZE: int
    PARTS: Mapping[str, Part]

    @staticmethod
    def prepare(folder: Path, size: int) -> None: ...

    @staticmethod
    def conclude(rows: list[Row]) -> list[Row]: ...


def peak_mb() -> float:
    """The largest resident memory of this process so far, in MB (2^20)."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


@contextmanager
def measured(part: str, stage: str) -> Iterator[Row]:
    """Fills the row that it gives with what the block costs."""
    row = Row(part, stage)
    wall, cpu = time.perf_counter(), time.process_time()
    yield row
    row.cpu_seconds = round(time.process_time() - cpu, 2)
    row.wall_seconds = round(time.perf_counter() - wall, 2)
    row.peak_mb = peak_mb()


class StepMeter:
    """A row for each step that the code at work names as it goes: pass :meth:`step` as its ``progress``."""

    def __init__(self, part: str) -> None:
        self.rows: list[Row] = []
        self._part = part
        self._open: tuple[str, float, float] | None = None

    def step(self, name: str) -> None:
        """The step before has ended and ``name`` begins."""
        self.end()
        self._open = (name, time.perf_counter(), time.process_time())

    def end(self) -> None:
        """The last step has ended."""
        if self._open is None:
            return
        name, wall, cpu = self._open
        self._open = None
        taken = round(time.process_time() - cpu, 2), round(time.perf_counter() - wall, 2)
        self.rows.append(Row(self._part, name, *taken, peak_mb()))
