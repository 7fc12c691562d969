"""Why records are one: sentences and a waterfall for each link, the weakest that all hang on, and a picture of another version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from stronghold.governance.bridge import Bridge
from stronghold.picture.snapshot import MODEL_FILE
from stronghold.web.pages.why_one import bridge_words

SignIn = Callable[..., Client]
AMOS = "P-AM000001"


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_a_link_is_told_in_a_line_in_sentences_and_as_a_waterfall_with_its_table(sign_in: SignIn) -> None:
    told = page(sign_in("analyst", "disruption"), f"/entity/{AMOS}/why-one/")
    for words in (
        "odds of 720 to 1 that the two are one person",
        "Surname: the same surname; about 1 in 1,000 people here has it (PERRY).",
        "This is enough to take them for one person.",
        "Link 1 as a waterfall: the figures as a table",
        "The weakest link",
        "strong: odds of 720 to 1",
        "the two records would be of two people",
        "fall into 2 groups",
        "/compare/?left=",
    ):
        assert words in told, words
    assert "<svg" in told and "style=" not in told and "GHOST" not in told and "Jay" not in told
    assert told.index("the same surname, about 1 in 1,000 people here has it") < told.index("Before looking")
    assert "compare/?left" not in page(sign_in("sergeant", "disruption"), f"/entity/{AMOS}/why-one/")


def test_the_summary_says_how_strong_the_weakest_link_is(sign_in: SignIn) -> None:
    told = page(sign_in("analyst", "disruption"), f"/entity/{AMOS}/")
    assert "The weakest link that holds these records together is strong: odds of 720 to 1." in told
    assert "weakest link" not in page(sign_in("analyst", "disruption"), "/entity/A-H0000001/")


def test_a_picture_of_another_version_shows_its_records_and_says_why_there_are_no_reasons(sign_in: SignIn, store: Path) -> None:
    (model,) = store.glob(f"snapshots/*/{MODEL_FILE}")
    model.write_text('{"levels": {}}', encoding="utf-8")
    analyst = sign_in("analyst", "disruption")
    told = page(analyst, f"/entity/{AMOS}/why-one/")
    assert "built by another version of Stronghold" in told and "Build the picture again" in told
    assert "The reasons for this link are not in this picture" in told and "/record/police/rms/person/1/" in told
    told = page(analyst, "/review/")
    assert "Until then there are no questions" in told and "nothing to review" not in told
    assert "built by another version" in page(analyst, "/review/next/")
    for address in (f"/entity/{AMOS}/", f"/compare/?left={AMOS}&right=P-BE000001", "/quality/"):
        page(analyst, address)
    answer = analyst.post("/quality/samples/draw/", {"size": "20", "seed": "1"})
    assert answer.status_code == 400 and "Build the picture again to have the reasons" in answer.content.decode()


@pytest.mark.parametrize(("weight", "said"), [(2.5, "weak"), (5.0, "fair"), (9.0, "strong")])
def test_a_bridge_in_words(weight: float, said: str) -> None:
    words = bridge_words(Bridge("a", "b", weight, 3, 11))
    assert words["strength"] == said and words["parts"].startswith("3 of the 14 records")
