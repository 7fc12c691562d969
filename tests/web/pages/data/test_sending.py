"""Sending a file: what is taken, what is refused and how that is said."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from stronghold.casework.incoming import data_file
from stronghold.casework.models import Upload
from stronghold.governance.models import AuditEntry
from stronghold.picture.store import Store

Send = Callable[..., Any]


def nothing_kept(store: Store) -> bool:
    folder = store.path / "incoming"
    return not Upload.objects.exists() and not (folder.exists() and list(folder.iterdir()))


def test_a_file_is_taken_and_described_next(ann: Client, send: Send, files: Any, empty: Store) -> None:
    answer = send(ann, "people.csv", files.people)
    upload = Upload.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/data/upload/{upload.id}/")
    assert data_file(empty, upload.id).read_text() == files.people
    assert len(list((empty.path / "incoming").iterdir())) == 1


def test_the_form_says_what_can_be_sent(ann: Client) -> None:
    page = ann.get("/data/upload/").content.decode()
    assert "of at most 2 GB" in page
    assert page.index('name="file"') < page.index('name="whole"')
    assert 'enctype="multipart/form-data"' in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("people.pdf", b"%PDF", "of a kind that is not read"),
        ("people.csv", b"", "The file is empty."),
        ("people.csv", b"%PDF-1.7", "is a PDF, not a table"),
        ("people.xlsx", b"PK\x03\x04", "is damaged or not a workbook"),
        ("people.csv.gz", gzip.compress(b"name\n" + (b"0" * 1_000 + b"\n") * 80_000), "expands to more than 200 times its size"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(
    ann: Client, send: Send, empty: Store, name: str, content: bytes, said: str
) -> None:
    answer = send(ann, name, content)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page and "There is a problem" in page and 'href="#id_file"' in page
    assert nothing_kept(empty)


def test_no_file_at_all_is_said(ann: Client, empty: Store) -> None:
    answer = ann.post("/data/upload/", {})
    assert answer.status_code == 400
    assert "Choose a file" in answer.content.decode()
    assert nothing_kept(empty)


def test_a_file_that_is_too_large_is_refused_at_the_field(ann: Client, send: Send, empty: Store, settings: Any) -> None:
    settings.STRONGHOLD_LARGEST_FILE = 1024
    answer = send(ann, "people.csv", b"name\n" + b"x" * 2048)
    assert answer.status_code in (400, 413)
    assert "The file is larger than" in answer.content.decode()
    assert nothing_kept(empty)


def test_a_body_of_two_gigabytes_is_answered_without_being_read(ann: Client, empty: Store) -> None:
    answer = ann.generic(
        "POST", "/data/upload/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(2**31 + 2**26)
    )
    assert answer.status_code == 413
    assert "at most 2 GB" in answer.content.decode()
    assert nothing_kept(empty)


@pytest.mark.parametrize(
    "name", ["../../../../tmp/evil.csv", "..\\evil.csv", "ev\x00il.csv", "%2e%2e%2fevil.csv", "evil.csv\r\n"]
)
def test_no_name_leads_anywhere(ann: Client, send: Send, files: Any, empty: Store, name: str) -> None:
    assert send(ann, name, files.people).status_code == 302
    upload = Upload.objects.get()
    assert "/" not in upload.name and ".." not in upload.name and upload.name.endswith("evil.csv")
    inside = {str(path.relative_to(empty.path)) for path in empty.path.rglob("*") if "incoming" in path.parts}
    assert inside == {"incoming", f"incoming/{upload.id}", f"incoming/{upload.id}/data"}


def test_the_same_file_twice_leads_to_the_first(ann: Client, send: Send, files: Any, browser: Callable[..., Client]) -> None:
    send(ann, "people.csv", files.people)
    upload = Upload.objects.get()
    answer = send(ann, "other.csv", files.people)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "You have sent this file already, as “people.csv”" in page and f'href="/data/upload/{upload.id}/"' in page
    page = send(browser("bob"), "other.csv", files.people).content.decode()
    assert "ann has sent this file already" in page and str(upload.id) not in page
    assert Upload.objects.count() == 1


def test_only_an_analyst_who_mends_records_may_send(browser: Callable[..., Client], send: Send, files: Any, empty: Store) -> None:
    for name, role, purpose in (("sam", "sergeant", "disruption"), ("amy", "analyst", "disruption")):
        client = browser(name, role, purpose)
        assert client.get("/data/upload/").status_code == 403
        assert send(client, "people.csv", files.people).status_code == 403
    assert nothing_kept(empty)
    assert AuditEntry.objects.filter(action="refused").exists()


def test_a_form_from_elsewhere_is_refused_and_leaves_nothing(ann: Client, send: Send, files: Any, empty: Store) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ann.cookies
    assert send(strict, "people.csv", files.people).status_code == 403
    assert nothing_kept(empty)


@pytest.mark.parametrize(
    ("end", "said"), [(b"\nAmy", "Choose a file"), (b"\nAmy\r\n--x\r\nContent-Disp", "did not arrive whole")]
)
def test_a_body_cut_short_leaves_nothing(ann: Client, empty: Store, end: bytes, said: str) -> None:
    cut = b'--x\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\n\r\nname' + end
    answer = ann.generic("POST", "/data/upload/", cut, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert nothing_kept(empty)


def test_who_sent_what_before_is_listed(ann: Client, send: Send, files: Any) -> None:
    send(ann, "people.csv", files.people)
    upload = Upload.objects.get()
    ann.post(f"/data/upload/{upload.id}/withdraw/")
    page = ann.get("/data/upload/").content.decode()
    assert "Files you sent before" in page and "Withdrawn" in page
