"""The power goes in the middle of a build: what was served is served again, and nothing that was sent is lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import expect

Visiting = Callable[..., Any]
MENDING, BUILT = "Checking and mending records", 180_000


@pytest.fixture
def town_copy(site: Any, serving: Any, tmp_path: Path) -> Iterator[Any]:
    """The town's picture in a store of its own, so large that its build takes a while, served for one analyst."""
    casework = shutil.ignore_patterns("casework*", ".casework*", ".serve.lock", ".receiving", "incoming", "secret.key", "lock")
    shutil.copytree(site.store, tmp_path / "store", ignore=casework)
    with serving(tmp_path / "store", site.town, {"amina": "analyst"}) as served:
        yield served


def workers(server: psutil.Process) -> list[psutil.Process]:
    return [child for child in server.children(recursive=True) if "stronghold.web.worker" in " ".join(child.cmdline())]


def test_a_server_that_is_killed_in_the_middle_of_a_build_serves_the_picture_as_before(
    visit: Visiting, town_copy: Any, sightings: Callable[..., dict[str, Any]]
) -> None:
    v = visit("amina", MENDING, at=town_copy)
    v.search("0163")
    found = v.main.locator("tbody").inner_text()
    v.accept_file(sightings("outage", "OUTAGEMAN"))
    v.go("/data/builds/")
    v.press("Build now")
    expect(v.main).to_contain_text("Step ", timeout=BUILT)
    build = v.path
    at_work = workers(psutil.Process(town_copy.server.process.pid))
    town_copy.server.kill()
    psutil.wait_procs(at_work, timeout=60)

    town_copy.restart()
    # The page was left open: it finds the server again by itself.
    expect(v.main).to_contain_text("The process that ran the build ended before it was done.")
    expect(v.main).to_contain_text("nothing that was sent is lost")
    v.troubles[:] = [trouble for trouble in v.troubles if not re.search("ERR_CONNECTION_REFUSED|Failed to fetch", trouble)]
    v.search("0163")
    assert v.main.locator("tbody").inner_text() == found
    v.search("outageman")
    expect(v.main).to_contain_text("Nothing that you may see matches")
    v.go("/data/")
    expect(v.page.get_by_role("row").filter(has_text="outage.csv")).to_contain_text("In the next build")

    v.go(build)
    v.build("Build again")
    v.search("outageman")
    expect(v.main.locator("tbody")).to_contain_text("outageman")
