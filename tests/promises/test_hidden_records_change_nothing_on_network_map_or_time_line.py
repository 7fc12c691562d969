"""What somebody may not see leaves no trace on the network, the map or the time line: they are as if it had never been recorded."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.test import Client

_WEB = Path(__file__).parents[1] / "web" / "conftest.py"
_spec = importlib.util.spec_from_file_location("web_fixtures", _WEB)
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

AMOS, BETH, HOME, DAN = "P-AM000001", "P-BE000001", "A-H0000001", "P-DA000001"
PAGES = [
    f"/entity/{entity}/{page}"
    for entity in (AMOS, BETH, HOME)
    for page in ("network/?depth=2", "network.json?depth=2", "map/", "places.geojson", "timeline/")
]
# Of health, sensitive; of an operation; with conditions; without a handling code.
HIDDEN = "SELECT record_id FROM record WHERE source_id IN (3, 4, 5, 6)"


def located(folder: Path) -> Path:
    """The store's picture, in which two records know where the home is: the better one is hidden."""
    (picture,) = (folder / "snapshots").glob("*/picture.duckdb")
    with duckdb.connect(str(picture)) as con:
        con.execute("UPDATE address SET latitude = 54.5, longitude = 2.0, geocoded = 'postcode'")
        con.execute("INSERT INTO mention SELECT 900, 'council/asb/meeting/a1#place.1', record_id, 'address', 'place', NULL, NULL"
                    " FROM record WHERE record_key = 'council/asb/meeting/a1'")  # fmt: skip
        con.execute("INSERT INTO address (mention_id, latitude, longitude, geocoded) VALUES (900, 54.6, 2.1, 'source')")
        con.execute("INSERT INTO entity_member VALUES (900, ?)", [HOME])
    return picture


def forget(picture: Path) -> None:
    with duckdb.connect(str(picture)) as con:
        con.execute(f"DELETE FROM tie_evidence WHERE record_id IN ({HIDDEN})")
        con.execute("DELETE FROM tie WHERE tie_id NOT IN (SELECT tie_id FROM tie_evidence)")
        con.execute(
            f"DELETE FROM entity_member WHERE mention_id IN (SELECT mention_id FROM mention WHERE record_id IN ({HIDDEN}))"
        )
        con.execute(f"DELETE FROM mention WHERE record_id IN ({HIDDEN})")
        con.execute(f"DELETE FROM record WHERE record_id IN ({HIDDEN})")


def told(client: Client) -> dict[str, str]:
    """What each page tells, without what is of the account alone."""
    answers = {page: client.get(page) for page in PAGES}
    assert {answer.status_code for answer in answers.values()} == {200}
    name = client.account.username  # type: ignore[attr-defined]
    return {
        page: "\n".join(
            line.replace(name, "NAME") for line in answer.content.decode().splitlines() if "csrfmiddlewaretoken" not in line
        )
        for page, answer in answers.items()
    }


@pytest.fixture
def both(made_store: Path, store: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A store, and one in which nothing that a police analyst may not see was ever recorded."""
    located(store)
    other = tmp_path / "other"
    shutil.copytree(made_store, other)
    forget(located(other))
    return store, other


def test_pages_are_as_if_it_had_never_been_recorded(
    both: tuple[Path, Path], sign_in: Callable[..., Client], settings: Any
) -> None:
    client = sign_in("analyst", "disruption")
    with_hidden = told(client)
    settings.STRONGHOLD_STORE = both[1]
    assert told(client) == with_hidden


def test_who_may_see_more_is_shown_more(both: tuple[Path, Path], sign_in: Callable[..., Client], settings: Any) -> None:
    client = sign_in(["analyst", "conditional_reader"], "disruption", operations=["ash"])
    with_all = told(client)
    settings.STRONGHOLD_STORE = both[1]
    without = told(client)
    assert [page for page in PAGES if page.startswith(f"/entity/{AMOS}") and with_all[page] == without[page]] == []
    assert DAN in with_all[f"/entity/{AMOS}/network.json?depth=2"]
