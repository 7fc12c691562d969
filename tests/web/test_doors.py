"""The doors of the web: who comes in, what the view then knows, and what is said to whom is turned away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import path

from stronghold.errors import BadInput
from stronghold.governance import audit, policy
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import AuditEntry
from stronghold.governance.refusals import NotVisible
from stronghold.picture.store import Store
from stronghold.web import doors, urls
from stronghold.web.doors import Request, acts, open_door, reads, signed_in

SignIn = Callable[..., Client]
gateways: list[Gateway] = []


@open_door
def anybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@signed_in
def known(request: Request) -> JsonResponse:
    return JsonResponse(
        {"who": request.account.username, "for": request.purpose, "acts": request.acts, "store": str(request.store.path)}
    )


@reads
def reading(request: Request, gateway: Gateway, key: str = "") -> HttpResponse:
    gateways.append(gateway)
    return HttpResponse(repr(gateway.show(key)))


@reads
def lazy(request: Request, gateway: Gateway) -> HttpResponse:
    return TemplateResponse(request, "parts/tag.html", {"text": lambda: gateway.show("P-AM000001").label})


@reads
def streaming(request: Request, gateway: Gateway) -> FileResponse:
    return FileResponse(Path(__file__).open("rb"))


@acts("load")
def loading(request: Request) -> HttpResponse:
    return HttpResponse("loaded")


@signed_in
def troubled(request: Request) -> HttpResponse:
    raise BadInput("The date is not one.", file="list.csv", line=3, column="born", remedy="Mend it.")


@signed_in
def hidden(request: Request) -> HttpResponse:
    raise NotVisible("Nothing of it.", remedy="Look elsewhere.")


class Pages:
    handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500
    urlpatterns = [
        *urls.urlpatterns,
        path("t/open/", anybody),
        path("t/known/", known),
        path("t/reading/<path:key>/", reading),
        path("t/lazy/", lazy),
        path("t/streaming/", streaming),
        path("t/loading/", loading),
        path("t/troubled/", troubled),
        path("t/hidden/", hidden),
        path("t/hidden.json", hidden),
    ]


@pytest.fixture(autouse=True)
def pages(settings: Any) -> None:
    settings.ROOT_URLCONF = Pages


def test_each_door_is_marked() -> None:
    marked = {name: getattr(doors, name) for name in doors.DOORS}
    marked["acts"] = marked["acts"]("load")
    assert {name: door(lambda request: None).door for name, door in marked.items()} == {n: n for n in doors.DOORS}
    assert loading.act == "load"  # type: ignore[attr-defined]


def test_anybody_comes_through_the_open_door(client: Client, db: None) -> None:
    assert client.get("/t/open/").content == b"open"


def test_a_view_behind_a_door_knows_who_it_is_and_what_they_may(sign_in: SignIn, store: Path) -> None:
    client = sign_in("analyst", "data_quality")
    assert client.get("/t/known/").json() == {
        "who": client.account.username,  # type: ignore[attr-defined]
        "for": "data_quality",
        "acts": list(policy.permitted_acts(client.account, "data_quality")),  # type: ignore[attr-defined]
        "store": str(store),
    }


def test_without_a_purpose_nothing_may_be_done(sign_in: SignIn) -> None:
    told = sign_in("analyst", None).get("/t/known/").json()
    assert (told["for"], told["acts"]) == (None, [])


def test_a_purpose_that_the_roles_no_longer_permit_is_none(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    client.account.roles = ["council_lead"]  # type: ignore[attr-defined]
    client.account.save()  # type: ignore[attr-defined]
    assert client.get("/t/known/").json()["for"] is None
    assert client.get("/t/reading/P-AM000001/")["Location"] == "/purpose/?next=%2Ft%2Freading%2FP-AM000001%2F"


def test_who_is_not_signed_in_is_sent_to_do_so_and_comes_back(client: Client, db: None, store: Path) -> None:
    assert client.get("/t/known/?page=2")["Location"] == "/account/login/?next=%2Ft%2Fknown%2F%3Fpage%3D2"
    assert client.post("/t/known/?page=2")["Location"] == "/account/login/?next=%2Ft%2Fknown%2F"


def test_who_is_not_signed_in_and_asks_for_json_is_told_so(client: Client, db: None, store: Path) -> None:
    answer = client.get("/t/known/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (
        403,
        {"error": "You are not signed in.", "remedy": "Sign in, then try again."},
    )


def test_who_stated_no_purpose_and_asks_for_json_is_told_so(sign_in: SignIn) -> None:
    answer = sign_in("analyst", None).get("/t/loading/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (403, "You have not said what you read for.")


def test_a_reader_gets_a_gateway_of_its_own_that_is_closed_afterwards(sign_in: SignIn) -> None:
    gateways.clear()
    client = sign_in("analyst", "disruption")
    for _ in range(2):
        assert b"AMOS PERRY" in client.get("/t/reading/P-AM000001/").content.upper()
    first, second = gateways
    assert first is not second
    with pytest.raises(Exception, match=r"[Cc]losed"):
        second.show("P-AM000001")


def test_a_template_is_rendered_while_the_gateway_is_open(sign_in: SignIn) -> None:
    assert "PERRY" in sign_in("analyst", "disruption").get("/t/lazy/").content.decode().upper()


def test_an_answer_that_would_read_while_it_is_sent_is_an_error(sign_in: SignIn) -> None:
    with pytest.raises(TypeError, match="streaming streams its answer"):
        sign_in("analyst", "disruption").get("/t/streaming/")


def test_who_may_not_act_is_refused_told_how_and_audited(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    answer = client.get("/t/loading/")
    assert answer.status_code == 403
    assert "Change your purpose to: Checking and mending records." in answer.content.decode()
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.purpose, entry.detail) == (
        "refused",
        "disruption",
        {"reason": "act not permitted", "act": "load"},
    )
    assert sign_in("analyst", "data_quality").get("/t/loading/").content == b"loaded"


def test_who_may_never_act_is_sent_to_whoever_keeps_the_accounts(sign_in: SignIn) -> None:
    answer = sign_in("sergeant", "disruption").get("/t/loading/")
    assert "Ask whoever keeps the accounts." in answer.content.decode()
    assert "You may not" in answer.content.decode()


def test_an_act_is_not_done_where_its_refusal_cannot_be_audited(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in("sergeant", "disruption")

    def broken(*args: object, **kwargs: object) -> None:
        raise BadInput("the audit cannot be written")

    monkeypatch.setattr(audit, "append", broken)
    assert client.get("/t/loading/").status_code == 400


def test_an_account_that_was_closed_is_out_at_its_next_request(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    assert client.get("/t/known/").status_code == 200
    client.account.is_active = False  # type: ignore[attr-defined]
    client.account.save()  # type: ignore[attr-defined]
    assert client.get("/t/known/")["Location"].startswith("/account/login/")


def test_what_cannot_be_used_is_said_with_where_and_what_to_do(sign_in: SignIn) -> None:
    answer = sign_in("analyst", "disruption").get("/t/troubled/")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "list.csv, line 3, column &#x27;born&#x27;: The date is not one." in page
    assert "Mend it." in page


def test_what_is_not_visible_is_not_found_as_a_page_and_as_json(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    assert (client.get("/t/hidden/").status_code, client.get("/t/reading/P-0000000X/").status_code) == (404, 404)
    answer = client.get("/t/hidden.json")
    assert (answer.status_code, answer.json()) == (404, {"error": "Nothing of it.", "remedy": "Look elsewhere."})


def test_where_there_is_no_picture_yet_the_page_says_what_to_do(sign_in: SignIn, tmp_path: Path, settings: Any) -> None:
    client = sign_in("analyst", "disruption")
    settings.STRONGHOLD_STORE = Store.create(tmp_path / "empty").path
    answer = client.get("/t/reading/P-AM000001/")
    assert answer.status_code == 404
    assert "There is no picture yet" in answer.content.decode()
    assert 'href="/data/"' in answer.content.decode()


def test_without_a_store_nothing_is_served(sign_in: SignIn, settings: Any) -> None:
    client = sign_in("analyst", "disruption")
    settings.STRONGHOLD_STORE = None
    assert client.get("/t/known/").status_code == 400


def test_acts_are_those_of_the_policy() -> None:
    with pytest.raises(ValueError, match="no act 'publish'"):
        acts("publish")
    assert all(acts(act)(lambda request: None).act == act for act in policy.ACTS)  # type: ignore[attr-defined,arg-type,return-value]
