"""A small picture made by hand: who is in it, and which records say so, is written out below."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from stronghold import engine
from stronghold.governance import accounts
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account
from stronghold.intake.loading.schema import create_tables
from stronghold.linking.belonging import find_belongings
from stronghold.linking.model import PersonModel
from stronghold.network import find_ties
from stronghold.network.groups.identity import group_id
from stronghold.network.groups.tables import write_groups
from stronghold.network.hubs import find_hubs
from stronghold.picture.classes import assign_classes
from stronghold.picture.manifest import Manifest
from stronghold.picture.search_index import write_search_file
from stronghold.picture.snapshot import MODEL_FILE, PICTURE_FILE, SEARCH_FILE
from stronghold.picture.store import Store

SNAPSHOT_ID = "20260101T000000000Z-00000000"
AMOS, BETH, DAN, NORA, HOME = "P-AM000001", "P-BE000001", "P-DA000001", "P-NA000001", "A-H0000001"
MERGED_INTO_AMOS = "P-AM0000ZZ"

# agency, system, handling, sensitivity, operation
SOURCES: dict[int, tuple[str, str, str | None, str, str | None]] = {
    1: ("police", "rms", "P", "standard", None),
    2: ("council", "housing", "P", "standard", None),
    3: ("health", "ed", "P", "sensitive", None),
    4: ("police", "covert", "P", "standard", "ash"),
    5: ("council", "asb", "C", "standard", None),
    6: ("police", "ungraded", None, "standard", None),
}
Values = dict[str, Any]
# source, kind, key, day, event's values, [(role, part, kind, entity, values)]
RECORDS: list[tuple[int, str, str, str, Values, list[tuple[str, str | None, str, str, Values]]]] = [
    (1, "person", "1", "2024-01-05", {}, [
        ("subject", None, "person", AMOS, {"forename": "AMOS", "surname": "PERRY", "date_of_birth": "1990-02-01", "sex": "male"}),
        ("subject", "home", "address", HOME, {"house": "14", "street": "HIGH STREET", "town": "Oxford", "postcode": "OX1 4AA"}),
    ]),
    (2, "person", "7", "2024-02-05", {}, [
        ("subject", None, "person", AMOS, {"forename": "AMOS", "surname": "PERRY"}),
    ]),
    (3, "person", "h1", "2024-03-05", {}, [
        ("subject", None, "person", AMOS, {"forename": "AMOS", "middle_names": "JAY", "surname": "PERRYMAN", "alias": ["GHOST"]}),
    ]),
    (1, "meeting", "m1", "2024-07-01", {"narrative": "Seen by the bridge."}, [
        ("attendee", None, "person", AMOS, {"surname": "PERRY"}),
        ("attendee", None, "person", BETH, {"forename": "BETH", "surname": "COLE"}),
    ]),
    (4, "meeting", "c1", "2024-07-02", {"narrative": "Covert."}, [
        ("attendee", None, "person", AMOS, {"surname": "PERRY"}),
        ("attendee", None, "person", DAN, {"forename": "DAN", "surname": "VOSS"}),
        ("attendee", None, "person", BETH, {"forename": "ELIZABETH ANNE", "surname": "COLE"}),
    ]),
    (5, "meeting", "a1", "2024-07-03", {"narrative": "Shared with conditions."}, [
        ("attendee", None, "person", AMOS, {"surname": "PERRY"}),
        ("attendee", None, "person", BETH, {"forename": "BETH", "surname": "COLE"}),
    ]),
    (6, "person", "n1", "2024-07-04", {}, [
        ("subject", None, "person", NORA, {"forename": "NORA", "surname": "NULL"}),
    ]),
]  # fmt: skip
# mention keys of accepted links, and their match weight
LINKS = [("police/rms/person/1#subject.1", "council/housing/person/7#subject.1", 9.5),
         ("police/rms/person/1#subject.1", "health/ed/person/h1#subject.1", 4.0)]  # fmt: skip
QUARANTINE = [
    (1, None, 9, "date_of_birth", "not a date", {"name": "=cmd|' /C calc'!A0", "born": "31/02/1990"}),
    (2, "Sheet1", 3, None, "too many cells", {"tenant": "Someone, of here", "born": None}),
]


def _insert(con: duckdb.DuckDBPyConnection, table: str, values: Mapping[str, Any]) -> None:
    columns = ", ".join(f'"{c}"' for c in values)
    con.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def _sources(con: duckdb.DuckDBPyConnection) -> None:
    for source_id, (agency, system, handling, sensitivity, operation) in SOURCES.items():
        digest = hashlib.sha256(system.encode()).hexdigest()
        named = {
            "source_id": source_id,
            "name": f"{system}.csv",
            "sha256": digest,
            "agency": agency,
            "system": system,
            "handling": handling,
        }
        rules = {"handling": handling, "sensitivity": sensitivity, "operation": operation}
        grounds = {"purpose": "crime prevention", "lawful_basis": "public task", "timezone": "Europe/London"}
        _insert(con, "source", {**named, **rules, **grounds})
    for row in QUARANTINE:
        named = dict(zip(("source_id", "sheet", "line", "column_name", "reason"), row[:5], strict=True))
        _insert(con, "quarantine", {**named, "raw": json.dumps(row[5])})


def _records(con: duckdb.DuckDBPyConnection, records: Sequence[Any] = RECORDS, after: int = 0, mention_id: int = 0) -> None:
    for record_id, (source_id, kind, key, day, event, mentions) in enumerate(records, start=after + 1):
        agency, system = SOURCES[source_id][:2]
        record_key = f"{agency}/{system}/{kind}/{key}"
        # A day begins at the source's own midnight: in July an hour before that of UTC.
        start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC).replace(tzinfo=None)
        times = {"occurred_from": start, "occurred_precision": "day"}
        _insert(
            con,
            "record",
            {
                "record_id": record_id,
                "record_key": record_key,
                "kind": kind,
                "source_id": source_id,
                "line": record_id + 1,
                **times,
            },
        )
        if kind != "person":
            _insert(con, kind, {"record_id": record_id, **event})
        owner, number = None, 0
        for role, part, mention_kind, entity, values in mentions:
            mention_id += 1
            if part is None:
                owner, number = mention_id, number + 1
            named = {
                "mention_key": f"{record_key}#{role}.{number}" + (f">{part}" if part else ""),
                "kind": mention_kind,
                "role": role,
            }
            belongs = {"belongs_to": owner if part else None, "part": part}
            _insert(con, "mention", {"mention_id": mention_id, "record_id": record_id, **named, **belongs})
            _insert(con, mention_kind, {"mention_id": mention_id, **values})
            _insert(con, "entity_member", {"mention_id": mention_id, "entity_id": entity})


def _notes(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "INSERT INTO cell_note VALUES (1, 'nino', 'QQ12', 'not a National Insurance number'), (1, 'sex', 'M?', 'unknown')"
    )


def _linking(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE node AS SELECT mention_id, mention_id AS node_id FROM mention WHERE kind = 'person'")
    con.execute(
        "CREATE TABLE link (mention_l BIGINT, mention_r BIGINT, kind VARCHAR, match_weight DOUBLE, probability DOUBLE,"
        " gamma_forename INT, gamma_surname INT, accepted BOOL)"
    )
    con.execute("CREATE TABLE link_repeat AS FROM link")
    # The two records of Beth with the same name are one node; that of the covert record is another.
    con.execute("UPDATE node SET node_id = 6 WHERE mention_id = 11")
    con.execute("INSERT INTO link_repeat VALUES (6, 6, 'person', 12, 0.9998, 0, 0, true)")
    con.execute("CREATE TABLE linking_term AS SELECT 'surname' AS column_name, 'PERRY' AS value, 0.001 AS share")
    for left, right, weight in LINKS:
        con.execute(
            "INSERT INTO link SELECT a.mention_id, b.mention_id, 'person', $weight, 1 - pow(2, -$weight), 0, 0, true"
            " FROM mention a, mention b WHERE a.mention_key = $left AND b.mention_key = $right",
            {"left": left, "right": right, "weight": weight},
        )
    con.execute("CREATE TABLE entity_alias (old_id VARCHAR, entity_id VARCHAR, reason VARCHAR)")
    con.execute("INSERT INTO entity_alias VALUES (?, ?, 'merged')", [MERGED_INTO_AMOS, AMOS])


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose served snapshot is the picture above."""
    store = Store.create(tmp_path_factory.mktemp("made") / "store")
    with store.lock():
        folder = store.begin(SNAPSHOT_ID)
        with engine.connect(folder / PICTURE_FILE) as con:
            create_tables(con)
            con.execute("CREATE TABLE entity_member (mention_id BIGINT, entity_id VARCHAR)")
            _sources(con)
            _records(con)
            _notes(con)
            _linking(con)
            find_belongings(con)
            find_ties(con)
            assign_classes(con)
            write_search_file(con, folder / SEARCH_FILE)
        (folder / MODEL_FILE).write_text(PersonModel.shipped().to_json(), encoding="utf-8")
        Manifest(SNAPSHOT_ID, "2026-01-01T00:00:00Z", versions={}, inputs=(), counts={}, timings=(), files={}).write(folder)
        store.finish(folder)
    return store.path


GANG = ["P-GANG0001", "P-GANG0002", "P-GANG0003", "P-GANG0004"]
"""Kay, Lee and Max, who are said to supply, and Tia, who is a child."""
GROUP = group_id(GANG[0])
"""The id of their group."""

LINE, PLACE = "T-L0000001", "A-P0000001"
_CALLED = ("KAY", "LEE", "MAX", "TIA")
_ARRESTED = [
    (
        "arrested",
        None,
        "person",
        who,
        {"forename": name, "surname": "GANGER", **({"date_of_birth": "2014-05-01"} if name == "TIA" else {})},
    )
    for who, name in zip(GANG, _CALLED, strict=True)
]
_PLACED = [
    ("place", None, "address", PLACE, {"street": "MILL LANE", "town": "Oxford", "postcode": "OX4 1AA", "area_name": "Mill End",
                                       "area_code": "E01000001", "latitude": 51.74, "longitude": -1.22}),
    ("phone", None, "phone", LINE, {"number": "+447700900123"}),
]  # fmt: skip
GANG_RECORDS: list[tuple[int, str, str, str, Values, list[tuple[str, str | None, str, str, Values]]]] = [
    *((1, "arrest", f"g{day}", f"2024-0{day}-10", {"offence": "Affray"}, [*_ARRESTED, *_PLACED]) for day in (1, 2, 3)),
    *((1, "intelligence_report", f"i{who}", "2024-03-11", {"narrative": "Dealing heroin."},
       [("subject", None, "person", who, {"surname": "GANGER"})]) for who in GANG[:3]),
    # A sensitive record, which most may not see.
    (3, "sighting", "s1", "2024-04-01", {}, [("seen", None, "person", who, {"surname": "GANGER"}) for who in GANG[:2]]),
    *((1, "call", f"c{n}", "2024-03-12", {}, [("caller", None, "phone", LINE, {"number": "+447700900123"}),
                                             ("recipient", None, "phone", f"T-C00000{n:02}", {"number": f"+4477009002{n:02}"})])
      for n in range(20)),
]  # fmt: skip


@pytest.fixture(scope="session")
def grouped_store(made_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same store with records of a group, :data:`GANG`, which uses :data:`LINE` and is active at :data:`PLACE`."""
    folder = tmp_path_factory.mktemp("grouped") / "store"
    shutil.copytree(made_store, folder)
    with engine.connect(folder / "snapshots" / SNAPSHOT_ID / PICTURE_FILE) as con:
        assert _grown(con, GANG_RECORDS, SNAPSHOT_ID) == 1
    return folder


def _grown(con: duckdb.DuckDBPyConnection, records: Sequence[Any], snapshot: str) -> int:
    """Put more records into a picture and find its ties and groups anew; how many groups."""
    ((mentions, before),) = con.execute(
        "SELECT (SELECT max(mention_id) FROM mention), (SELECT max(record_id) FROM record)"
    ).fetchall()
    _records(con, records, before, mentions)
    con.execute("DROP TABLE tie; DROP TABLE tie_evidence; DROP TABLE visibility_class")
    con.execute(
        "CREATE OR REPLACE TABLE entity AS SELECT entity_id, any_value(kind) AS kind"
        " FROM entity_member JOIN mention USING (mention_id) GROUP BY ALL"
    )
    find_belongings(con)
    find_ties(con)
    find_hubs(con)
    assign_classes(con)
    return write_groups(con, None, snapshot)


def next_picture(
    store: Path, records: Sequence[Any] = (), *, moved: Mapping[str, str] | None = None, gone: Sequence[str] = ()
) -> str:
    """Serve another picture from the store, as a build makes it from more ``records``; its id.

    ``moved``: the entity of each mention (by key) that belongs to another one now; ``gone``: keys of records that are left out.
    """
    opened = Store.open(store)
    before = opened.current()
    assert before is not None
    made = f"202601{len(opened.snapshots()) + 1:02}T000000000Z-00000000"
    with opened.lock():
        folder = opened.begin(made)
        for file in (PICTURE_FILE, SEARCH_FILE, MODEL_FILE):
            shutil.copy(before.path / file, folder / file)
        with engine.connect(folder / PICTURE_FILE) as con:
            for key, entity in (moved or {}).items():
                con.execute(
                    "UPDATE entity_member SET entity_id = ? WHERE mention_id = (SELECT mention_id FROM mention WHERE mention_key = ?)",
                    [entity, key],
                )
            con.execute(
                "CREATE TEMP TABLE out AS SELECT record_id FROM record WHERE list_contains($keys::VARCHAR[], record_key)",
                {"keys": list(gone)},
            )
            con.execute(
                "DELETE FROM entity_member WHERE mention_id IN (SELECT mention_id FROM mention SEMI JOIN out USING (record_id))"
            )
            con.execute("DELETE FROM mention WHERE record_id IN (FROM out)")
            con.execute("DELETE FROM record WHERE record_id IN (FROM out)")
            _grown(con, records, made)
        Manifest(made, "2026-01-02T00:00:00Z", versions={}, inputs=(), counts={}, timings=(), files={}).write(folder)
        opened.finish(folder)
    return made


@pytest.fixture
def account(db: None) -> Callable[..., Account]:
    """Adds an account: ``account("name", "police", "analyst")``."""

    def add(name: str, agency: str, *roles: str, operations: tuple[str, ...] = ()) -> Account:
        return accounts.add(name, agency, roles, operations=operations)

    return add


@pytest.fixture
def analyst(made_store: Path, account: Callable[..., Account]) -> Iterator[Gateway]:
    """The gateway of a police analyst who is in no operation."""
    account("ann", "police", "analyst")
    with open_gateway(made_store, "ann", "disruption") as gateway:
        yield gateway
