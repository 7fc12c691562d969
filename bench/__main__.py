"""Runs benchmarks, each part in a process of its own; prints a table and adds a line to ``bench/out/results.jsonl`` for each."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from rich.table import Table

from bench.rows import Benchmark, Row

BENCHMARKS = (
    "linking_known",
    "linking_1m",
    "linking_10m",
    "build_1m",
    "incremental",
    "town_pages",
    "drawing",
    "standing",
    "things",
    "groups",
    "protection",
    "network_scale",
    "disruption",
    "linking_spark",
)
OUT = Path(__file__).parent / "out"


def benchmark(name: str) -> Benchmark:
    return cast(Benchmark, import_module(f"bench.{name}"))


def in_own_process(name: str, part: str, folder: Path, size: int) -> list[Row]:
    """Run one part (or ``prepare``) in a fresh interpreter; gives its rows."""
    answer = folder / "answer.json"
    answer.unlink(missing_ok=True)
    command = [sys.executable, "-m", "bench", "--part", part, "--only", name, "--size", str(size), "--folder", str(folder)]
    # What a part says as it goes is of interest only where it fails.
    done = subprocess.run(command, cwd=Path(__file__).parents[1], text=True, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"{done.stdout[-2_000:]}{done.stderr[-4_000:]}\n{name}, {part}: failed")
    return [Row(**row) for row in json.loads(answer.read_text(encoding="utf-8"))]


def run_part(name: str, part: str, folder: Path, size: int) -> None:
    """The inside of ``in_own_process``."""
    module = benchmark(name)
    rows: list[Row] = []
    if part == "prepare":
        module.prepare(folder, size)
    else:
        rows = module.PARTS[part](folder, size)
    (folder / "answer.json").write_text(json.dumps([row.to_json() for row in rows]), encoding="utf-8")


def run(name: str, size: int | None, console: Console) -> dict[str, Any]:
    """The whole of one benchmark; gives its line for the record."""
    module = benchmark(name)
    chosen = size or module.SIZE
    OUT.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=OUT))
    try:
        with console.status(f"{name}: preparing {chosen:,}"):
            in_own_process(name, "prepare", folder, chosen)
        rows: list[Row] = []
        for part in module.PARTS:
            with console.status(f"{name}: {part}"):
                rows += in_own_process(name, part, folder, chosen)
        rows += module.conclude(rows)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    console.print(table_of(name, chosen, rows))
    return {"when": datetime.now(UTC).isoformat(timespec="seconds"), "benchmark": name, "size": chosen} | {
        "machine": machine(),
        "rows": [row.to_json() for row in rows],
    }


def machine() -> dict[str, Any]:
    """What the figures depend on beside the code."""
    packages = ("stronghold", "duckdb", "splink", "pyarrow", "numpy")
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in packages},
        "openblas": {key: value for key, value in os.environ.items() if key.startswith("OPENBLAS_")},
    }


def table_of(name: str, size: int, rows: list[Row]) -> Table:
    table = Table(title=f"{name}, {size:,}", title_justify="left")
    for heading in ("part", "stage"):
        table.add_column(heading)
    for heading in ("CPU s", "wall s", "peak MB"):
        table.add_column(heading, justify="right")
    table.add_column("figures")
    for row in rows:
        costs = ("" if cost is None else f"{cost:,.{places}f}" for cost, places in costs_of(row))
        table.add_row(row.part, row.stage, *costs, ", ".join(f"{key} {shown(value)}" for key, value in row.figures.items()))
    return table


def costs_of(row: Row) -> list[tuple[float | None, int]]:
    return [(row.cpu_seconds, 1), (row.wall_seconds, 1), (row.peak_mb, 0)]


def shown(value: float | int | str) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    return f"{value:,}" if isinstance(value, int) else value


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", choices=BENCHMARKS, help="this benchmark alone")
    parser.add_argument("--size", type=int, help="person mentions, where the benchmark makes its own (default: its name's)")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        run_part(given.only, given.part, given.folder, given.size)
        return
    console = Console(width=None if sys.stdout.isatty() else 160)
    for name in [given.only] if given.only else BENCHMARKS:
        line = run(name, given.size, console)
        with (OUT / "results.jsonl").open("a", encoding="utf-8") as record:
            record.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
