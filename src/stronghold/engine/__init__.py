"""Where set-work runs: a DuckDB connection set up for this machine."""

from stronghold.engine.duck import connect

__all__ = ["connect"]
