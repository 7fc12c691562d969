"""Linking ten million person mentions with the shipped model, beside a tenth of them: what a record costs more, and the memory it takes."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from bench.linking_1m import linked
from bench.rows import Part, Row
from stronghold.town import people_table

__all__ = ["PARTS", "SIZE", "conclude", "prepare"]

SIZE = 10_000_000
_SHARE = 10
_TENTH, _WHOLE = "a tenth", "whole"
# DuckDB's own buffers; what does not fit lies on disk.
_MEMORY = "6GB"


def prepare(folder: Path, size: int) -> None:
    """Two towns, each of its own size."""
    for part, mentions in ((_TENTH, size // _SHARE), (_WHOLE, size)):
        pq.write_table(people_table(mentions, seed=7), folder / f"{part}.parquet")


def tenth(folder: Path, size: int) -> list[Row]:
    """As a build would link them."""
    return linked(_TENTH, folder, folder / f"{_TENTH}.parquet")


def whole(folder: Path, size: int) -> list[Row]:
    """The same with more memory."""
    return linked(_WHOLE, folder, folder / f"{_WHOLE}.parquet", memory_limit=_MEMORY)


PARTS: dict[str, Part] = {_TENTH: tenth, _WHOLE: whole}


def conclude(rows: list[Row]) -> list[Row]:
    costs = {row.part: row.cpu_seconds or 0.0 for row in rows if row.stage == "whole"}
    ratio = costs[_WHOLE] / _SHARE / costs[_TENTH] if costs[_TENTH] else 0.0
    return [Row("both", "CPU of a record, whole to a tenth", figures={"ratio": round(ratio, 2), "target": "1.5 or less"})]
