"""Reading one snapshot: its tables, its manifest, its search file. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from functools import cached_property, lru_cache
from pathlib import Path

import duckdb

from stronghold import engine
from stronghold.errors import BadInput
from stronghold.picture import identifiers, search
from stronghold.picture.base_map import MAP_FILE
from stronghold.picture.classes import VisibilityClass, read_classes
from stronghold.picture.manifest import Manifest

__all__ = ["MODEL_FILE", "PICTURE_FILE", "SEARCH_FILE", "Snapshot"]

PICTURE_FILE = "picture.duckdb"
SEARCH_FILE = "search.sqlite"
MODEL_FILE = "model.json"


class Snapshot:
    """One picture in the folder ``path``, as it was built. Snapshots never change; any number of readers may open one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def id(self) -> str:
        return self.path.name

    @cached_property
    def manifest(self) -> Manifest:
        return Manifest.read(self.path)

    def base_map(self) -> Path | None:
        """The GeoJSON file of streets, wards and landmarks that places are shown on; ``None`` where no map was given."""
        path = self.path / MAP_FILE
        return path if path.is_file() else None

    def connect(self, *, memory_limit: str = "2GB", threads: int | None = None) -> duckdb.DuckDBPyConnection:
        """A read-only connection to the tables; the caller closes it. ``BadInput`` where the file is missing or damaged."""
        path = self.path / PICTURE_FILE
        try:
            return engine.connect(path, read_only=True, memory_limit=memory_limit, threads=threads)
        except duckdb.Error as error:
            raise BadInput(
                f"the picture of snapshot {self.id} cannot be opened ({error}).",
                file=str(path),
                remedy="Roll back to another snapshot or build again.",
            ) from error

    def keep_open(self) -> None:
        """Keep the tables open in this process until another snapshot's are kept: each connection is then made at once.

        Read pages afterwards find in memory what earlier ones read.
        """
        _kept_open(self.path)

    def search(
        self,
        text: str,
        classes: Collection[int],
        limit: int = 50,
        *,
        keyed: Sequence[int] | None = None,
        con: duckdb.DuckDBPyConnection | None = None,
    ) -> list[search.Hit]:
        """Entities that ``text`` finds, best first, at most ``limit``, told by records of the visible ``classes`` alone.

        Words are found anywhere in a name, address, number or registration and must all be there; a record's own key and a
        person's own numbers (NHS, National Insurance, PNC) are found whole. Never raises on any text. ``keyed``: as in
        :func:`.identifiers.find_identifiers`. ``con``: a connection to these tables, by which identifiers are looked up.
        """
        if limit <= 0 or not classes:
            return []
        visible = sorted(set(classes))
        hits = search.find_texts(self.path / SEARCH_FILE, text, visible, limit)
        exact: list[search.Hit] = []
        if identifiers.may_be_identifier(text):
            with nullcontext(con) if con is not None else self.connect() as opened:
                exact = identifiers.find_identifiers(opened, text, visible, limit, keyed=keyed)
        first: dict[tuple[str, str], search.Hit] = {}
        for hit in [*exact, *hits]:
            first.setdefault((hit.entity_id, hit.text), hit)
        return list(first.values())[:limit]

    def classes(self) -> list[VisibilityClass]:
        """Every visibility class of the snapshot, by id."""
        with self.connect() as con:
            return read_classes(con)


@lru_cache(maxsize=1)
def _kept_open(path: Path) -> duckdb.DuckDBPyConnection:
    con = Snapshot(path).connect()
    # What a page asks for is a few rows: to hand it to several threads costs more than it gains, and each reader has a thread.
    con.execute("SET threads = 1")
    return con
