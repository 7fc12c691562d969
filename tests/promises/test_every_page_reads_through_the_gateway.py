"""Every page comes through a door, and what it shows of a snapshot came through the gateway: audited first, permitted only.

The pages are taken from the URL table, so a new one is tested without being named here, but for an example of what it shows.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, path

from stronghold.casework.reports import Content, Person
from stronghold.casework.reports import enter as enter_report
from stronghold.casework.reports.understanding import local_now
from stronghold.errors import BadInput
from stronghold.governance import audit, policy
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.network.groups.identity import group_id
from stronghold.picture.base_map import MAP_FILE
from stronghold.picture.manifest import MANIFEST_FILE
from stronghold.picture.store import Store
from stronghold.web.doors import DOORS, Request, acts, open_door, reads, signed_in
from stronghold.web.urls import urlpatterns

_WEB = Path(__file__).parents[1] / "web" / "conftest.py"
_spec = importlib.util.spec_from_file_location("web_fixtures", _WEB)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)
put_group = _fixtures.put_group
built_folder, built_frontend, store, sign_in = (
    _fixtures.built_folder,
    _fixtures.built_frontend,
    _fixtures.store,
    _fixtures.sign_in,
)

# What is asked for, by the name of a part of the address: see the picture in tests/governance/conftest.py.
ENTITY, RECORD = "P-AM000001", "police/rms/meeting/m1"
MARK = f"row-{hashlib.sha256(b'rms').hexdigest()[:12]}-9"
NUMBER = f"POLICE-{local_now().year}-0001"
EXAMPLES: dict[str, object] = {
    "entity_id": ENTITY,
    "form_of": "graphml",
    "record_key": RECORD,
    "key": RECORD,
    "mark": MARK,
    "number": NUMBER,
    "group_id": group_id("P-GANG0001"),
}
# What follows the address, by the page's name.
QUERIES = {
    "search": "?q=ox1",
    "api_find": "?q=ox1",
    "withdraw": f"?key={RECORD}",
    "record_by_key": f"?key={RECORD}",
    "declare_group": f"?found={EXAMPLES['group_id']}",
    "take_back_declared_person": "?person=1",
    "compare": f"?left={ENTITY}&right=P-BE000001",
    "save_view": f"?of={ENTITY}",
}
# Pages that only lead on, to another that reads: by the address of their example.
LEADS_ON = {"/view/1/": f"/entity/{ENTITY}/network/"}
# Words that only records of the store hold.
PEOPLE = ["perry", "amos", "beth", "cole", "high street", "by the bridge"]
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[A-Za-z0-9]+"')
# Of a snapshot's folder, what holds nothing of any record.
HARMLESS = {MANIFEST_FILE, MAP_FILE}


def pages(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Of each page its name, an example of its address, and its view."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, before + str(pattern.pattern))
            continue
        route = before + str(pattern.pattern)
        name = pattern.name or route
        for part, converter in pattern.pattern.converters.items():
            kind = converter.__class__.__name__.removesuffix("Converter").lower()
            example = EXAMPLES.get(part, {"int": 1, "uuid": "00000000-0000-0000-0000-000000000001"}.get(kind, "none"))
            for written in (f"<{'str' if kind == 'string' else kind}:{part}>", f"<{part}>"):
                route = route.replace(written, converter.to_url(example) if kind not in ("int", "uuid") else str(example))
        yield name, f"/{route}{QUERIES.get(name, '')}", pattern.callback


ALL = list(pages(urlpatterns))
CLOSED = [page for page in ALL if getattr(page[2], "door", "") != "open_door"]
READING = [page for page in ALL if getattr(page[2], "door", "") in ("reads", "reads_casework")]
each_closed = pytest.mark.parametrize("page", CLOSED, ids=[page[0] for page in CLOSED])
each_reading = pytest.mark.parametrize("page", READING, ids=[page[0] for page in READING])
Page = tuple[str, str, Callable[..., Any]]


def doorless(found: Iterable[Page]) -> list[str]:
    return [name for name, _, view in found if getattr(view, "door", None) not in DOORS]


@pytest.fixture
def enter(sign_in: Callable[..., Client], store: Path, grouped_store: Path) -> Callable[[Page], Client]:
    """A browser of somebody who may come through the page's door."""

    def come_in(page: Page) -> Client:
        if "group" in page[0]:
            put_group(store, grouped_store)
        act = getattr(page[2], "act", None)
        client = sign_in("analyst", "disruption")
        if act is not None:
            purpose = next(p for p in ("data_quality", "disruption") if policy.may(client.account, act, p))  # type: ignore[attr-defined]
            client = sign_in("analyst", purpose)
        client.raise_request_exception = False
        if "report" in page[0]:
            one_report(sign_in("analyst", "disruption").account)  # type: ignore[attr-defined]
        if "link_sample" in page[0]:
            one_sample(sign_in("analyst", "disruption"))
        if "declared" in page[0]:
            one_declared_group(sign_in("analyst", "disruption"))
        if "saved_plan" in page[0]:
            put_group(store, grouped_store)
            one_plan(sign_in("analyst", "disruption"))
        if page[0] == "protection_check":
            one_check(sign_in("social_worker", "safeguarding", agency="children"))
        if page[0] in ("decision", "api_decision"):
            one_decision(sign_in("analyst", "disruption"))
        if page[0] in ("withdrawal", "api_withdrawal"):
            one_withdrawal(sign_in("analyst", "disruption"))
        if page[0] in ("view", "view_settings", "delete_view"):
            one_view(client)
        return client

    return come_in


def one_report(account: Account) -> None:
    """Enter a report by hand, with words of :data:`PEOPLE`; its number is the first of the year."""
    people = (Person(name="Amos Perry", role="subject"),)
    content = Content("Seen by the bridge.", "12/11/2025", people=people, handling="P", protective_marking="OFFICIAL")
    content = replace(content, source_grade="1", information_grade="A")
    assert enter_report(account, "disruption", "intelligence_report", content, token="example").number == NUMBER


def one_sample(client: Client) -> None:
    """Draw a sample of links between records of :data:`PEOPLE`; it is the first."""
    assert client.post("/quality/samples/draw/", {"size": "20", "seed": "1"}).status_code == 302


def one_decision(client: Client) -> None:
    """Decide about two of :data:`PEOPLE`; it is the first decision."""
    answer = client.post(f"/compare/{QUERIES['compare']}", {"judgement": "not_same", "reason": "Amos is not Beth"})
    assert answer.status_code == 302


def one_declared_group(client: Client) -> None:
    """Declare a group of one of :data:`PEOPLE`; it is the first."""
    answer = client.post("/groups/declare/", {"name": "Ours", "people": ENTITY, "reason": "Seen by the bridge"})
    assert answer.status_code == 302


def one_plan(client: Client) -> None:
    """Keep a plan for the group; it is the first."""
    answer = client.post(f"/group/{EXAMPLES['group_id']}/plan/?out=P-GANG0001&people=1", {"aim": "Weaken the line"})
    assert answer.status_code == 302


def one_check(client: Client) -> None:
    """Check one of :data:`PEOPLE`; it is the first."""
    answer = client.post(f"/protection/{ENTITY}/check/", {"outcome": "protected", "reason": "Told me"})
    assert answer.status_code == 302


def one_withdrawal(client: Client) -> None:
    """Say of a record of :data:`PEOPLE` that it is false; it is the first withdrawal."""
    answer = client.post(f"/withdraw/{QUERIES['withdraw']}", {"effect": "discredited", "reason": "Made up"})
    assert answer.status_code == 302


def one_view(client: Client) -> None:
    """Save a view of the network around one of :data:`PEOPLE`; it is the first."""
    assert client.post(f"/views/save/{QUERIES['save_view']}", {"title": "Around"}).status_code == 302


_around: list[str] | None = None


def _by() -> str:
    """The room that reads: the nearest one that is above the picture."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        bad_page = name == __name__ and frame.f_code.co_name.startswith("_reads")
        if bad_page or name.startswith(("stronghold.web", "stronghold.casework", "stronghold.governance", "stronghold.cli")):
            return str(name)
        frame = frame.f_back  # type: ignore[assignment]
    return ""


def _note(opened: str) -> None:
    kept = Path(opened.removeprefix("file://").partition("?")[0])
    if {"snapshots", "sources", "corrections"} & set(kept.parts) and kept.name not in HARMLESS and kept.suffix:
        by = _by()
        if not by.startswith("stronghold.governance") and _around is not None:
            _around.append(f"{kept.name} opened by {by}")


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _around is not None and event in ("open", "sqlite3.connect") and isinstance(arguments[0], str | bytes | Path):
        _note(arguments[0].decode() if isinstance(arguments[0], bytes) else str(arguments[0]))


sys.addaudithook(_hook)


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is read of any snapshot or kept source meanwhile, other than by governance."""
    global _around
    connect = duckdb.connect

    def noted(database: object = ":memory:", *args: Any, **kwargs: Any) -> duckdb.DuckDBPyConnection:
        _note(str(database))
        return connect(database, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(duckdb, "connect", noted)
    _around = []
    try:
        yield _around
    finally:
        _around = None
        monkeypatch.setattr(duckdb, "connect", connect)


def read_around(client: Client, address: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    with watched(monkeypatch) as found:
        client.get(address)
        client.post(address, {})
    return found


def unaudited(client: Client, address: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is wrong with how the page that reads writes the audit; for one that shows what there is, nothing."""
    before = AuditEntry.objects.count()
    answer = client.get(address)
    faults = []
    if answer.status_code != 200 and answer.get("Location") != LEADS_ON.get(address, ""):
        faults.append(f"answered {answer.status_code} to an example: give one that there is")
    written = AuditEntry.objects.filter(sequence__gt=before, purpose="disruption", account=client.account.username)  # type: ignore[attr-defined]
    if not written.exists():
        faults.append("wrote nothing to the audit")

    def broken(*args: object, **kwargs: object) -> None:
        raise BadInput("the audit cannot be written")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "append", broken)
        answer = client.get(address)
    if answer.status_code < 400 or said(answer):
        faults.append(f"showed {said(answer)}, status {answer.status_code}, although the audit could not be written")
    return faults


def said(answer: Any) -> list[str]:
    """The words of people's records in it; a token drawn at random may spell any of them."""
    told = _TOKEN.sub("", answer.content.decode()).lower()
    return [word for word in PEOPLE if word in told]


def test_every_view_is_made_by_a_door() -> None:
    assert doorless(ALL) == []


@each_closed
def test_who_is_not_signed_in_is_turned_away(page: Page, db: None, store: Path) -> None:
    for answer in (Client().get(page[1]), Client().post(page[1], {})):
        turned = answer.status_code == 302 and answer["Location"].startswith("/account/login/?next=")
        assert turned or (answer.status_code == 403 and set(answer.json()) == {"error", "remedy"})


@each_closed
def test_who_stated_no_purpose_is_asked_for_it(page: Page, sign_in: Callable[..., Client]) -> None:
    if page[2].door == "signed_in":  # type: ignore[attr-defined]
        pytest.skip("needs none")
    answer = sign_in("analyst", None).get(page[1])
    asked = answer.status_code == 302 and answer["Location"].startswith("/purpose/?next=")
    assert asked or (answer.status_code == 403 and set(answer.json()) == {"error", "remedy"})


@each_closed
def test_whose_account_was_closed_is_out_at_once(page: Page, enter: Callable[[Page], Client]) -> None:
    client = enter(page)
    account = client.account  # type: ignore[attr-defined]
    account.is_active = False
    account.save()
    assert client.get(page[1]).status_code in (302, 403)
    assert not said(client.get(page[1], follow=True))


@each_closed
def test_nothing_is_read_around_the_gateway(page: Page, enter: Callable[[Page], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_around(enter(page), page[1], monkeypatch) == []


@each_reading
def test_the_audit_is_written_before_anything_is_shown(
    page: Page, enter: Callable[[Page], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert unaudited(enter(page), page[1], monkeypatch) == []


@each_closed
def test_nothing_is_shown_where_nothing_is_permitted(
    page: Page, enter: Callable[[Page], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = enter(page)
    monkeypatch.setattr(policy, "visible_classes", lambda account, purpose, classes: policy.Decision((), tuple(classes)))
    assert said(client.get(page[1].partition("?")[0])) == []


@each_closed
def test_no_form_is_taken_that_did_not_come_from_the_page(page: Page, enter: Callable[[Page], Client]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = enter(page).cookies
    answer = strict.post(page[1], {"purpose": "disruption"})
    assert answer.status_code in (403, 405)
    assert answer.status_code == 405 or "The form could not be taken" in answer.content.decode() or "error" in answer.json()


def _no_door(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open to all")


@signed_in
def _reads_without_the_gateway(request: Request) -> HttpResponse:
    with request.store.current().connect() as con:  # type: ignore[union-attr]
        return HttpResponse(str(con.execute("SELECT surname FROM person").fetchall()))


@reads
def _reads_beside_the_gateway(request: Request, gateway: Gateway) -> HttpResponse:
    Store.open(request.store.path).current().search("perry", [1, 2, 3])  # type: ignore[union-attr]
    return HttpResponse("found")


@reads
def _shows_what_was_not_asked_for(request: Request, gateway: Gateway) -> HttpResponse:
    return HttpResponse(str(gateway._con.execute("SELECT surname FROM person").fetchall()))


@acts("load")
def _reads_a_kept_source(request: Request) -> HttpResponse:
    return HttpResponse((request.store.sources_folder / "ab" / "person.csv").read_text())


@reads
def _good(request: Request, gateway: Gateway) -> HttpResponse:
    return HttpResponse(str(gateway.find("perry")))


@open_door
def _open(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


class WithBadPages:
    handler404 = "stronghold.web.errors.not_found"
    handler500 = "stronghold.web.errors.server_error"
    urlpatterns = [
        *urlpatterns,
        path("no-door/", _no_door, name="no_door"),
        path("without/", _reads_without_the_gateway, name="without"),
        path("beside/", _reads_beside_the_gateway, name="beside"),
        path("unasked/", _shows_what_was_not_asked_for, name="unasked"),
        path("kept/", _reads_a_kept_source, name="kept"),
        path("good/", _good, name="good"),
        path("open/", _open, name="open"),
    ]


def test_a_page_without_a_door_is_found() -> None:
    assert doorless(pages(WithBadPages.urlpatterns)) == ["no_door"]


@pytest.mark.parametrize(
    ("address", "purpose", "found"),
    [
        ("/without/", "disruption", "picture.duckdb"),
        ("/beside/", "disruption", "search.sqlite"),
        ("/kept/", "data_quality", "person.csv"),
        ("/good/", "disruption", None),
    ],
)
def test_a_page_that_reads_around_is_found(
    address: str,
    purpose: str,
    found: str | None,
    sign_in: Callable[..., Client],
    store: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.ROOT_URLCONF = WithBadPages
    source = store / "sources" / "ab" / "person.csv"
    source.parent.mkdir()
    source.write_text("surname\nPERRY\n", encoding="utf-8")
    around = read_around(sign_in("analyst", purpose), address, monkeypatch)
    assert around == [] if found is None else any(entry.startswith(found) for entry in around)


def test_a_page_that_shows_without_asking_the_gateway_is_found(
    sign_in: Callable[..., Client], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ROOT_URLCONF = WithBadPages
    client = sign_in("analyst", "disruption")
    assert unaudited(client, "/good/", monkeypatch) == []
    assert unaudited(client, "/unasked/", monkeypatch) == [
        "wrote nothing to the audit",
        "showed ['perry', 'cole'], status 200, although the audit could not be written",
    ]
