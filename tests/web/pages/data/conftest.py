"""An empty store, an analyst's browser, and small files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stronghold.casework import builds
from stronghold.casework.models import Upload
from stronghold.governance import accounts
from stronghold.picture.store import Store

PEOPLE = "Ref,First name,Last name,DOB,Mobile\n1,Amy,Patel,01/02/1990,01632 960001\n2,Ben,Okafor,03/04/1985,01632 960002\n"
STOPS = (
    "Stop No,Date of stop,Person forename,Person surname,Notes\n"
    "S1,03/06/2025 14:00,Amy,Patel,=1+1\n"
    "S2,31/02/2025 14:00,Ben,Okafor,=2+2\n"
    "S3,,Cara,Nowak,\n"
)
TERMS = {
    "system": "list",
    "purpose": "Preventing crime",
    "lawful_basis": "Public task",
    "handling": "P",
    "sensitivity": "standard",
    "date_order": "day first",
}


@pytest.fixture
def empty(tmp_path: Path, settings: Any) -> Store:
    """A store without a picture, which the web works on."""
    made = Store.create(tmp_path / "empty")
    settings.STRONGHOLD_STORE = made.path
    return made


@pytest.fixture
def browser(db: None, empty: Store) -> Callable[..., Client]:
    """``browser("ann")``: a browser signed in as an analyst who mends records; ``browser("sam", "sergeant", "disruption")``."""

    def enter(name: str, role: str = "analyst", purpose: str = "data_quality", agency: str = "police") -> Client:
        account = accounts.find(name) or accounts.add(name, agency, [role])
        client = Client()
        client.force_login(account)
        client.account = account  # type: ignore[attr-defined]
        session = client.session
        session["purpose"] = purpose
        session.save()
        return client

    return enter


@pytest.fixture
def ann(browser: Callable[..., Client]) -> Client:
    return browser("ann")


@pytest.fixture
def send() -> Callable[..., Any]:
    """``send(client, "people.csv", content)``: the answer to a file sent by the form."""

    def post(client: Client, name: str, content: str | bytes) -> Any:
        raw = content.encode() if isinstance(content, str) else content
        return client.post("/data/upload/", {"file": SimpleUploadedFile(name, raw), "whole": "yes"})

    return post


@pytest.fixture
def form_of() -> Callable[..., dict[str, Any]]:
    """``form_of(upload, purpose="")``: the form of an upload as its page shows it, filled in, with changes."""

    def fill(upload: Upload, **changes: Any) -> dict[str, Any]:
        upload.refresh_from_db()
        columns, targets = upload.proposal["columns"], upload.proposal["targets"]
        filled = {f"column_{number}": targets.get(name, "") for number, name in enumerate(columns)}
        return {**TERMS, "kind": (upload.typed or {}).get("kind", "person"), **filled, "do": "save", **changes}

    return fill


@pytest.fixture
def load(empty: Store, ann: Client, send: Callable[..., Any], form_of: Callable[..., dict[str, Any]]) -> Callable[..., None]:
    """``load("stops.csv", STOPS)``: a file sent, described, accepted and built into the picture, all through the pages."""

    def through(name: str, content: str) -> None:
        send(ann, name, content)
        upload = Upload.objects.get(name=name)
        assert ann.post(f"/data/upload/{upload.id}/", form_of(upload)).status_code == 302
        assert ann.post(f"/data/upload/{upload.id}/accept/").status_code == 302
        answer = ann.post("/data/builds/ask/")
        builds.run(int(answer["Location"].rstrip("/").rpartition("/")[2]))

    return through


@pytest.fixture
def files() -> Any:
    class Files:
        people, stops = PEOPLE, STOPS

    return Files
