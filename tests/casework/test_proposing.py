"""What is proposed for a file: a layout that is known already, else one from its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from stronghold.casework import builds
from stronghold.casework.models import Upload
from stronghold.governance import accounts
from stronghold.governance.models import Account
from stronghold.intake.mapping import Mapping
from stronghold.picture.store import Store

Send = Callable[..., Upload]


@pytest.fixture
def loaded(store: Store, accepted: Send, files: Any, analyst: Account) -> Store:
    """A store whose picture has a file of the police."""
    accepted("people.csv", files.people, files.people_mapping())
    builds.run(builds.ask(store, analyst, "data_quality").pk)
    return store


def test_a_layout_that_was_loaded_before_is_known(loaded: Store, sent: Send, files: Any) -> None:
    upload = sent("people.csv", files.people + "4,Dan,Lee,01/02/1999,01632 960004\n")
    assert upload.proposal["origin"] == "“people.csv”, loaded before"
    assert Mapping.from_toml(upload.mapping, file="mapping") == files.people_mapping()
    assert upload.typed is None


def test_another_agency_is_not_told_of_it(loaded: Store, sent: Send, files: Any) -> None:
    upload = sent("people.csv", files.people, by=accounts.add("cat", "council", ["analyst"]))
    assert upload.proposal["origin"] == ""
    assert upload.name != "people.csv"


def test_an_operations_file_is_known_to_its_members_alone(store: Store, accepted: Send, files: Any, sent: Send) -> None:
    member = accounts.add("mo", "police", ["analyst"], operations=["ash"])
    mapping = files.people_mapping()
    secret = replace(mapping, source=replace(mapping.source, operation="ash"))
    accepted("ash.csv", files.people, secret, by=member)
    builds.run(builds.ask(store, member, "data_quality").pk)
    again = files.people + "4,Dan,Lee,01/02/1999,01632 960004\n"
    assert sent("new.csv", again).proposal["origin"] == ""
    assert "ash.csv" in sent("new.csv", again + "5,Di,Lee,01/02/1999,01632 960005\n", by=member).proposal["origin"]


def test_a_layout_that_fits_a_small_part_of_the_columns_is_not_it(loaded: Store, sent: Send, files: Any) -> None:
    wide = ",".join(["Ref,First name,Last name,DOB,Mobile", *(f"More {n}" for n in range(6))])
    assert sent("wide.csv", f"{wide}\n1,Amy,Patel,01/02/1990,01632 960001{',x' * 6}\n").proposal["origin"] == ""


def test_every_column_has_its_reason(sent: Send, files: Any) -> None:
    for name, content in (("people.csv", files.people), ("stops.csv", files.stops)):
        upload = sent(name, content)
        assert set(upload.proposal["reasons"]) == set(upload.proposal["columns"])
        assert all(upload.proposal["reasons"].values())
