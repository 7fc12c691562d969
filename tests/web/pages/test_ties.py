"""A plan for a list of ties: drawn, measured and proved, kept nowhere, and clear about what cannot be planned."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from stronghold.governance.models import AuditEntry
from stronghold.web.pages import ties

SignIn = Callable[..., Client]
STARS = "source,target\nm,a\nm,b\nm,c\nn,d\nn,e\nn,f\nm,a\nx,x\n"
GRAPHML = (
    "<graphml><graph><node id='m'/><node id='a'/><node id='b'/><edge source='m' target='a'/>\n"
    "<edge source='m' target='b'/></graph></graphml>"
)


@pytest.fixture
def client(sign_in: SignIn) -> Client:
    return sign_in("sergeant", "disruption")


def send(client: Client, content: str | bytes, **fields: str) -> tuple[int, str]:
    file = BytesIO(content.encode() if isinstance(content, str) else content)
    file.name = "ties.csv"
    answer = client.post("/ties/", {"file": file, "people": "2", **fields})
    return answer.status_code, " ".join(answer.content.decode().split())


def test_a_list_is_planned_measured_and_drawn(client: Client) -> None:
    status, text = send(client, STARS)
    assert status == 200
    assert "Act on: m, n" in text and "Proved: no choice of as many does better." in text
    assert "Left out: 1 of somebody to themselves, 1 given before." in text
    assert "Of 12 pairs who reach each other, 0 of the others still do; the largest part is 1." in text
    assert "n: with the others out, they hold 4 people together" in text
    assert "Decentralisation" in text and "<svg" in text and ">Chosen<" in text
    assert '<th scope="row" class="govuk-table__header">Largest part</th>' in text


def test_whoever_is_left_out_is_not_chosen(client: Client) -> None:
    assert "Act on: n" in send(client, STARS, people="1", excluded=" m \n\n")[1]


def test_graphml_is_taken_as_well(client: Client) -> None:
    assert "Act on: m" in send(client, GRAPHML, people="1")[1]


def test_uncertain_ties_are_a_mean_and_never_called_proved(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "_SECONDS", 1.0)
    status, text = send(client, "source,target,strength\nm,a,0.5\nm,b,0.5\nm,c,0.9\n", people="1", uncertain="on")
    assert status == 200 and "Act on: m" in text and "on average" in text and "Proved" not in text


@pytest.mark.parametrize(
    ("content", "fields", "words", "field"),
    [
        ("", {}, "The file has no column &#x27;source&#x27; (line 1, column source).", "file"),
        ("source,target\n", {}, "The file holds no ties.", "file"),
        ("source,target\na,\n", {}, "The file says no target (line 2, column target). Fill it in", "file"),
        ("source,target,strength\na,b,-1\n", {}, "has the strength &#x27;-1&#x27; (line 2, column strength)", "file"),
        ("source,target,weight\na,b,-1\n", {}, "no number from 0 on (line 2, column weight)", "file"),
        (b"source,target\n\xff,b\n", {}, "The file is not UTF-8 text.", "file"),
        ("<graphml><graph/></graphml>", {}, "The file holds nobody.", "file"),
        ("<graphml>\n<graph>", {}, "The file is not XML that can be read (line 2).", "file"),
        (GRAPHML.replace("target='b'", "target='z'"), {}, "no node of the graph (line 2)", "file"),
        (STARS, {"people": "20"}, "20 people cannot be chosen of 9 who may be. Give at most 9.", "people"),
        (STARS, {"people": "0"}, "Enter 1 or more", "people"),
        (STARS, {"people": "some"}, "Enter a whole number", "people"),
        (STARS, {"excluded": "m\nzed"}, "&#x27;zed&#x27; is not in the file (line 2).", "excluded"),
        (STARS, {"excluded": "\n".join("abcdefmnx")}, "Everybody is left out", "excluded"),
    ],
)
def test_what_cannot_be_planned_is_said_at_its_field(
    client: Client, content: str | bytes, fields: dict[str, str], words: str, field: str
) -> None:
    status, text = send(client, content, **fields)
    assert status == 400 and words in text and f'href="#id_{field}"' in text and "Act on" not in text
    assert not AuditEntry.objects.filter(action="list of ties planned").exists()


def test_a_network_in_parts_and_one_without_a_tie_are_no_trouble(client: Client) -> None:
    assert send(client, "source,target\na,b\nc,d\n")[0] == 200
    assert "Nothing is gained by acting on anybody." in send(client, "source,target\nx,x\ny,y\n", people="1")[1]


def test_what_is_too_large_is_refused_with_the_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "MOST_PEOPLE", 8)
    assert "The file holds 9 people. Give one group, of at most 8 people." in send(client, STARS)[1]
    monkeypatch.setattr(ties, "LARGEST_FILE", 10)
    assert "The file is larger than" in send(client, STARS)[1]


def test_of_many_nobody_is_drawn(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "MOST_DRAWN", 5)
    text = send(client, STARS)[1]
    assert "<svg" not in text.partition("<main")[2] and "of more than 5 people is not drawn" in text


def test_nothing_of_it_is_kept_but_that_it_was_done(client: Client, store: Path, tmp_path: Path) -> None:
    def kept() -> set[Path]:
        return {file for file in store.rglob("*") if file.is_file() and "casework" not in file.name}

    before = kept()
    send(client, STARS.replace("m,", "mallory,"))
    assert kept() == before
    entry = AuditEntry.objects.get(action="list of ties planned")
    assert entry.detail == {"people": 9, "ties": 6, "chosen": 2, "left_out": 0} and entry.purpose == "disruption"
    rows = "\n".join(connection.connection.iterdump())
    assert "list of ties planned" in rows and "mallory" not in rows


def test_a_name_in_the_file_is_shown_as_it_is_and_never_as_markup(client: Client) -> None:
    text = send(client, "source,target\n<script>x</script>,a\n<script>x</script>,b\n", people="1")[1]
    assert "<script>x" not in text and "&lt;script&gt;x" in text


def test_only_who_plans_may(sign_in: SignIn) -> None:
    assert sign_in("analyst", "disruption").get("/ties/").status_code == 200
    for role, purpose in (
        ("analyst", "data_quality"),
        ("social_worker", "safeguarding"),
        ("data_protection_officer", "data_protection"),
    ):
        assert sign_in(role, purpose).get("/ties/").status_code == 403


def test_while_others_plan_one_is_asked_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "_WAIT", 0.01)
    with ties._ONE_AT_A_TIME:
        status, text = send(client, STARS)
    assert status == 400 and "Other plans are being made just now. Try again in a minute." in text
