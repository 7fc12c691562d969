from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold import engine
from stronghold.casework.models import Report
from stronghold.casework.reports import Content, Organisation, Person, Phone, Place, Vehicle, amend, enter, for_build, withdraw
from stronghold.casework.reports import file_names as names_so_far
from stronghold.casework.reports.content import ROLES
from stronghold.casework.reports.files import file_name, is_file_name, mapping_of, row_of
from stronghold.casework.reports.understanding import understand
from stronghold.governance.models import Account, Agency
from stronghold.intake.load import SourceInput, load
from stronghold.intake.mapping import Mapping

KIND = "intelligence_report"
DISRUPTION = "disruption"


def entered(account: Account, content: Content, token: str, kind: str = KIND) -> str:
    return enter(account, DISRUPTION, kind, content, token=token).number


def out(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.django_db(transaction=True)
def test_one_file_per_agency_and_operation_with_what_holds(
    account: Callable[..., Account], full: Content, community: Content, tmp_path: Path
) -> None:
    assert for_build(out(tmp_path / "none")) == []
    ann, cy = account("ann", operations=("Night Jar",)), account("cy", agency="council")
    first, second = entered(ann, full, "1"), entered(ann, full, "2")
    covert = entered(ann, replace(full, operation="Night Jar"), "3")
    other = entered(cy, community, "4", "community_report")
    amend(ann, DISRUPTION, first, replace(full, narrative="Three boys."), reason="It was three", seen=1)
    withdraw(ann, DISRUPTION, second, reason="Wrong street")
    sources = for_build(out(tmp_path / "out"))
    held = {s.name: [json.loads(line) for line in s.path.read_text(encoding="utf-8").splitlines()] for s in sources}
    police, council = file_name("police", ""), file_name("council", "")
    assert (police, council) == ("entered-reports-police.jsonl", "entered-reports-council.jsonl")
    assert {name: [row["number"] for row in rows] for name, rows in held.items()} == {
        council: [other], file_name("police", "Night Jar"): [covert], police: [first],
    }  # fmt: skip
    assert held[police][0]["narrative"] == "Three boys."
    by_name = {s.name: s.mapping for s in sources}
    assert by_name[file_name("police", "Night Jar")].source.operation == "Night Jar"  # type: ignore[union-attr]
    assert names_so_far() == frozenset(held)
    for mapping in by_name.values():
        assert mapping is not None
        assert Mapping.from_toml(mapping.to_toml(), file="m") == mapping


@pytest.mark.django_db(transaction=True)
def test_the_same_reports_give_the_same_bytes(ann: Account, full: Content, community: Content, tmp_path: Path) -> None:
    entered(ann, full, "1")
    entered(ann, community, "2", "community_report")
    once, again = for_build(out(tmp_path / "a")), for_build(out(tmp_path / "b"))
    assert [s.path.read_bytes() for s in once] == [s.path.read_bytes() for s in again]
    assert [s.mapping for s in once] == [s.mapping for s in again]


def test_names_of_files_are_plain_and_never_shared() -> None:
    pairs = [
        ("police", ""),
        ("Police", ""),
        ("po lice", ""),
        ("po-lice", ""),
        ("police", "x"),
        ("police-x", ""),
        ("../../etc", ""),
    ]
    names = [file_name(*pair) for pair in [*pairs, ("警察", ""), ("", "police")]]
    assert len(set(names)) == len(names)
    assert all(is_file_name(name) and "/" not in name and name.isascii() for name in names)
    assert not is_file_name("people.csv")


# No word that begins like this is a title, a mark for an empty cell, or anything else that has a meaning of its own.
LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9).map(lambda word: f"qz{word}")
WORDS = st.lists(LETTERS, min_size=1, max_size=4).map(" ".join)
PHONES = st.integers(900000, 900999).map(lambda n: f"07700 {n}")
DATES = st.dates(min_value=datetime(1950, 1, 2).date(), max_value=datetime(2020, 1, 1).date()).map(lambda d: f"{d:%d/%m/%Y}")
HOMES = st.builds("{} {} Road, {}".format, st.integers(1, 99), LETTERS, LETTERS)
MARKS = st.from_regex(r"[A-H]{2}[0-9]{2} [A-H]{3}", fullmatch=True)


def people(kind: str) -> st.SearchStrategy[tuple[Person, ...]]:
    names = st.builds("{} {}".format, LETTERS, LETTERS)
    one = st.builds(Person, names, DATES | st.just(""), PHONES | st.just(""), HOMES | st.just(""), st.sampled_from(ROLES[kind]))
    return st.lists(one, max_size=4).map(tuple)


def contents(kind: str) -> st.SearchStrategy[Content]:
    conditional = kind == KIND
    return st.builds(
        Content,
        narrative=st.text(
            st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n"), min_size=1, max_size=80
        ),
        occurred=st.datetimes(datetime(2015, 1, 1), datetime(2026, 1, 1)).map(lambda d: f"{d:%d/%m/%Y %H:%M}"),
        places=st.lists(st.builds(Place, HOMES | st.just(""), WORDS | st.just("")), max_size=3).map(tuple),
        people=people(kind),
        vehicles=st.lists(st.builds(Vehicle, MARKS, LETTERS | st.just(""), LETTERS | st.just("")), max_size=3).map(tuple),
        phones=st.lists(st.builds(Phone, PHONES), max_size=3).map(tuple),
        organisations=st.lists(st.builds(Organisation, WORDS), max_size=3).map(tuple),
        source_grade=st.sampled_from("123"),
        information_grade=st.sampled_from("ABCDE"),
        handling=st.sampled_from(["C", "C-A1"]),
        conditions=WORDS,
        sensitivity=st.sampled_from(["standard", "sensitive", "restricted"]),
        protective_marking=st.sampled_from(["OFFICIAL", "SECRET"]),
        channel=st.just("") if conditional else WORDS,
        nature=st.just("") if conditional else WORDS,
        sanitised=st.booleans() if conditional else st.just(False),
    ).map(lambda c: replace(c, when=c.occurred))


REPORTS = st.sampled_from([KIND, "community_report"]).flatmap(lambda kind: st.tuples(st.just(kind), contents(kind)))
THINGS = ("person", "address", "phone", "vehicle", "organisation")
Rows = list[dict[str, Any]]
NOW = datetime(2026, 1, 3, 12, tzinfo=UTC)


def loaded(folder: Path, reports: list[tuple[str, Content]]) -> dict[str, Rows]:
    """What a build's load keeps of the reports, by table; each row of a table of mentions with its mention."""
    rows = []
    for number, (kind, content) in enumerate(reports, 1):
        report = Report(number=f"POLICE-2026-{number:04d}", kind=kind, agency=Agency(name="police"), entered_at=NOW)
        rows.append(row_of(report, content))
    path = folder / file_name("police", "ash")
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    tables: dict[str, Rows] = {}
    with engine.connect() as con:
        done = load(con, [SourceInput(path, path.name, mapping_of("police", "ash", rows))], today=NOW.date())
        assert (done.read, done.kept, done.refused) == (len(rows), len(rows), ())
        for table in ("source", "record", KIND, "community_report", *THINGS):
            joined = f"{table} JOIN mention USING (mention_id)" if table in THINGS else table
            found = con.execute(f"SELECT * FROM {joined}")
            names = [column[0] for column in found.description]
            tables[table] = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    return tables


@settings(max_examples=12)
@given(st.lists(REPORTS, min_size=1, max_size=12))
def test_what_is_entered_is_what_the_load_keeps(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[str, Content]]
) -> None:
    # The form refuses a word that says "none".
    reports = [(kind, content) for kind, content in drawn if not understand(kind, content, NOW).problems]
    if not reports:
        return
    tables = loaded(tmp_path_factory.mktemp("reports"), reports)
    assert tables["source"][0]["operation"] == "ash"
    by_key = {record["record_key"]: record for record in tables["record"]}
    assert len(by_key) == len(reports)
    for number, (kind, content) in enumerate(reports, 1):
        record = by_key[f"police/entered reports/{kind}/POLICE-2026-{number:04d}"]
        own = {name: [row for row in rows if row.get("record_id") == record["record_id"]] for name, rows in tables.items()}
        is_as_entered(kind, content, record, own[kind][0])
        names_who_was_entered(content, own)


def is_as_entered(kind: str, content: Content, record: dict[str, Any], event: dict[str, Any]) -> None:
    occurred = understand(kind, content, NOW).occurred
    assert occurred is not None
    assert (record["occurred_from"], record["occurred_precision"]) == (occurred.start, "minute")
    for column in ("source_grade", "information_grade", "handling", "sensitivity"):
        assert record[column] == getattr(content, column)
    for column in ("conditions", "protective_marking", "channel", "nature"):
        assert (event.get(column) or "") == getattr(content, column)
    assert bool(event.get("sanitised")) == content.sanitised
    lines = [line.rstrip() for line in unicodedata.normalize("NFC", content.narrative).split("\n")]
    assert event["narrative"] == "\n".join(lines).strip()
    assert event["reference"] == record["record_key"].rpartition("/")[2]
    assert (event.get("submitted") or event.get("reported")) == NOW.replace(tzinfo=None)


def names_who_was_entered(content: Content, own: dict[str, Rows]) -> None:
    people, places = content.people, [p for p in content.places if p.address or p.description]
    assert sorted(p["role"] for p in own["person"]) == sorted(p.role for p in people)
    assert sorted(p["date_of_birth"] or "" for p in own["person"]) == sorted(_iso(p.date_of_birth) for p in people)
    assert sorted(f"{p['forename']} {p['surname']}" for p in own["person"]) == sorted(p.name for p in people)
    numbers = [p.number for p in content.phones] + [p.phone for p in people if p.phone]
    assert sorted(p["number"] for p in own["phone"]) == sorted("+44" + n.replace(" ", "")[1:] for n in numbers)
    marks = [v.registration.replace(" ", "") for v in content.vehicles]
    assert sorted((v["registration"], v["make"] or "", v["colour"] or "") for v in own["vehicle"]) == sorted(
        (mark, v.make, v.colour) for mark, v in zip(marks, content.vehicles, strict=True)
    )
    assert sorted(o["name"] for o in own["organisation"]) == sorted(o.name for o in content.organisations)
    at = [a for a in own["address"] if a["belongs_to"] is None]
    assert sorted(a["location"] or "" for a in at) == sorted(p.description for p in places)
    homes = [_first_words(p.address) for p in (*places, *people) if p.address]
    assert sorted(f"{a['house']} {a['street']}" for a in own["address"] if a["house"]) == sorted(homes)


def _first_words(address: str) -> str:
    return address.partition(",")[0].lower()


def _iso(text: str) -> str:
    return datetime.strptime(text, "%d/%m/%Y").date().isoformat() if text else ""
