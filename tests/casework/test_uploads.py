"""Files that people send: who may do what with them, and that none is ever half-kept."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from stronghold.casework import uploads
from stronghold.casework.descriptions import Description
from stronghold.casework.incoming import data_file
from stronghold.casework.models import Build, Upload
from stronghold.errors import BadInput
from stronghold.governance import accounts
from stronghold.governance.models import Account, AuditEntry, AuditText
from stronghold.governance.refusals import NotVisible
from stronghold.intake.mapping import Mapping
from stronghold.picture.store import Store

Send = Callable[..., Upload]
POLICE_UK = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
    "a1,2025-01,Thames Valley Police,Thames Valley Police,-1.25,51.75,On or near High Street,E01028521,Oxford 001A,Drugs,,\n"
)


def nothing_kept(store: Store) -> bool:
    folder = store.path / "incoming"
    return not Upload.objects.exists() and not (folder.exists() and list(folder.iterdir()))


@pytest.mark.parametrize(
    ("given_name", "known"),
    [
        ("people.csv", "people.csv"),
        ("../../etc/people.csv", "people.csv"),
        ("D:\\sent\\people.xlsx", "people.xlsx"),
        ("..csv.csv", "csv.csv"),
        ("pe\x00op\nle.csv.gz", "people.csv.gz"),
        ("Søk <b>;|$(x).CSV", "Søk _b____(x).CSV"),
        (f"{'é' * 300}.parquet", f"{'é' * 50}.parquet"),
        ("~$people.xlsx", "people.xlsx"),
    ],
)
def test_a_name_is_made_harmless(given_name: str, known: str) -> None:
    assert uploads.known_name(given_name) == known


@pytest.mark.parametrize("name", ["", ".", "..", "people", "people.pdf", "people.exe", "people.xlsx.gz", ".csv", "a/b/", "\x00"])
def test_a_name_of_a_kind_that_is_not_read_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="kind that is not read"):
        uploads.known_name(name)


@given(st.text())
def test_no_name_leads_out_of_its_folder(text: str) -> None:
    try:
        name = uploads.known_name(f"{text}.csv")
    except BadInput:
        return
    assert Path(name).name == name
    assert not name.startswith((".", "~"))
    assert len(name.encode()) <= 150
    assert uploads.known_name(name) == name


def test_a_file_is_kept_with_what_is_proposed_for_it(store: Store, sent: Send, files: Any) -> None:
    upload = sent("people.csv", files.people)
    assert data_file(store, upload.id).read_text() == files.people
    assert upload.status == Upload.Status.MAPPING
    assert upload.proposal["columns"] == ["Ref", "First name", "Last name", "DOB", "Mobile"]
    assert upload.proposal["targets"]["Last name"] == "record.surname"
    assert "last name" in upload.proposal["reasons"]["Last name"]
    assert (upload.mapping, upload.typed["terms"]["purpose"]) == ("", "")
    entry = AuditEntry.objects.get(action="file sent")
    assert (entry.account, entry.detail["upload"]) == ("ann", str(upload.id))
    assert AuditText.objects.get(reference=entry.text).text == "people.csv"
    assert not any(cell in str(upload.proposal) + str(upload.typed) for cell in ("Patel", "Okafor", "960001"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("people.csv", b"%PDF-1.7 not a table", "PDF"),
        ("people.csv", b"<html><body>hello</body></html>", "web page"),
        ("people.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("people.parquet", b"PAR1 and then nothing", "damaged"),
        ("people.jsonl", b"[1, 2, 3]", "JSON"),
        ("people.csv.gz", b"\x1f\x8b\x08 cut short", "damaged"),
        ("people.csv.gz", gzip.compress(b"name\n" + (b"0" * 1_000 + b"\n") * 80_000), "times its size"),
        ("people.pdf", b"name\nAmy\n", "kind that is not read"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing(store: Store, sent: Send, name: str, content: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        sent(name, content)
    assert nothing_kept(store)


def test_a_file_of_which_nothing_is_recognised_is_described_by_hand(sent: Send) -> None:
    upload = sent("list.csv", "a,b\nx1,y1\nx2,y2\n")
    assert upload.proposal["targets"] == {}
    assert upload.typed["kind"] == "person"
    assert "no mapping can be proposed" in upload.proposal["kind_reason"]


def test_the_same_file_is_not_taken_twice(store: Store, sent: Send, files: Any, analyst: Account) -> None:
    first = sent("people.csv", files.people)
    with pytest.raises(uploads.AlreadySent, match="You have sent") as mine:
        sent("again.csv", files.people)
    assert mine.value.upload == first
    bob = accounts.add("bob", "police", ["analyst"])
    with pytest.raises(uploads.AlreadySent, match="ann has sent") as theirs:
        sent("again.csv", files.people, by=bob)
    assert theirs.value.upload is None
    cat = accounts.add("cat", "council", ["analyst"])
    other = sent("people.csv", files.people, by=cat)  # what another agency sent is not told
    assert other.name == f"people_{other.sent_at:%Y-%m-%d}.csv"
    uploads.withdraw(store, first, analyst, "data_quality")
    assert sent("people.csv", files.people).name == "people.csv"
    assert len(list((store.path / "incoming").iterdir())) == 2


def test_a_shipped_layout_is_recognised_and_can_be_accepted_at_once(store: Store, sent: Send, analyst: Account) -> None:
    upload = sent("2025-01-street.csv", POLICE_UK)
    assert "police_uk_street" in upload.proposal["origin"]
    uploads.accept(store, upload, analyst, "data_quality")
    upload.refresh_from_db()
    assert upload.status == Upload.Status.ACCEPTED
    assert Mapping.from_toml(upload.mapping, file="mapping").source.agency == "police"


def test_a_workbook_of_several_sheets_is_read_one_by_one(store: Store, sent: Send, analyst: Account, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        for sheet, surname in (("People", "Patel"), ("Cars", "AB12 CDE")):
            made = book.add_worksheet(sheet)
            made.write_row(0, 0, ["Surname" if sheet == "People" else "Registration"])
            made.write_row(1, 0, [surname])
    content = (tmp_path / "book.xlsx").read_bytes()
    first = sent("book.xlsx", content)
    assert (first.proposal["sheets"], first.proposal["sheet"]) == (["People", "Cars"], "People")
    second = sent("book.xlsx", content)
    uploads.describe_again(store, second, analyst, sheet="Cars", kind=None)
    assert second.proposal["targets"] == {"Registration": "record.registration"}
    assert second.name != first.name


def test_only_who_sent_a_file_sees_it(sent: Send, files: Any, analyst: Account) -> None:
    upload = sent("people.csv", files.people)
    assert uploads.own(analyst, upload.id) == upload
    bob = accounts.add("bob", "police", ["analyst"])
    words = set()
    for asked in (upload.id, uuid.uuid4()):
        with pytest.raises(NotVisible) as hidden:
            uploads.own(bob, asked)
        words.add(str(hidden.value))
    assert len(words) == 1
    assert [one.name for one in uploads.of_agency(bob)] == ["people.csv"]
    assert uploads.of_agency(accounts.add("cat", "council", ["analyst"])) == []


def test_a_mapping_is_of_the_own_agency_and_operation(sent: Send, files: Any, analyst: Account) -> None:
    upload = sent("people.csv", files.people)
    for wrong, said in (
        (files.people_mapping("council"), "agency must be your own"),
        (replace(files.people_mapping(), source=replace(files.people_mapping().source, operation="ash")), "not a member"),
    ):
        with pytest.raises(BadInput, match=said) as refused:
            uploads.read_mapping(upload, wrong.to_toml(), analyst)
        assert refused.value.line is not None
    with pytest.raises(BadInput, match="does not have it") as lacking:
        uploads.read_mapping(upload, files.stops_mapping().to_toml(), analyst)
    assert lacking.value.column == "Stop No"


def test_nothing_is_accepted_before_it_is_described(store: Store, sent: Send, files: Any, analyst: Account) -> None:
    upload = sent("people.csv", files.people)
    with pytest.raises(BadInput, match="not been saved"):
        uploads.accept(store, upload, analyst, "data_quality")
    mapping = files.people_mapping()
    unfinished = replace(mapping, source=replace(mapping.source, lawful_basis=""))
    with pytest.raises(BadInput, match="lawful basis"):
        uploads.save(upload, unfinished, unfinished.to_toml())
    uploads.save(upload, mapping, mapping.to_toml())
    uploads.keep_typed(upload, {"text": "half typ"})
    with pytest.raises(BadInput, match="not been saved"):
        uploads.accept(store, upload, analyst, "data_quality")
    upload.refresh_from_db()
    assert (upload.status, upload.typed) == (Upload.Status.MAPPING, {"text": "half typ"})


def test_an_accepted_file_is_changed_only_when_taken_back(store: Store, accepted: Send, files: Any, analyst: Account) -> None:
    upload = accepted("people.csv", files.people, files.people_mapping())
    for change in (
        lambda: uploads.keep_typed(upload, {"text": "x"}),
        lambda: uploads.save(upload, files.people_mapping(), "x"),
        lambda: uploads.describe_again(store, upload, analyst, sheet=None, kind="person"),
        lambda: uploads.keep_beside(store, upload),
    ):
        with pytest.raises(BadInput, match="waits for the next build"):
            change()
    uploads.take_back(upload)
    upload.refresh_from_db()
    assert upload.status == Upload.Status.MAPPING
    assert upload.mapping == files.people_mapping().to_toml()


def test_a_withdrawn_file_is_gone(store: Store, accepted: Send, files: Any, analyst: Account) -> None:
    upload = accepted("people.csv", files.people, files.people_mapping())
    uploads.withdraw(store, upload, analyst, "data_quality")
    upload.refresh_from_db()
    assert upload.status == Upload.Status.WITHDRAWN
    assert not data_file(store, upload.id).parent.exists()
    with pytest.raises(BadInput, match="withdrawn already"):
        uploads.withdraw(store, upload, analyst, "data_quality")
    assert AuditEntry.objects.filter(action="sent file withdrawn").count() == 1


def test_a_file_that_a_build_reads_stays_as_it_is(store: Store, accepted: Send, files: Any, analyst: Account) -> None:
    upload = accepted("people.csv", files.people, files.people_mapping())
    upload.build = Build.objects.create(asked_by=analyst, asked_at=upload.sent_at, purpose="data_quality")
    upload.save()
    for change in (lambda: uploads.take_back(upload), lambda: uploads.withdraw(store, upload, analyst, "data_quality")):
        with pytest.raises(BadInput, match="build is reading"):
            change()
    assert data_file(store, upload.id).is_file()


def test_looking_at_a_file_is_written_to_the_audit_first(
    store: Store, sent: Send, files: Any, analyst: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = sent("stops.csv", files.stops)
    uploads.save(upload, files.stops_mapping(), files.stops_mapping().to_toml())
    shown = uploads.examples(store, upload, analyst, "data_quality")
    assert shown["Person surname"] == ["Patel", "Okafor"]
    made = uploads.preview(store, upload, analyst, "data_quality")
    assert (made.read, made.kept, [row.line for row in made.left_out]) == (3, 1, [3, 4])
    entries = AuditEntry.objects.filter(action="sent file looked at", account="ann", purpose="data_quality")
    assert [entry.detail.get("rows") for entry in entries] == [None, 3]

    def broken(*args: object, **kwargs: object) -> None:
        raise BadInput("the audit cannot be written")

    monkeypatch.setattr(uploads.audit, "append_durably", broken)
    for look in (uploads.examples, uploads.preview):
        with pytest.raises(BadInput, match="audit"):
            look(store, upload, analyst, "data_quality")


def test_rows_of_another_kind_are_proposed_anew(store: Store, sent: Send, files: Any, analyst: Account) -> None:
    upload = sent("people.csv", files.people)
    uploads.describe_again(store, upload, analyst, sheet=None, kind="arrest")
    upload.refresh_from_db()
    said = Description(**upload.typed)
    assert said.kind == "arrest"
    assert said.targets["Last name"].endswith(".person.1.surname")


def test_what_was_cut_short_is_cleared(store: Store, accepted: Send, files: Any, analyst: Account) -> None:
    upload = accepted("people.csv", files.people, files.people_mapping())
    Upload.objects.filter(pk=upload.pk).update(status=Upload.Status.WITHDRAWN)  # as if killed before the bytes were removed
    uploads.clear(store)
    assert not data_file(store, upload.id).exists()
