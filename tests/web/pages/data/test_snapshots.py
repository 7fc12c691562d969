"""Snapshots in the browser: listed, compared, served again for a reason."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from stronghold.casework import builds, uploads
from stronghold.casework.models import Upload
from stronghold.governance import accounts
from stronghold.governance.models import AuditEntry
from stronghold.intake.mapping import Mapping
from stronghold.picture.store import Store


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html.unescape(answer.content.decode())))


@pytest.fixture
def two(load: Any, files: Any, empty: Store) -> list[str]:
    """The ids of two snapshots: people alone, then stops as well."""
    load("people.csv", files.people)
    load("stops.csv", files.stops)
    return [info.id for info in empty.snapshots()]


def test_before_the_first_there_is_a_way_to_it(ann: Client) -> None:
    assert "There is no snapshot yet" in text(ann.get("/data/snapshots/"))
    assert ann.get("/data/snapshots/compare/").status_code == 400


def test_they_are_listed_newest_first_with_the_served_one_marked(ann: Client, two: list[str]) -> None:
    page = text(ann.get("/data/snapshots/"))
    assert page.rindex(two[1]) < page.rindex(two[0])
    assert page.count("Served") == 2 and page.count("Serve it again") == 1  # the column's hidden heading, and the tag


def test_two_are_compared_in_counts(ann: Client, two: list[str]) -> None:
    page = text(ann.get("/data/snapshots/compare/", {"earlier": two[0], "later": two[1]}))
    assert "stops.csv New" in page and "New Stops and searches 1" in page
    back = text(ann.get("/data/snapshots/compare/", {"earlier": two[1], "later": two[0]}))
    assert "stops.csv Gone" in back and "Gone Stops and searches 1" in back
    assert AuditEntry.objects.filter(action="snapshots compared").count() == 2
    for wrong in ({"earlier": two[0]}, {"earlier": "x", "later": "../../etc"}):
        assert ann.get("/data/snapshots/compare/", wrong).status_code == 400


def test_a_file_of_an_operation_is_named_to_its_members_alone(
    ann: Client, two: list[str], send: Any, browser: Callable[..., Client], empty: Store, files: Any
) -> None:
    mo = browser("mo")
    mo.account.operations = ["ash"]  # type: ignore[attr-defined]
    mo.account.save()  # type: ignore[attr-defined]
    send(mo, "ash.csv", files.people + "9,Zed,Ash,01/02/1999,01632 960009\n")
    upload = Upload.objects.get(name="ash.csv")
    mapping = Mapping.from_toml(upload.mapping, file="m")
    secret = replace(mapping, source=replace(mapping.source, operation="ash"))
    member = accounts.find("mo")
    assert member is not None
    uploads.save(upload, secret, secret.to_toml())
    uploads.accept(empty, upload, member, "data_quality")
    builds.run(builds.ask(empty, member, "data_quality").pk)
    third = empty.snapshots()[-1].id
    for client, knows in ((mo, True), (ann, False)):
        compared = text(client.get("/data/snapshots/compare/", {"earlier": two[1], "later": third}))
        assert ("ash.csv" in compared) is knows
        assert ("ash.csv" in text(client.get("/data/"))) is knows


def test_one_is_served_again_for_a_reason(ann: Client, two: list[str], empty: Store) -> None:
    address = f"/data/snapshots/{two[0]}/roll-back/"
    page = text(ann.get(address))
    assert "What would change" in page and "stops.csv Gone" in page
    assert ann.post(address, {"reason": ""}).status_code == 400
    with empty.lock():
        answer = ann.post(address, {"reason": "While a build goes on"})
    assert answer.status_code == 400 and "is running" in text(answer) and "While a build goes on" in text(answer)
    assert ann.post(address, {"reason": "The stops were wrong"})["Location"] == "/data/snapshots/"
    current = empty.current()
    assert current is not None and current.id == two[0]
    assert ann.get(address)["Location"] == "/data/snapshots/"
    assert AuditEntry.objects.filter(action="roll back").count() == 2


def test_only_who_may_serves_one_again(two: list[str], ann: Client, browser: Callable[..., Client]) -> None:
    sam = browser("sam", "sergeant", "disruption")
    assert sam.post(f"/data/snapshots/{two[0]}/roll-back/", {"reason": "x"}).status_code == 403
    assert "Serve it again" not in text(sam.get("/data/snapshots/"))
    assert ann.get("/data/snapshots/none/roll-back/").status_code in (400, 404)
