"""Where an entity can be put on a map, from visible evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest

from stronghold.governance import places
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import AuditEntry, SubjectPseudonym
from stronghold.governance.places import PlaceView, places_of_entity, places_of_record
from stronghold.governance.refusals import NotVisible
from stronghold.intake.loading.schema import create_tables
from stronghold.picture.classes import assign_classes

ANN, BOB, PHONE = "P-ANN00000", "P-BOB00000", "T-PHONE000"
FLAT, STREET, PARK, NOWHERE = "A-FLAT0000", "A-STREET00", "A-PARK0000", "A-NOWHERE0"

Mention = tuple[str, str | None, str, str, Mapping[str, Any]]
# agency, kind, key, day, [(role, part, kind, entity, values)]
RECORDS: list[tuple[str, str, str, str | None, list[Mention]]] = [
    ("council", "address", "g1", None, [
        ("subject", None, "address", FLAT, {"flat": "2", "house": "9", "street": "QUAY", "latitude": 54.5, "longitude": 2.0,
                                            "geocoded": "source"}),
    ]),
    ("police", "person", "p1", "2024-03-01", [
        ("subject", None, "person", ANN, {"forename": "ANN"}),
        ("subject", "home", "address", FLAT, {"flat": "2", "house": "9", "street": "QUAY", "postcode": "ZZ1 1AA", "latitude": 54.6,
                                              "longitude": 2.1, "geocoded": "postcode"}),
    ]),
    ("police", "stop_and_search", "s1", "2024-05-01", [
        ("searched", None, "person", ANN, {"forename": "ANN"}),
        ("searched", "home", "address", FLAT, {"flat": "2", "house": "9", "street": "QUAY"}),
        ("searched", None, "person", BOB, {"forename": "BOB"}),
        ("searched", "home", "address", NOWHERE, {"house": "1", "street": "LOST LANE"}),
        ("place", None, "address", STREET, {"location": "On or near Quay", "latitude": 54.51, "longitude": 2.01,
                                            "geocoded": "source"}),
    ]),
    ("police", "sighting", "s2", "2024-06-01", [
        ("seen", None, "person", ANN, {"forename": "ANN"}),
        ("place", None, "address", PARK, {"postcode": "ZZ1 2AA", "latitude": 54.7, "longitude": 2.2, "geocoded": "postcode"}),
        ("phone", None, "phone", PHONE, {"number": "01632960001"}),
    ]),
    ("covert", "sighting", "c1", "2024-07-01", [
        ("seen", None, "person", ANN, {"forename": "ANN"}),
        ("place", None, "address", NOWHERE, {"house": "1", "street": "LOST LANE", "latitude": 54.9, "longitude": 2.9,
                                             "geocoded": "source"}),
    ]),
]  # fmt: skip


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        create_tables(con)
        con.execute("CREATE TABLE entity_member (mention_id BIGINT, entity_id VARCHAR)")
        agencies = ["council", "police", "covert"]
        for number, agency in enumerate(agencies):
            con.execute("INSERT INTO source (source_id, agency, timezone) VALUES (?, ?, 'Europe/London')", [number, agency])
        for record_id, (agency, kind, key, day, mentions) in enumerate(RECORDS):
            con.execute(
                "INSERT INTO record (record_id, record_key, kind, source_id, occurred_from) VALUES (?, ?, ?, ?, ?)",
                [record_id, f"{agency}/x/{kind}/{key}", kind, agencies.index(agency), day],
            )
            owner = None
            for n, (role, part, mention_kind, entity, values) in enumerate(mentions):
                mention_id = record_id * 100 + n
                owner = owner if part else mention_id
                con.execute(
                    "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [mention_id, f"m{mention_id}", record_id, mention_kind, role, owner if part else None, part],
                )
                con.execute("INSERT INTO entity_member VALUES (?, ?)", [mention_id, entity])
                columns = ", ".join(["mention_id", *values])
                con.execute(
                    f"INSERT INTO {mention_kind} ({columns}) VALUES ({', '.join('?' * (len(values) + 1))})",
                    [mention_id, *values.values()],
                )
        assign_classes(con)
        con.execute("CREATE TABLE visible AS SELECT class_id FROM visibility_class WHERE agency <> 'covert'")
        yield con


def of(con: duckdb.DuckDBPyConnection, entity_id: str) -> dict[tuple[str | None, str], PlaceView]:
    found = places_of_entity(con, entity_id)
    assert found is not None
    assert len({(p.entity_id, p.role) for p in found.places}) == len(found.places)
    return {(p.entity_id, p.role): p for p in found.places}


def position(place: PlaceView) -> tuple[float | None, float | None, str | None]:
    return place.latitude, place.longitude, place.precision


def test_a_person_has_homes_and_places_of_events_and_no_one_elses_home(con: duckdb.DuckDBPyConnection) -> None:
    found = of(con, ANN)
    assert set(found) == {(FLAT, "Home"), (STREET, "Stop and search: place"), (PARK, "Sighting: place")}
    home = found[FLAT, "Home"]
    assert (home.label, home.records) == ("Flat 2, 9 Quay, ZZ1 1AA", 2)
    assert home.first_seen == datetime(2024, 3, 1, tzinfo=UTC) and home.last_seen == datetime(2024, 5, 1, tzinfo=UTC)
    assert home.evidence == ("police/x/stop_and_search/s1", "police/x/person/p1")


def test_a_position_is_the_best_that_visible_records_know_and_says_how_near_it_is(con: duckdb.DuckDBPyConnection) -> None:
    found = of(con, ANN)
    # The list of addresses knows better than the postcode in the person's record.
    assert position(found[FLAT, "Home"]) == (54.5, 2.0, "source")
    assert position(found[STREET, "Stop and search: place"]) == (54.51, 2.01, "approximate")
    assert position(found[PARK, "Sighting: place"]) == (54.7, 2.2, "postcode")


def test_a_position_that_only_a_hidden_record_holds_is_not_told(con: duckdb.DuckDBPyConnection) -> None:
    found = of(con, BOB)
    assert position(found[NOWHERE, "Home"]) == (None, None, None)
    assert (NOWHERE, "Sighting: place") not in of(con, ANN)


def test_a_home_is_itself_and_what_was_there(con: duckdb.DuckDBPyConnection) -> None:
    found = of(con, FLAT)
    assert set(found) == {(FLAT, "Listed address"), (FLAT, "Home of the person"), (FLAT, "Home of the person searched")}
    assert {position(place) for place in found.values()} == {(54.5, 2.0, "source")}
    assert set(of(con, STREET)) == {(STREET, "Stop and search: place")}


def test_a_phone_has_the_places_of_its_events(con: duckdb.DuckDBPyConnection) -> None:
    assert set(of(con, PHONE)) == {(PARK, "Sighting: place")}


def test_a_record_has_every_place_it_names(con: duckdb.DuckDBPyConnection) -> None:
    found = places_of_record(con, "police/x/stop_and_search/s1")
    assert found is not None
    assert (found.kind, found.left_out) == ("stop_and_search", 0)
    assert {(p.entity_id, p.role) for p in found.places} == {
        (FLAT, "Home of the person searched"),
        (NOWHERE, "Home of the person searched"),
        (STREET, "Stop and search: place"),
    }


@pytest.mark.parametrize("key", ["covert/x/sighting/c1", "police/x/none/1"])
def test_a_hidden_record_has_none(con: duckdb.DuckDBPyConnection, key: str) -> None:
    assert places_of_record(con, key) is None
    assert places_of_entity(con, "P-00000000") is None


def test_more_places_than_are_shown_are_counted(con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST_PLACES", 2)
    found = places_of_entity(con, ANN)
    assert found is not None
    assert [p.role for p in found.places] == ["Sighting: place", "Home"]
    assert found.left_out == 1


def test_the_gateway_writes_down_whose_places_and_which(analyst: Gateway) -> None:
    found = analyst.places("P-AM0000ZZ")
    assert (found.key, found.label, found.redirected_from) == ("P-AM000001", "Amos Perry", "P-AM0000ZZ")
    entry = AuditEntry.objects.latest("sequence")
    subjects = [SubjectPseudonym.objects.get(pseudonym=s).subject for s in entry.subjects]
    assert (entry.action, subjects) == ("places", ["P-AM000001", "A-H0000001"])
    assert analyst.places("police/rms/person/1").label == "police/rms/person/1"
    for hidden in ("P-DA000001", "police/covert/meeting/c1", "nonsense"):
        with pytest.raises(NotVisible):
            analyst.places(hidden)
        assert AuditEntry.objects.latest("sequence").detail["found"] == 0
