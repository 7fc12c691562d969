"""Rows left out: listed, corrected one by one or in a spreadsheet, and taken in by the next build."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stronghold.casework import builds
from stronghold.governance.models import AuditEntry
from stronghold.picture.store import Store
from stronghold.web.pages.data import quarantine as page_module


@pytest.fixture
def loaded(load: Any, files: Any, empty: Store) -> Store:
    load("stops.csv", files.stops)
    return empty


def body(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def marks(page: str) -> list[str]:
    return re.findall(r'href="/data/quarantine/row/([^"]*)/"', page)


def corrections(store: Store) -> int:
    return len(list(store.corrections_folder.iterdir()))


def test_rows_are_listed_with_their_reasons(ann: Client, loaded: Store) -> None:
    page = body(ann.get("/data/quarantine/"))
    assert "2 rows" in page and "There is no day 31 in month 2 of 2025" in page
    assert len(marks(page)) == 2
    assert AuditEntry.objects.filter(action="quarantine", account="ann").exists()


def test_they_are_narrowed_by_file_and_reason(ann: Client, loaded: Store) -> None:
    reason = "there is no day 31 in month 2 of 2025"
    assert len(marks(body(ann.get("/data/quarantine/", {"file": "stops.csv", "reason": reason})))) == 1
    assert "No row is left out like that" in body(ann.get("/data/quarantine/", {"file": "other.csv"}))
    assert "No row is left out like that" in body(ann.get("/data/quarantine/", {"reason": "'; DROP TABLE quarantine; --"}))


def test_pages_turn(ann: Client, loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "_PAGE", 1)
    first, second = (body(ann.get("/data/quarantine/", {"page": number})) for number in ("1", "2"))
    assert len(marks(first)) == len(marks(second)) == 1
    assert marks(first) != marks(second)
    for odd in ("0", "-1", "x", "9" * 30, "²"):
        assert ann.get("/data/quarantine/", {"page": odd}).status_code == 200
    assert ann.get("/data/quarantine/", {"page": "7", "file": "stops.csv"})["Location"] == "/data/quarantine/?file=stops.csv"


def test_a_row_is_corrected_and_the_next_build_takes_it_in(ann: Client, loaded: Store) -> None:
    mark = marks(body(ann.get("/data/quarantine/")))[0]
    page = body(ann.get(f"/data/quarantine/row/{mark}/"))
    assert "31/02/2025 14:00" in page and "(optional)" not in page
    right = {"cell_0": "S2", "cell_1": "27/02/2025 14:00", "cell_2": "Ben", "cell_3": "Okafor", "cell_4": "=2+2"}
    answer = ann.post(f"/data/quarantine/correct/{mark}/", right)
    assert answer.status_code == 302, body(answer)
    assert corrections(loaded) == 1
    page = body(ann.get("/data/quarantine/"))
    assert "1 corrected row waits" in page and "Corrected" in page
    assert "1 corrected row waits" in body(ann.get("/data/"))
    page = body(ann.get(f"/data/quarantine/row/{mark}/"))
    assert 'value="27/02/2025 14:00"' in page and "In the file: 31/02/2025 14:00" in page
    builds.run(int(ann.post("/data/builds/ask/")["Location"].rstrip("/").rpartition("/")[2]))
    page = body(ann.get("/data/quarantine/"))
    assert "1 row<" in page and "corrected row" not in page and mark not in marks(page)
    assert ann.get(f"/data/quarantine/row/{mark}/").status_code == 404


def test_a_correction_that_does_not_help_is_refused_and_nothing_is_lost(ann: Client, loaded: Store) -> None:
    mark = marks(body(ann.get("/data/quarantine/")))[0]
    wrong = {"cell_0": "S2", "cell_1": "30/02/2025 14:00", "cell_2": "Benedict", "cell_3": "Okafor", "cell_4": "=2+2"}
    answer = ann.post(f"/data/quarantine/correct/{mark}/", wrong)
    assert answer.status_code == 400
    page = body(answer)
    assert '<a href="#id_cell_1">The row would be left out again: there is no day 30 in month 2 of 2025' in page
    assert 'value="Benedict"' in page
    same = {"cell_0": "S2", "cell_1": "31/02/2025 14:00", "cell_2": "Ben", "cell_3": "Okafor", "cell_4": "=2+2"}
    answer = ann.post(f"/data/quarantine/correct/{mark}/", same)
    assert answer.status_code == 400 and "No cell of the row was changed" in body(answer)
    assert corrections(loaded) == 0


def test_the_export_is_defused_and_comes_back_corrected(ann: Client, loaded: Store) -> None:
    answer = ann.get("/data/quarantine/export/", {"as": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="quarantine.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Notes"] for row in rows] == ["'=2+2", ""]
    assert ann.get("/data/quarantine/export/", {"as": "xlsx"}).content.startswith(b"PK")
    assert ann.get("/data/quarantine/export/", {"as": "exe"}).status_code == 400
    corrected = answer.content.replace(b"31/02/2025", b"27/02/2025").replace(b"row-", b"row-", 1)
    extra = corrected + b"row-000000000000-9,stops.csv,9,,,police,C,S9,,,,\r\n"
    answer = ann.post("/data/quarantine/corrected/", {"file": SimpleUploadedFile("quarantine.csv", extra)})
    page = body(answer)
    assert "1 corrected row is kept" in page
    assert "No quarantined row is marked 'row-000000000000-9'" in page
    assert corrections(loaded) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("stops.csv", b"a,b\n1,2\n", "this is not an export of the quarantine"),
        ("stops.pdf", b"%PDF", "of a kind that is not read"),
        ("stops.csv", b"", "is empty"),
    ],
)
def test_another_file_is_no_corrected_export(ann: Client, loaded: Store, name: str, content: bytes, said: str) -> None:
    answer = ann.post("/data/quarantine/corrected/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 400 and said in body(answer)
    assert ann.post("/data/quarantine/corrected/", {}).status_code == 400
    assert corrections(loaded) == 0


def test_who_may_not_correct_sees_what_may_be_seen(loaded: Store, ann: Client, browser: Callable[..., Client]) -> None:
    mark = marks(body(ann.get("/data/quarantine/")))[0]
    sam = browser("sam", "sergeant", "disruption")
    page = body(sam.get(f"/data/quarantine/row/{mark}/"))
    assert "31/02/2025" in page and "An analyst of police can correct it" in page and "<input" not in page.split("<main")[1]
    assert sam.post(f"/data/quarantine/correct/{mark}/", {"cell_1": "x"}).status_code == 403
    assert sam.get("/data/quarantine/corrected/").status_code == 403
    cat = browser("cat", agency="council")
    assert "No row was left out" in body(cat.get("/data/quarantine/"))
    assert cat.get(f"/data/quarantine/row/{mark}/").status_code == 404
    assert cat.post(f"/data/quarantine/correct/{mark}/", {"cell_1": "x"}).status_code == 404
    assert "31/02" not in cat.get("/data/quarantine/export/").content.decode("utf-8-sig")


@pytest.mark.parametrize(
    "mark", ["row-1", "row-zzzzzzzzzzzz-3", "row-000000000000-99999999999999999999", "x", "row-0123456789ab-3-' OR 1=1"]
)
def test_a_bad_link_leads_nowhere(ann: Client, loaded: Store, mark: str) -> None:
    assert ann.get(f"/data/quarantine/row/{mark}/").status_code == 404
