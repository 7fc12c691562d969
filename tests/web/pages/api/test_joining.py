"""The API as a whole: its document, its words for trouble, and that nothing one can send breaks it or its promises."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings

from stronghold.governance.models import AuditEntry
from stronghold.web.wsgi import application

AMOS, RECORD = "police/rms/meeting/m1#attendee.1", "police/rms/meeting/m1"
BETH = "police/rms/meeting/m1#attendee.2"

SignIn = Callable[..., Client]


def send(client: Client, address: str, body: object, **headers: str) -> tuple[int, Any]:
    answer = client.post(address, json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_the_document_says_what_there_is(sign_in: SignIn) -> None:
    assert Client().get("/api/openapi.json").status_code == 403
    document = sign_in("analyst", None).get("/api/openapi.json").json()
    assert document["info"]["title"] == "Stronghold"
    assert {
        "/api/find",
        "/api/entities/{entity_id}",
        "/api/records/{key}",
        "/api/decisions",
        "/api/withdrawals",
        "/api/pending",
    } <= set(document["paths"])


def test_a_program_decides_and_undoes_with_a_purpose_of_its_own(sign_in: SignIn) -> None:
    client = sign_in("analyst", None)
    wanted = {"judgement": "not_same", "left": AMOS, "right": BETH, "reason": "Two people at one table"}
    status, told = send(client, "/api/decisions", wanted)
    assert (status, told["error"]) == (403, "You have not said what you read for.")
    status, told = send(client, "/api/decisions", wanted, **{"X-Purpose": "disruption"})
    assert (status, told["number"], told["state"], told["entities"]) == (200, 1, "waiting", ["P-AM000001", "P-BE000001"])
    pending = client.get("/api/pending", headers={"X-Purpose": "disruption"}).json()
    assert [one["number"] for one in pending["decisions"]] == [1] and pending["withdrawals"] == []
    status, told = send(client, "/api/decisions", {**wanted, "judgement": "same"}, **{"X-Purpose": "disruption"})
    assert status == 400 and told["error"].startswith("Earlier decisions say otherwise (decision 1") and told["remedy"]
    status, told = send(client, "/api/decisions/1/undo", {"reason": "It was one"}, **{"X-Purpose": "disruption"})
    assert (status, told["state"], told["undone"]["reason"]) == (200, "undone", "It was one")


def test_what_belonged_to_whom_and_how_a_thing_is_written_come_with_it(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    person = client.get("/api/entities/P-AM000001").json()
    (home,) = person["belongings"]
    assert (home["kind"], home["until"], person["ways"]) == ("address", None, [])
    (lived,) = client.get(f"/api/entities/{home['entity']}").json()["belongings"]
    assert (lived["entity"], lived["first_seen"]) == ("P-AM000001", home["first_seen"])
    ways = client.get(f"/api/entities/{home['entity']}").json()["ways"]
    assert ways and ways[0]["why"] == ""


def test_a_program_withdraws_and_the_record_is_gone_at_once(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    assert client.get(f"/api/records/{RECORD}").json()["key"] == RECORD
    send(client, "/api/decisions", {"judgement": "not_same", "left": AMOS, "right": BETH, "reason": "Two people"})
    status, told = send(client, "/api/withdrawals", {"record": RECORD, "effect": "withdrawn", "reason": "Sent by mistake"})
    assert (status, told["withdrawal"]["number"]) == (200, 1)
    assert [(one["noun"], one["key"]) for one in told["rested_on_it"]] == [("decision", "1")]
    assert client.get(f"/api/records/{RECORD}").status_code == 404
    assert send(client, "/api/withdrawals/1/undo", {"reason": "It was right"})[0] == 200
    assert client.get(f"/api/records/{RECORD}").status_code == 200


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"judgement": "maybe", "left": AMOS, "right": BETH, "reason": "x"}, "judgement: "),
        ({"judgement": "same", "left": AMOS, "right": BETH, "reason": " "}, "Say why, for whoever reads this later."),
        ({"judgement": "same", "left": AMOS, "right": AMOS, "reason": "x"}, "Choose two different records."),
        ([], "judgement: Field required."),
    ],
)
def test_what_cannot_be_used_is_told_in_the_words_of_the_pages(sign_in: SignIn, body: object, said: str) -> None:
    status, told = send(sign_in("analyst", "disruption"), "/api/decisions", body)
    assert status == 400 and set(told) == {"error", "remedy"} and said in told["error"]


def test_others_are_refused_and_what_is_hidden_is_not_there(sign_in: SignIn) -> None:
    sergeant = sign_in("sergeant", "disruption")
    assert send(sergeant, "/api/withdrawals", {"record": RECORD, "reason": "x"})[0] == 403
    assert send(sergeant, "/api/decisions/1/undo", {"reason": "x"})[0] == 403
    hidden = sergeant.get("/api/records/police/covert/meeting/c1")
    missing = sergeant.get("/api/records/police/covert/meeting/c9")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.json()["error"].replace("c1", "c9") == missing.json()["error"]
    assert sergeant.put("/api/decisions").status_code == 405
    assert sergeant.post("/api/decisions", "{", content_type="application/json").json()["error"] == "The body is not JSON."


def test_nothing_that_can_be_sent_breaks_it(sign_in: SignIn) -> None:
    """Schemathesis makes requests from the document: each answer is one that the document has, and each reading is in the audit."""
    client = sign_in("analyst", "disruption")
    client.get("/")
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    headers = {"X-CSRFToken": cookies[django_settings.CSRF_COOKIE_NAME]}
    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    schema.app = application
    seen: dict[str, set[int]] = {}
    before = AuditEntry.objects.count()
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=6,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def no_request_breaks_it(case: Any) -> None:
            answer = case.call(headers=headers, cookies=cookies)
            assert answer.status_code in (200, 400, 404), (case.as_curl_command(), answer.text)
            seen.setdefault(case.operation.label, set()).add(answer.status_code)
            if answer.status_code != 200:
                assert set(answer.json()) == {"error", "remedy"}
            case.validate_response(answer, checks=[schemathesis.checks.not_a_server_error])

        no_request_breaks_it()
    assert len(seen) == 12 and all(200 in seen[f"GET /api/{name}"] for name in ("decisions", "withdrawals", "pending"))
    assert AuditEntry.objects.count() > before
