"""Builds in the browser: asked for, watched, and clear answers where there can be none."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from stronghold.casework.models import Build
from stronghold.casework.processes import this_process
from stronghold.picture.progress import STAGES
from stronghold.picture.store import Store
from stronghold.web.pages.data.builds import STAGE_WORDS


def body(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body(answer)))


@pytest.fixture
def running(ann: Client, load: Any, files: Any) -> Build:
    """A second build, under way for a minute."""
    load("people.csv", files.people)
    ann.post("/data/builds/ask/")
    build = Build.objects.latest("id")
    build.status, build.process = Build.Status.RUNNING, this_process()
    build.started_at = datetime.now(UTC) - timedelta(seconds=60)
    build.previous = Build.objects.earliest("id").snapshot
    build.stage, build.detail, build.share = "link people", "scoring pairs", 0.5
    build.save()
    return build


def test_every_stage_has_its_words() -> None:
    assert list(STAGE_WORDS) == list(STAGES)


def test_where_there_is_nothing_to_build_from_it_says_so(ann: Client) -> None:
    assert "There is nothing to build from yet" in body(ann.get("/data/builds/"))
    answer = ann.post("/data/builds/ask/")
    assert answer.status_code == 400 and "Send a file first" in body(answer)


def test_a_build_is_shown_to_its_end(ann: Client, load: Any, files: Any) -> None:
    load("people.csv", files.people)
    build = Build.objects.get()
    page = text(ann.get(f"/data/builds/{build.pk}/"))
    assert "The build is done" in page and "2 rows read from 1 file = 2 kept + 0 left out" in page and "People 2" in page
    assert "hx-get" not in body(ann.get(f"/data/builds/{build.pk}/progress/"))
    listed = text(ann.get("/data/builds/"))
    assert "Done" in listed and "ann" in listed


def test_progress_is_told_in_words(ann: Client, running: Build) -> None:
    for address in (f"/data/builds/{running.pk}/", f"/data/builds/{running.pk}/progress/"):
        page = body(ann.get(address))
        assert f"Step 3 of {len(STAGES)}: 50% of the whole, about a minute left" in page
        assert 'aria-live="polite">Working out which records are of the same person.' in page
        assert '<progress class="sh-progress" id="build-share" max="100" value="50">' in page
        assert f'hx-get="/data/builds/{running.pk}/progress/" hx-trigger="every 1s"' in page
        assert f'href="/data/builds/{running.pk}/">Look again</a>' in page


@pytest.mark.parametrize(
    ("seconds", "share", "left"), [(10, 0.01, ""), (30, 0.9, "less than a minute"), (600, 0.5, "about 10 minutes")]
)
def test_the_time_left_is_told_where_it_can_be(ann: Client, running: Build, seconds: int, share: float, left: str) -> None:
    running.share, running.started_at = share, datetime.now(UTC) - timedelta(seconds=seconds)
    running.save()
    page = body(ann.get(f"/data/builds/{running.pk}/"))
    assert (f", {left} left" in page) if left else (" left<" not in page)


def test_a_second_build_gets_a_clear_answer(ann: Client, running: Build, browser: Callable[..., Client]) -> None:
    answer = browser("bob").post("/data/builds/ask/")
    assert answer.status_code == 409
    page = body(answer)
    assert "A build asked for by ann is running." in page and f'href="/data/builds/{running.pk}/"' in page
    assert "Build now" not in body(ann.get("/data/builds/"))
    assert "A build is running" in text(ann.get("/data/"))
    assert Build.objects.count() == 2


def test_a_build_whose_process_is_gone_says_so_at_the_next_look(ann: Client, running: Build, empty: Store) -> None:
    running.process = "1:0.00"
    running.save()
    served = empty.current()
    page = text(ann.get(f"/data/builds/{running.pk}/"))
    assert "The process that ran the build ended before it was done." in page and "Build again" in page
    assert "Stopped before it ended" in text(ann.get("/data/builds/"))
    now = empty.current()
    assert served is not None and now is not None and now.id == served.id
    assert ann.post("/data/builds/ask/").status_code == 302


def test_a_build_that_waits_can_be_cancelled_and_no_other(ann: Client, load: Any, files: Any) -> None:
    load("people.csv", files.people)
    address = ann.post("/data/builds/ask/")["Location"]
    assert "waits to begin" in body(ann.get(address))
    ann.post(f"{address}cancel/")
    assert "was cancelled before it began" in body(ann.get(address))
    answer = ann.post(f"{address}cancel/", follow=True)
    assert "cannot be cancelled" in body(answer)


def test_failure_is_told_with_what_to_do(ann: Client, running: Build) -> None:
    running.status, running.slot = Build.Status.FAILED, None
    running.message, running.remedy = "There is no room on the disk.", "Make room."
    running.save()
    page = text(ann.get(f"/data/builds/{running.pk}/"))
    assert "There is no room on the disk." in page and "Make room." in page


def test_who_may_not_build_is_told_who_may(running: Build, browser: Callable[..., Client]) -> None:
    sam = browser("sam", "sergeant", "disruption")
    assert sam.post("/data/builds/ask/").status_code == 403
    assert sam.post(f"/data/builds/{running.pk}/cancel/").status_code == 403
    page = body(sam.get(f"/data/builds/{running.pk}/"))
    assert "50% of the whole" in page and "Cancel" not in page


def test_a_build_that_is_not_there(ann: Client) -> None:
    assert ann.get("/data/builds/99/").status_code == 404
    assert ann.get("/data/builds/99/progress/").status_code == 404
    assert ann.get("/data/builds/ask/").status_code == 405
