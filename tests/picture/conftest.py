"""A picture made by hand, for tests of what reads one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stronghold import engine
from stronghold.intake.loading.schema import create_tables
from stronghold.network import find_ties
from stronghold.picture.classes import assign_classes
from stronghold.picture.manifest import Manifest, SourceEntry, hash_file
from stronghold.picture.search_index import write_search_file
from stronghold.picture.snapshot import PICTURE_FILE, SEARCH_FILE, Snapshot
from stronghold.picture.store import Store


class Town:
    """Records, who and what they name, and which entity each mention is of; :meth:`finish` makes the rest of the tables."""

    def __init__(self, path: Path | None = None) -> None:
        self.con = engine.connect(path)
        create_tables(self.con)
        self.con.execute("CREATE TABLE entity_member (mention_id BIGINT, entity_id VARCHAR)")
        self.records = 0
        self.mentions = 0

    def source(self, source_id: int, agency: str, *, kept: int, **terms: str) -> None:
        names = ", ".join(["source_id, agency, name, sha256, mapping_sha256, read_rows, kept_rows", *terms])
        values = [source_id, agency, f"{agency}.csv", f"{agency:0<64}", "0" * 64, kept, kept, *terms.values()]
        marks = ", ".join("?" * len(values))
        self.con.execute(
            f"INSERT INTO source ({names}, quarantined_rows, repeated_rows, replaced_rows) VALUES ({marks}, 0, 0, 0)", values
        )

    def record(self, kind: str, key: str, source_id: int = 1, **columns: Any) -> int:
        self.records += 1
        names = ", ".join(["record_id, record_key, kind, source_id, content_hash", *columns])
        values = [self.records, key, kind, source_id, f"hash of {key}", *columns.values()]
        self.con.execute(f"INSERT INTO record ({names}) VALUES ({', '.join('?' * len(values))})", values)
        if kind in ("meeting", "call"):
            self.con.execute(f"INSERT INTO {kind} (record_id) VALUES (?)", [self.records])
        return self.records

    def mention(
        self,
        kind: str,
        entity: str,
        role: str = "subject",
        *,
        belongs_to: int | None = None,
        part: str | None = None,
        **columns: Any,
    ) -> int:
        """Add a mention in the last record."""
        self.mentions += 1
        (key,) = self.con.execute("SELECT record_key FROM record WHERE record_id = ?", [self.records]).fetchone() or ("",)
        key = f"{key}#{role}.{self.mentions}" + (f">{part}" if part else "")
        self.con.execute(
            "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?)",
            [self.mentions, key, self.records, kind, role, belongs_to, part],
        )
        names = ", ".join(["mention_id", *columns])
        marks = ", ".join("?" * (len(columns) + 1))
        self.con.execute(f"INSERT INTO {kind} ({names}) VALUES ({marks})", [self.mentions, *columns.values()])
        self.con.execute("INSERT INTO entity_member VALUES (?, ?)", [self.mentions, entity])
        return self.mentions

    def finish(self) -> None:
        self.con.execute(
            "CREATE OR REPLACE TABLE entity AS SELECT entity_id, any_value(kind) AS kind, count(*) AS mentions,"
            " count(DISTINCT record_id) AS records, NULL::TIMESTAMP AS first_seen, NULL::TIMESTAMP AS last_seen"
            " FROM entity_member JOIN mention USING (mention_id) GROUP BY entity_id"
        )
        find_ties(self.con)
        assign_classes(self.con)


def fill(town: Town) -> None:
    """Two agencies: the police know John O'Brien with his phone and a meeting; the council his home, in confidence."""
    town.source(1, "Police", kept=3, handling="P")
    town.source(2, "Council", kept=2, handling="C", sensitivity="child")
    town.record("person", "Police/niche/person/NOM%2F17", occurred_from="2024-01-02")
    john = town.mention(
        "person", "P-JOHN", forename="John", surname="O'Brien", date_of_birth="1990-04-03", alias=["Ziggy"], nino="AB123456C"
    )
    town.mention("phone", "T-JOHN", belongs_to=john, part="phone", number="+447700900123")
    town.record("person", "Police/niche/person/NOM2", occurred_from="2024-01-03")
    town.mention("person", "P-LI", forename="Zoë", surname="Ng", date_of_birth="1988-12-31")
    town.record("meeting", "Police/surv/meeting/~0123456789abcdef", occurred_from="2024-02-01")
    town.mention("person", "P-JOHN", "attendee", forename="John", surname="O'Brien")
    town.mention("person", "P-LI", "attendee", surname="Ng")
    town.record("person", "Council/housing/person/T1", 2)
    hidden = town.mention("person", "P-JOHN", forename="Jonathan", surname="Obrien")
    town.mention(
        "address",
        "A-HIGH",
        belongs_to=hidden,
        part="home",
        flat="2",
        house="14",
        street="High Street",
        town="Oxford",
        postcode="OX1 1AA",
    )
    town.record("vehicle", "Council/parking/vehicle/~fedcba9876543210", 2, sensitivity="standard")
    town.mention("vehicle", "V-CAR", registration="AB12CDE")
    town.finish()


def make_snapshot(store: Store, snapshot_id: str, *, previous: str | None = None, change: str | None = None) -> Snapshot:
    """Serve a snapshot of the filled town; ``change`` is a statement run on its tables before the rest is made."""
    with store.lock():
        building = store.begin(snapshot_id)
        town = Town(building / PICTURE_FILE)
        fill(town)
        if change:
            town.con.execute(change)
            town.finish()
        write_search_file(town.con, building / SEARCH_FILE)
        town.con.close()
        entry = SourceEntry("Police.csv", "a" * 64, "b" * 64, 10, "csv", "Police", "niche", 3, 3, 0, 0, 0)
        Manifest(
            id=snapshot_id,
            created="2025-01-01T00:00:00.000Z",
            versions={},
            inputs=(entry,),
            counts={"records": {"person": 3}, "entities": {"person": 2}, "ties": {"meeting": 1}},
            timings=(),
            files={name: hash_file(building / name) for name in (PICTURE_FILE, SEARCH_FILE)},
            previous=previous,
        ).write(building)
        return store.finish(building)


@pytest.fixture
def town() -> Iterator[Town]:
    """The filled town, in memory."""
    made = Town()
    fill(made)
    yield made
    made.con.close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The filled town as a snapshot."""
    return make_snapshot(Store.create(tmp_path_factory.mktemp("town") / "store"), "20250101T000000000Z-00000001")


@pytest.fixture
def snapshot_maker() -> Any:
    return make_snapshot
