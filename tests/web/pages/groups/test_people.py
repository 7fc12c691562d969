"""One group: whom to protect first, everyone by their part, and why each belongs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

SignIn = Callable[..., Client]
KAY, LEE, MAX, TIA = (f"P-GANG000{n}" for n in range(1, 5))
AMOS = "P-AM000001"


@pytest.fixture
def analyst(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_whom_to_protect_comes_before_the_parts(analyst: Client, grouped: str) -> None:
    told = page(analyst, f"/group/{grouped}/")
    protect, parts = told.index('id="protect"'), told.index('id="parts"')
    assert protect < told.index("Tia Ganger") < parts < told.index("Kay Ganger")
    assert "never chosen to be acted against" in told and "Is, or may be, under 18" in told
    assert f'href="/record/police/rms/intelligence_report/i{KAY}/"' in told
    assert told.count("<h1") == 1 and "style=" not in told


def test_who_is_unchecked_is_told_with_the_way_to_check_them(analyst: Client, grouped: str) -> None:
    told = page(analyst, f"/group/{grouped}/")
    assert "Nobody has checked 3 of these people" in told
    parts = told[told.index('id="parts"') :]
    assert parts.count("Unchecked</strong>") == 3 and f'href="/protection/{KAY}/check/"' in parts


def test_everyone_is_under_one_part_in_the_order_of_the_chain(analyst: Client, grouped: str) -> None:
    told = page(analyst, f"/group/{grouped}/")
    assert "Line holder" in told and "Parts that records are evidence of: line holder, dealer." in told
    for who in (KAY, LEE, MAX):
        assert told.count(f'<a class="govuk-link" href="/entity/{who}/">') == 1


def test_each_has_the_records_behind_the_group(analyst: Client, grouped: str) -> None:
    told = page(analyst, f"/group/{grouped}/evidence/")
    for who in ("Kay", "Lee", "Max", "Tia"):
        assert f"{who} Ganger" in told
    assert 'href="/record/police/rms/arrest/g1/"' in told and "Co-arrest" in told
    assert "health/ed/sighting" not in told, "sensitive"
    one = page(analyst, f"/group/{grouped}/evidence/?who={KAY.lower()}")
    assert f'id="{KAY}"' in one and f'id="{LEE}"' not in one and "Show everyone" in one
    assert "Nobody of that id is in the group" in page(analyst, f"/group/{grouped}/evidence/?who=P-NOBODY")


def test_a_page_turned_too_far_leads_back(analyst: Client, grouped: str) -> None:
    assert analyst.get(f"/group/{grouped}/evidence/?page=99").status_code == 302


@pytest.mark.parametrize(
    "path", ["", "evidence/", "network/", "network.json", "network/notice.json", "places/", "places.geojson", "changes/"]
)
def test_a_group_that_is_hidden_is_as_one_that_is_not_there(sign_in: SignIn, grouped: str, path: str) -> None:
    hidden = sign_in("data_protection_officer", "data_protection", agency="council")
    told = [
        page(hidden, f"/group/{name}/{path}", 404).replace(name, "G").rpartition("<main")[2] for name in (grouped, "G-00000000")
    ]
    assert told[0] == told[1] and "Ganger" not in told[0] and "visible" in told[0]


def test_only_an_analyst_is_offered_the_last_word(analyst: Client, sign_in: SignIn, grouped: str) -> None:
    assert f'href="/groups/declare/?found={grouped}"' in page(analyst, f"/group/{grouped}/")
    assert "last word" not in page(sign_in("sergeant", "disruption"), f"/group/{grouped}/")


def test_a_declared_group_is_amended_from_its_page(analyst: Client, grouped: str) -> None:
    analyst.post(f"/groups/declare/?found={grouped}", {"name": "Ours", f"said_{KAY}": "yes", "reason": "Seen so"})
    told = page(analyst, f"/group/{grouped}/")
    assert 'href="/groups/declared/1/amend/"' in told and "A person says so" in told and "declared group 1" in told


def test_the_pages_of_a_person_lead_to_the_group(analyst: Client, grouped: str) -> None:
    for path in ("", "network/"):
        told = page(analyst, f"/entity/{KAY}/{path}")
        assert f'href="/group/{grouped}/"' in told and f"/group/{grouped}/evidence/?who={KAY}" in told
    assert "/group/" not in page(analyst, f"/entity/{AMOS}/").replace(f"/entity/{AMOS}/group/", "")
