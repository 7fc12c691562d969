"""The page of linking's quality: what is known, what people answered, and what the last load changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from stronghold import engine
from stronghold.casework.models import Decision
from stronghold.picture.manifest import MANIFEST_FILE
from stronghold.picture.snapshot import PICTURE_FILE

SignIn = Callable[..., Client]
POLICE, COUNCIL = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1"


def page(client: Client, address: str = "/quality/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:2000]
    return answer.content.decode()


@pytest.fixture
def loaded(store: Path) -> None:
    """Before the served picture there was one of a hundred other people of the same system, with dates of birth; those of now have none."""
    (served,) = store.glob("snapshots/*")
    earlier = served.with_name("20251201T090000000Z-00000000")
    shutil.copytree(served, earlier)
    manifest = json.loads((served / MANIFEST_FILE).read_text())
    (served / MANIFEST_FILE).write_text(json.dumps({**manifest, "previous": earlier.name}))
    manifest = json.loads((earlier / MANIFEST_FILE).read_text())
    (earlier / MANIFEST_FILE).write_text(json.dumps({**manifest, "id": earlier.name}))
    for path, first, born in ((earlier / PICTURE_FILE, 1_000, "'1990-01-01'"), (served / PICTURE_FILE, 2_000, "NULL")):
        with engine.connect(path) as con:
            con.execute(
                f"INSERT INTO record BY NAME SELECT x.* REPLACE ({first} + n AS record_id, record_key || n || '-{first}' AS record_key)"
                " FROM record x, range(100) t(n) WHERE record_id = 1"
            )
            con.execute(
                f"INSERT INTO mention BY NAME SELECT x.* REPLACE ({first} + n AS mention_id, {first} + n AS record_id,"
                f" mention_key || n || '-{first}' AS mention_key) FROM mention x, range(100) t(n) WHERE mention_id = 1"
            )
            con.execute(
                f"INSERT INTO person BY NAME SELECT x.* REPLACE ({first} + n AS mention_id, {born} AS date_of_birth)"
                " FROM person x, range(100) t(n) WHERE mention_id = 1"
            )
            con.execute(f"INSERT INTO entity_member SELECT {first} + n, 'P-X' || n FROM range(100) t(n)")


def test_a_new_store_says_what_to_do_next(sign_in: SignIn) -> None:
    told = page(sign_in("analyst", "disruption"))
    for words in ("Nobody has judged enough pairs", "Draw a sample to judge", "No answers yet", "no earlier picture"):
        assert words in told
    assert "Perry" not in told and told.count("<h1") == 1
    assert "takes an analyst" in page(sign_in("sergeant", "disruption"))


def test_a_column_that_a_load_left_empty_is_told_at_the_top(loaded: None, sign_in: SignIn) -> None:
    told = page(sign_in("analyst", "disruption"))
    assert "changed the linking beyond what chance explains" in told
    assert "Police, rms: people: date of birth is given in 0% (0% to 4%) of those that came, and was in 100% before." in told
    assert "Look at this" in told and "1 December 2025, 09:00" in told
    assert told.index("beyond what chance explains") < told.index("How good the links are")
    review = page(sign_in("analyst", "disruption"), "/review/")
    assert "The last load changed the linking beyond what chance explains." in review and 'href="/quality/"' in review


def test_a_load_that_changed_nothing_says_so(loaded: None, store: Path, sign_in: SignIn) -> None:
    served, earlier = (next(store.glob(f"snapshots/{year}*/{PICTURE_FILE}")) for year in ("2026", "2025"))
    shutil.copyfile(earlier, served)
    told = page(sign_in("analyst", "disruption"))
    assert "beyond what chance explains." not in page(sign_in("analyst", "disruption"), "/review/")
    assert "Nothing changed beyond what chance explains." in told and "Look at this</strong>" not in told


def test_answers_of_the_review_are_held_against_what_the_model_had_said(sign_in: SignIn) -> None:
    analyst = sign_in("analyst", "disruption")
    answer = {"left": POLICE, "right": COUNCIL, "answer": "not_same", "reason": "Looked at both"}
    analyst.post("/review/next/", answer)
    assert Decision.objects.get().origin == "review"
    told = page(analyst)
    assert "1 answer that stands" in told and "Answers of the review, by match weight" in told
    assert "The model had said" in told and "had said more, or less" in told
