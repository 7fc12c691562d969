"""Where set-work runs: DuckDB in this process; finding and scoring pairs also on Spark."""

from stronghold.engine.choice import DUCKDB, Engine
from stronghold.engine.duck import connect
from stronghold.engine.ids import by_ids

__all__ = ["DUCKDB", "Engine", "by_ids", "connect"]
