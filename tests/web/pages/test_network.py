"""The network page and what its drawing is made from."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from stronghold.governance.models import AuditEntry
from stronghold.web.pages import network

SignIn = Callable[..., Client]
AMOS, BETH, DAN, HOME, MERGED = "P-AM000001", "P-BE000001", "P-DA000001", "A-H0000001", "P-AM0000ZZ"
PAGE, JSON = f"/entity/{AMOS}/network/", f"/entity/{AMOS}/network.json"


@pytest.fixture
def client(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


def test_it_shows_who_is_around_with_their_ties_and_a_way_to_the_evidence(client: Client) -> None:
    answer = client.get(PAGE)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<h1 class="govuk-heading-l">Amos Perry</h1>' in text
    assert f'href="/entity/{BETH}/"' in text and "Beth Cole" in text and "14 High Street, Oxford, OX1 4AA" in text
    assert f'href="/entity/{AMOS}/records/?with={BETH}"' in text
    assert f'href="/entity/{BETH}/network/"' in text
    assert "1 July 2024" in text
    assert DAN not in text and "Voss" not in text
    assert f'data-network="{JSON}" data-focus="{AMOS}"' in text


def test_the_drawing_is_made_from_the_same(client: Client) -> None:
    drawn = client.get(JSON).json()
    assert set(drawn) == {"focus", "nodes", "edges", "layers", "kinds", "left_out", "url_table", "url_notice"}
    assert (drawn["focus"], drawn["url_table"]) == (AMOS, PAGE)
    assert {node["id"]: (node["label"], node["kind"], node["url"]) for node in drawn["nodes"]} == {
        AMOS: ("Amos Perry", "person", f"/entity/{AMOS}/"),
        BETH: ("Beth Cole", "person", f"/entity/{BETH}/"),
        HOME: ("14 High Street, Oxford, OX1 4AA", "address", f"/entity/{HOME}/"),
    }
    assert (drawn["nodes"][0]["x"], drawn["nodes"][0]["y"]) == (0.0, 0.0)
    assert all(-1 <= node[axis] <= 1 for node in drawn["nodes"] for axis in "xy")
    assert {(e["source"], e["target"], *e["layers"], e["records"], e["first"]) for e in drawn["edges"]} == {
        (AMOS, BETH, "meeting", 1, "2024-07-01"),
        (HOME, AMOS, "home", 1, "2024-01-05"),
    }
    assert drawn["layers"] == [
        {"name": "home", "label": "Home", "edges": 1},
        {"name": "meeting", "label": "Meeting", "edges": 1},
    ]
    assert drawn["kinds"] == [
        {"name": "address", "label": "Homes and places", "nodes": 1},
        {"name": "person", "label": "People", "nodes": 1},
    ]
    assert drawn["left_out"] == {"nodes": 0, "edges": 0}


def test_choices_in_the_address_narrow_page_and_drawing_alike_and_stay_chosen(client: Client) -> None:
    query = "?layers=home&depth=2&since_day=1&since_month=1&since_year=2024"
    text = client.get(PAGE + query).content.decode()
    assert "14 High Street" in text and "Beth Cole" not in text
    assert 'value="home"' in text and "Meeting (1)" in text
    assert text.count("checked") == 3, "home, two ties away, and evidence of any strength"
    assert f'data-network="{JSON}?layers=home&amp;depth=2&amp;since_day=1&amp;since_month=1&amp;since_year=2024"' in text
    assert {node["id"] for node in client.get(JSON + query).json()["nodes"]} == {AMOS, HOME}


@pytest.mark.parametrize("ending", sorted(network.FILES))
def test_it_can_be_taken_along_as_it_is_shown_with_its_handling_codes(client: Client, ending: str) -> None:
    answer = client.get(f"/entity/{AMOS}/network/export.{ending}?layers=home")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="network-{AMOS}.{ending}"'
    if ending != "xlsx":
        text = answer.content.decode()
        assert ("14 High Street" in text) == (ending != "geojson"), "no visible record says where it is"
        assert "Beth Cole" not in text and "andling: " in text and "for disruption on" in text
    entry = AuditEntry.objects.get(action="network exported")
    assert entry.detail["found"] == 2


def test_an_export_that_there_is_not_is_refused(client: Client) -> None:
    assert client.get(f"/entity/{AMOS}/network/export.exe").status_code == 400
    assert client.get(f"/entity/{AMOS}/network/export.graphml?depth=9").status_code == 400
    assert client.get(f"/entity/{DAN}/network/export.graphml").status_code == 404


def test_whose_records_and_how_strong_can_be_chosen(client: Client) -> None:
    text = client.get(f"{PAGE}?agencies=Nobody").content.decode()
    assert "Nothing of what you chose is around Amos Perry" in text and "Nobody (0)" in text
    assert {node["id"] for node in client.get(f"{JSON}?least=0.9").json()["nodes"]} == {AMOS}
    assert client.get(f"{PAGE}?least=2").status_code == 400


def test_a_choice_that_leaves_nothing_says_so_and_how_to_show_all(client: Client) -> None:
    text = client.get(f"{PAGE}?layers=call").content.decode()
    assert "Nothing of what you chose is around Amos Perry" in text
    assert f'href="{PAGE}"' in text and "Call (0)" in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?depth=9", "Choose how far the network reaches"),
        ("?layers=nonsense", "Choose from the ties in the list"),
        ("?kinds=meeting", "Choose from the kinds in the list"),
        ("?limit=7", "Choose how many at most from the list"),
        ("?since_day=31&since_month=2&since_year=2024", "Enter a real date"),
        (
            "?since_day=2&since_month=1&since_year=2024&until_day=1&until_month=1&until_year=2024",
            "The last day must be the same as or after the first day",
        ),
    ],
)
def test_a_wrong_choice_is_said_at_its_field_and_nothing_typed_is_lost(client: Client, query: str, said: str) -> None:
    answer = client.get(PAGE + query)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert text.count(said) >= 2  # in the summary, and at the field
    assert "Shown without the choices that have a problem" in text and "Beth Cole" in text
    for typed in query[1:].split("&"):
        name, value = typed.split("=")
        if name.startswith(("since", "until")):
            assert f'name="{name}" value="{value}"' in text
    assert re.search(rf'data-network="{JSON}(\?since[^"]*)?" ', text)  # drawn without it
    refused = client.get(JSON + query)
    assert refused.status_code == 400 and said in refused.json()["error"]


def test_what_is_left_out_is_said_with_a_way_to_show_more(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_USUAL", 1)
    monkeypatch.setitem(network.NetworkForm.usual, "limit", "50")  # type: ignore[index]
    text = client.get(PAGE).content.decode()
    assert "Left out: 1 of those found, and 1 tie." in text
    assert 'href="?limit=50"' in text
    assert client.get(JSON).json()["left_out"] == {"nodes": 1, "edges": 1}


def test_ties_are_paged(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_TIES_ON_A_PAGE", 1)
    first, second = (client.get(f"{PAGE}?page={n}&depth=1").content.decode() for n in (1, 2))
    assert ("with=" + BETH in first) != ("with=" + BETH in second)
    assert 'href="?depth=1&amp;page=2"' in first
    assert client.get(f"{PAGE}?page=9").headers["Location"] == f"{PAGE}?page=2"


def test_a_merged_id_shows_what_it_is_now(client: Client) -> None:
    text = client.get(f"/entity/{MERGED}/network/").content.decode()
    assert f'{MERGED}</span> was merged into <span class="sh-key">{AMOS}' in text
    assert f'data-network="{JSON}"' in text


def test_hidden_and_absent_are_not_found(client: Client) -> None:
    for entity in (DAN, "P-00000000", "nonsense"):
        assert client.get(f"/entity/{entity}/network/").status_code == 404
        answer = client.get(f"/entity/{entity}/network.json")
        assert (answer.status_code, set(answer.json())) == (404, {"error", "remedy"})


def test_nobody_around_says_why(sign_in: SignIn) -> None:
    client = sign_in("analyst", "disruption")
    text = client.get(f"/entity/{HOME}/network/?kinds=phone").content.decode()
    assert "Nothing of what you chose" in text
