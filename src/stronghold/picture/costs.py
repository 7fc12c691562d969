"""What each stage of a build costs: wall clock, CPU of all threads, and the largest resident memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from stronghold.picture.manifest import StageCost

__all__ = ["CostMeter"]

_EVERY_SECONDS = 0.05


class CostMeter:
    """Measures stages one after another; :attr:`costs` holds them in order.

    Memory is this process's resident set, looked at 20 times a second, so a peak shorter than that may be missed.
    """

    def __init__(self) -> None:
        self.costs: list[StageCost] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what is done inside; a stage that raises is not recorded."""
        process = psutil.Process()
        peak = [process.memory_info().rss]
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(_EVERY_SECONDS):
                peak.append(max(peak.pop(), process.memory_info().rss))

        watcher = threading.Thread(target=watch, name="cost-meter", daemon=True)
        wall, cpu = time.perf_counter(), time.process_time()
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()
        self.costs.append(
            StageCost(
                stage=name,
                wall_seconds=round(time.perf_counter() - wall, 3),
                cpu_seconds=round(time.process_time() - cpu, 3),
                peak_mb=round(max(*peak, process.memory_info().rss) / 2**20, 1),
            )
        )
