"""Accounts, and a report with everything in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stronghold.casework.reports import Content, Organisation, Person, Phone, Place, Vehicle
from stronghold.governance import accounts
from stronghold.governance.models import Account
from stronghold.picture.store import Store

FULL = Content(
    narrative="A man known as Fish met two boys behind the shops.\nThey left in a grey van.",
    when="12/11/2024 9am",
    places=(
        Place(address="Flat 2, 14 Marsh Lane, Harbourton", description="the yard behind"),
        Place(description="under the pier"),
    ),
    people=(
        Person("Thomas 'Fish' Brown", "3/4/1985", "07700 900123", "Flat 2, 14 Marsh Lane", "subject"),
        Person("Leo Marsh", "2011", "", "", "at_risk"),
        Person("Ann Fry", role="associate"),
        Person(name="Nia Fry", role="associate"),
    ),
    vehicles=(Vehicle("ab12 cde", "Ford", "grey"),),
    phones=(Phone("(01632) 960 001"),),
    organisations=(Organisation("Marsh Stores Ltd"),),
    source_grade="2",
    information_grade="B",
    handling="C",
    conditions="Ask before any action.",
    sensitivity="standard",
    protective_marking="OFFICIAL-SENSITIVE",
    sanitised=True,
)


@pytest.fixture
def full() -> Content:
    return FULL


@pytest.fixture
def community() -> Content:
    people = (Person(name="Thomas Brown", role="about"), Person(name="Old Mr Hale", role="at_risk"))
    terms = replace(FULL, people=people, handling="P", conditions="", sanitised=False, protective_marking="")
    return replace(terms, channel="telephone", nature="drug dealing")


@pytest.fixture
def account(db: None) -> Callable[..., Account]:
    """``account("ann")``: an analyst of the police; other roles, agency, operations where they are given."""

    def add(name: str, *roles: str, agency: str = "police", operations: tuple[str, ...] = ()) -> Account:
        return accounts.add(name, agency, roles or ("analyst",), operations=operations)

    return add


@pytest.fixture
def ann(account: Callable[..., Account]) -> Account:
    return account("ann")


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Store:
    made = Store.create(tmp_path / "store")
    settings.STRONGHOLD_STORE = made.path
    return made
