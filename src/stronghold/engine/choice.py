"""Which engine set-work runs on, as a person names it: ``duckdb``, ``local``, ``local[2]`` or ``spark://host:7077``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stronghold.errors import BadInput

__all__ = ["DUCKDB", "Engine"]

_LOCAL = re.compile(r"local(\[([1-9]\d{0,3}|\*)\])?")
_CLUSTER = re.compile(r"spark://(?P<places>[^/\s]+)")
_PLACE = re.compile(r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})")
_KNOWN = "Give duckdb, local, local[2] (so many tasks at once) or spark://HOST:7077."


@dataclass(frozen=True)
class Engine:
    """DuckDB in this process where ``master`` is ``None``, else the Spark at ``master`` (a master URL in Spark's own words)."""

    master: str | None = None

    @classmethod
    def named(cls, name: str) -> Engine:
        """The engine that ``name`` means. ``BadInput`` where it means none."""
        given = name.strip()
        if given.lower() == "duckdb":
            return DUCKDB
        if _LOCAL.fullmatch(given):
            return cls("local[*]" if given == "local" else given)
        cluster = _CLUSTER.fullmatch(given)
        if cluster and all(_is_place(place) for place in cluster["places"].split(",")):
            return cls(given)
        raise BadInput(f"'{name}' is no engine.", remedy=_KNOWN)

    @property
    def name(self) -> str:
        """What :meth:`named` takes for this engine."""
        return self.master or "duckdb"

    @property
    def is_spark(self) -> bool:
        """Whether pairs are found and scored on Spark."""
        return self.master is not None

    @property
    def is_local(self) -> bool:
        """Whether everything runs on this machine."""
        return self.master is None or self.master.startswith("local")

    @property
    def masters(self) -> tuple[tuple[str, int], ...]:
        """Host and port of each master of a cluster; more than one where others stand by."""
        if self.is_local or self.master is None:
            return ()
        found = (_PLACE.fullmatch(place) for place in self.master.removeprefix("spark://").split(","))
        return tuple((place["host"].strip("[]"), int(place["port"])) for place in found if place)


def _is_place(text: str) -> bool:
    place = _PLACE.fullmatch(text)
    return place is not None and 0 < int(place["port"]) < 65_536


DUCKDB = Engine()
