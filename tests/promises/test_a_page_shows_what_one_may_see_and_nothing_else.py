"""What only hidden records say is on no page: no name, no count, no date, no matched text. And what one may see is shown."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

_TESTS = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("web_fixtures", _TESTS / "web" / "conftest.py")
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)
built_folder, built_frontend, made_store, store, sign_in = (
    _fixtures.built_folder,
    _fixtures.built_frontend,
    _fixtures.made_store,
    _fixtures.store,
    _fixtures.sign_in,
)

# What only the records of one source say, by source: see the picture in tests/governance/conftest.py.
ONLY_IN = {
    "police rms": ["1 February 1990", "Seen by the bridge", "14 High Street"],
    "council housing": ["council/housing/person/7", "5 February 2024"],
    "health ed": ["perryman", "ghost", "health", "5 March 2024"],
    "police covert": ["voss", "covert", "2 July 2024"],
    "council asb": ["Shared with conditions.", "council/asb", "3 July 2024"],
    "police ungraded": ["nora", "ungraded", "4 July 2024"],
}
# account: (roles, agency, operations, purpose, the sources whose records it may see)
READERS: dict[str, tuple[list[str], str, tuple[str, ...], str, set[str]]] = {
    "analyst": (["analyst"], "police", (), "disruption", {"police rms", "council housing"}),
    "member": (["analyst"], "police", ("ash",), "disruption", {"police rms", "council housing", "police covert"}),
    "cleared": (["analyst", "conditional_reader"], "police", (), "disruption", {"police rms", "council housing", "council asb"}),
    "worker": (["social_worker"], "council", (), "safeguarding", {"police rms", "council housing", "health ed", "council asb"}),
    "officer": (["data_protection_officer"], "health", (), "data_protection", {"health ed"}),
    "lead": (["council_lead"], "council", (), "reporting", set()),
}
ENTITIES = ["P-AM000001", "P-AM0000ZZ", "P-BE000001", "P-DA000001", "P-NA000001", "A-H0000001"]
RECORDS = [
    *("police/rms/person/1", "police/rms/meeting/m1", "council/housing/person/7", "health/ed/person/h1"),
    *("police/covert/meeting/c1", "council/asb/meeting/a1", "police/ungraded/person/n1"),
]
TEXTS = ["perry", "perryman", "ghost", "voss", "cole", "nora", "14 high", "1990-02-01", "m1", *RECORDS]
# Each page with what was typed to get there, which it repeats.
PAGES = {
    "/": "",
    **{f"/search/?q={quote(text)}": text for text in TEXTS},
    **{f"/entity/{entity}/{page}": entity for entity in ENTITIES for page in ("", "records/", "ties/", "why-one/", "history/")},
    **{f"/entity/P-AM000001/records/?with={entity}": entity for entity in ENTITIES},
    **{f"/record/{quote(key)}/": key for key in RECORDS},
    **{f"/entity/{entity}/{page}": entity for entity in ENTITIES for page in ("same-as/?q=cole", "not-the-same/")},
    **{f"/compare/?left={entity}&right=P-AM000001": entity for entity in ENTITIES if entity[0] == "P"},
    **dict.fromkeys(("/review/", "/review/next/", "/decisions/", "/quality/"), ""),
}


def everything(client: Client) -> str:
    """All that the pages tell between their head and foot, in lower case."""
    told = []
    for page, typed in PAGES.items():
        answer = client.get(page)
        assert answer.status_code in (200, 404), page
        text = unescape(answer.content.decode())
        text = text[text.index("<main") : text.index("</main>")].lower()
        # Where nothing is shown, or on a search, what was typed comes back in any case.
        if answer.status_code == 404 or page.startswith("/search/"):
            for form in (typed, quote(typed), quote(typed, safe="")):
                text = text.replace(form.lower(), "")
        told.append(text)
    return "\n".join(told)


@pytest.mark.parametrize("reader", READERS)
def test_pages_show_what_the_account_may_see_and_nothing_else(sign_in: Callable[..., Client], reader: str) -> None:
    roles, agency, operations, purpose, may_see = READERS[reader]
    told = everything(sign_in(roles, purpose, agency=agency, operations=operations))
    for source, marks in ONLY_IN.items():
        for mark in marks:
            if source in may_see:
                assert mark.lower() in told, f"{reader} was not shown '{mark}'"
            else:
                assert mark.lower() not in told, f"{reader} was shown '{mark}', which only records of {source} say"
