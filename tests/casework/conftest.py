"""A store of one's own, accounts, and small files that people send."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stronghold.casework import uploads
from stronghold.casework.incoming import Receiving
from stronghold.casework.models import Upload
from stronghold.governance import accounts
from stronghold.governance.models import Account
from stronghold.intake.mapping import InvolvedMapping, Mapping, RecordMapping, SourceTerms
from stronghold.picture.store import Store

PEOPLE = (
    "Ref,First name,Last name,DOB,Mobile\n"
    "1,Amy,Patel,01/02/1990,01632 960001\n"
    "2,Ben,Okafor,03/04/1985,01632 960002\n"
    "3,Cara,Nowak,05/06/1979,01632 960003\n"
)
STOPS = (
    "Stop No,Date of stop,Person forename,Person surname\n"
    "S1,03/06/2025 14:00,Amy,Patel\n"
    "S2,31/02/2025 14:00,Ben,Okafor\n"
    "S3,,Cara,Nowak\n"
)


def people_mapping(agency: str = "police", system: str = "list") -> Mapping:
    """The mapping of :data:`PEOPLE`, complete."""
    own = {"forename": ("First name",), "surname": ("Last name",), "date_of_birth": ("DOB",), "phone": ("Mobile",)}
    return Mapping(SourceTerms(agency, system, "preventing crime", "public task"), (RecordMapping("person", own, key=("Ref",)),))


def stops_mapping(agency: str = "police") -> Mapping:
    """The mapping of :data:`STOPS`, complete: two of its three rows cannot be kept."""
    searched = InvolvedMapping("person", "searched", {"forename": ("Person forename",), "surname": ("Person surname",)})
    record = RecordMapping("stop_and_search", {"occurred": ("Date of stop",)}, key=("Stop No",), involved=(searched,))
    return Mapping(SourceTerms(agency, "stops", "preventing crime", "public task"), (record,))


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Store:
    """An empty store, which Django's settings name."""
    made = Store.create(tmp_path / "store")
    settings.STRONGHOLD_STORE = made.path
    return made


@pytest.fixture
def analyst(db: None) -> Account:
    return accounts.add("ann", "police", ["analyst"])


@pytest.fixture
def sent(store: Store, analyst: Account) -> Callable[..., Upload]:
    """``sent("people.csv", PEOPLE)``: a file that was sent by the analyst (or ``by`` another), as it is kept."""

    def send(name: str, content: str | bytes, *, by: Account | None = None) -> Upload:
        receiving = Receiving(store, 1 << 20)
        try:
            receiving.write(content.encode() if isinstance(content, str) else content)
            upload = uploads.keep(store, receiving.finish(), name, by or analyst, "data_quality", receiving.settle)
            upload.refresh_from_db()
            return upload
        finally:
            receiving.abandon()

    return send


@pytest.fixture
def accepted(store: Store, analyst: Account, sent: Callable[..., Upload]) -> Callable[..., Upload]:
    """``accepted("people.csv", PEOPLE, people_mapping())``: a file that waits for the next build."""

    def accept(name: str, content: str, mapping: Mapping, *, by: Account | None = None) -> Upload:
        upload = sent(name, content, by=by)
        uploads.save(upload, mapping, mapping.to_toml())
        uploads.accept(store, upload, by or analyst, "data_quality")
        upload.refresh_from_db()
        return upload

    return accept


@pytest.fixture
def files() -> Any:
    """The contents and mappings above, for tests that cannot import this module."""

    class Files:
        people, stops = PEOPLE, STOPS
        people_mapping, stops_mapping = staticmethod(people_mapping), staticmethod(stops_mapping)

    return Files
