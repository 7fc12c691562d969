"""The page of sources: what the picture is made of, in counts that add up, and what waits."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.test import Client

from stronghold.governance.models import AuditEntry
from stronghold.picture.store import Store


def text(client: Client) -> str:
    answer = client.get("/data/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def test_before_the_first_picture_it_says_what_to_do(ann: Client, browser: Callable[..., Client]) -> None:
    page = ann.get("/data/").content.decode()
    assert "There is no picture yet" in page
    assert 'href="/data/upload/"' in page
    other = browser("sam", "sergeant", "disruption").get("/data/").content.decode()
    assert "An analyst loads the partners’ files" in other
    assert 'href="/data/upload/"' not in other


def test_without_a_purpose_it_is_asked_for(ann: Client) -> None:
    session = ann.session
    del session["purpose"]
    session.save()
    assert ann.get("/data/")["Location"] == "/purpose/?next=%2Fdata%2F"


def test_what_waits_is_listed(ann: Client, send: Any, files: Any, browser: Callable[..., Client]) -> None:
    send(ann, "people.csv", files.people)
    page = text(ann)
    assert "Waiting for the next build" in page and "people.csv" in page and "To be described" in page
    assert "people.csv" in text(browser("bob"))
    assert "people.csv" not in text(browser("cat", agency="council"))
    assert "people.csv" not in text(browser("sam", "sergeant", "disruption"))


def test_every_file_is_shown_with_its_terms_and_counts_that_add_up(ann: Client, load: Any, files: Any) -> None:
    load("stops.csv", files.stops)
    load("people.csv", files.people)
    page = text(ann)
    assert "5 rows read from 2 files = 3 kept + 2 left out" in page
    for said in ("Preventing crime", "Public task", "P: Lawful sharing permitted", "police, list", "csv, utf-8"):
        assert said in page
    assert '<a class="govuk-link" href="/data/quarantine/?file=stops.csv">2' in ann.get("/data/").content.decode()
    assert AuditEntry.objects.filter(action="sources", account="ann").exists()


def test_refused_files_are_named_with_the_reason(ann: Client, load: Any, files: Any, empty: Store, monkeypatch: Any) -> None:
    load("people.csv", files.people)
    current = empty.current()
    assert current is not None
    manifest = current.path / "manifest.json"
    refused = '[{"name": "cars.csv", "reason": "is empty.", "line": 3, "column": "Reg", "remedy": "Ask for it again."}]'
    manifest.write_text(re.sub(r'"refused": \[\]', f'"refused": {refused}', manifest.read_text()))
    page = text(ann)
    assert "Files that could not be used" in page and "Line 3: column “Reg”: is empty." in page and "Ask for it again." in page
