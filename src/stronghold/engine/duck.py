"""DuckDB connections: bounded memory, no downloads, one place for settings that other rooms rely on."""

from __future__ import annotations

from pathlib import Path

import duckdb

__all__ = ["connect"]


def connect(
    path: Path | None = None,
    *,
    read_only: bool = False,
    memory_limit: str = "2GB",
    threads: int | None = None,
    temp_dir: Path | None = None,
) -> duckdb.DuckDBPyConnection:
    """A connection to ``path`` (in memory where ``None``).

    ``memory_limit`` bounds DuckDB's own buffers; work beyond it spills to ``temp_dir`` (default: beside the file). Extensions are
    never loaded or installed: they download at run time, and this product works offline.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    if temp_dir is not None:
        config["temp_directory"] = str(temp_dir)
    connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=config)
    # Splink 5 writes `x -> ...` lambdas, which DuckDB 2 refuses unless told otherwise.
    connection.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    connection.execute("SET TimeZone = 'UTC'")
    return connection
