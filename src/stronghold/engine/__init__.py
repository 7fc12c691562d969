"""Where set-work runs: DuckDB in this process; finding and scoring pairs also on Spark."""

from stronghold.engine.choice import DUCKDB, Engine
from stronghold.engine.duck import connect

__all__ = ["DUCKDB", "Engine", "connect"]
