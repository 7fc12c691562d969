"""Entities become a network: ties with their evidence, and the groups that are found in it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from stronghold.network.groups import write_groups
from stronghold.network.hubs import find_hubs
from stronghold.network.ties import TieReport, find_ties

__all__ = ["TieReport", "find_ties", "write_network"]


def write_network(con: duckdb.DuckDBPyConnection, previous: Path | None, snapshot: str) -> int:
    """Write what is found in a picture's ties (hubs, groups and what is around them); how many groups. As :func:`.groups.write_groups`."""
    find_hubs(con)
    return write_groups(con, previous, snapshot)
