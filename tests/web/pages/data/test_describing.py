"""Describing a file in the browser: nothing typed is lost, and nothing is in a build that was not accepted."""

from __future__ import annotations

import html
import io
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.test import Client

from stronghold.casework import builds
from stronghold.casework.models import Upload
from stronghold.governance.models import AuditEntry
from stronghold.intake.mapping import Mapping
from stronghold.picture.store import Store

Send = Callable[..., Any]
Form = Callable[..., dict[str, Any]]


def body(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@pytest.fixture
def stops(ann: Client, send: Send, files: Any) -> Upload:
    send(ann, "stops.csv", files.stops)
    return Upload.objects.get()


def at(upload: Upload, *rest: str) -> str:
    return "/".join([f"/data/upload/{upload.id}", *rest, ""])


def test_the_proposal_is_shown_in_words_with_reasons_and_examples(ann: Client, stops: Upload) -> None:
    page = body(ann.get(at(stops)))
    for said in ("Stop and search", "Person searched: Surname", "Its name says surname", "Patel", "What “Date of stop” becomes"):
        assert said in page
    assert AuditEntry.objects.filter(action="sent file looked at", account="ann").count() == 1


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(ann: Client, stops: Upload, form_of: Form) -> None:
    wrong = form_of(stops, purpose="", system="The stops system", column_3="", column_1="")
    answer = ann.post(at(stops), wrong)
    assert answer.status_code == 400
    page = body(answer)
    assert '<a href="#id_purpose">Say what the records may be used for</a>' in page
    assert 'value="The stops system"' in page
    again = body(ann.get(at(stops)))
    assert 'value="The stops system"' in again
    assert re.search(r'name="column_3"[^>]*>\s*<option value="" selected', again)
    answer = ann.post(at(stops), form_of(stops, column_3="", column_1=""))
    assert "Choose the column that becomes “When”" in body(answer)
    stops.refresh_from_db()
    assert (stops.mapping, stops.status) == ("", Upload.Status.MAPPING)


def test_a_described_file_is_looked_at_and_taken_in(ann: Client, stops: Upload, form_of: Form) -> None:
    answer = ann.post(at(stops), form_of(stops, key_0="on"))
    assert answer["Location"] == at(stops, "preview")
    page = body(ann.get(at(stops, "preview")))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
    assert "3 rows read = 1 kept + 2 left out" in text
    assert "There is no day 31 in month 2 of 2025" in text and "31/02/2025 14:00" in text
    assert "Person searched: Surname patel" in text
    assert ann.post(at(stops, "accept")).status_code == 302
    stops.refresh_from_db()
    assert stops.status == Upload.Status.ACCEPTED
    assert Mapping.from_toml(stops.mapping, file="m").records[0].key == ("Stop No",)
    page = body(ann.get(at(stops)))
    assert "This file is in the next build" in page
    assert ann.get(at(stops, "preview")).status_code == ann.get(at(stops, "text")).status_code == 302
    ann.post(at(stops, "take-back"))
    assert "How to read this file" in body(ann.get(at(stops)))


def test_another_kind_is_proposed_anew_and_the_terms_stay(ann: Client, stops: Upload, form_of: Form) -> None:
    answer = ann.post(at(stops), form_of(stops, kind="arrest", purpose="Typed already"), follow=True)
    page = body(answer)
    assert "proposed anew for rows of the kind “Arrest”" in page
    assert 'value="Typed already"' in page
    assert "Person arrested: Surname" in page
    stops.refresh_from_db()
    assert stops.typed["kind"] == "arrest"
    assert ann.post(at(stops), form_of(stops, kind="nonsense")).status_code == 400


def test_the_mapping_can_be_edited_as_text_with_faults_by_line(ann: Client, stops: Upload) -> None:
    page = body(ann.get(at(stops, "text")))
    assert 'kind = "stop_and_search"' in page
    text = stops.mapping or re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1]  # type: ignore[index]
    wrong = text.strip().replace('occurred = "Date of stop"', 'ocurred = "Date of stop"')
    answer = ann.post(at(stops, "text"), {"text": wrong.replace("\n", "\r\n")})
    assert answer.status_code == 400
    number = next(n for n, line in enumerate(wrong.splitlines(), 1) if line.startswith("ocurred"))
    assert f"Line {number}: there is no column" in body(answer) and "Did you mean 'occurred'?" in body(answer)
    assert "ocurred" in body(ann.get(at(stops, "text")))
    right = text.strip().replace('purpose = ""', 'purpose = "crime"').replace('lawful_basis = ""', 'lawful_basis = "task"')
    answer = ann.post(at(stops, "text"), {"text": right})
    assert answer["Location"] == at(stops, "preview")
    for fault in ("not toml [", right.replace('agency = "police"', 'agency = "council"'), ""):
        assert ann.post(at(stops, "text"), {"text": fault}).status_code == 400
        assert ann.post(at(stops, "accept")).status_code == 400


def test_a_mapping_that_a_form_cannot_show_stays_text(ann: Client, stops: Upload, form_of: Form) -> None:
    ann.post(at(stops), form_of(stops))
    stops.refresh_from_db()
    two = stops.mapping + '\n[[record]]\nkind = "person"\ncolumns = { surname = "Person surname" }\n'
    assert ann.post(at(stops, "text"), {"text": two}).status_code == 302
    answer = ann.get(at(stops))
    assert answer["Location"] == at(stops, "text")
    assert "more than the form shows" in body(ann.get(at(stops, "text")))


def test_a_sheet_of_several_is_chosen(ann: Client, send: Send, form_of: Form) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("People").write_column(0, 0, ["Surname", "Patel"])
        book.add_worksheet("Cars").write_column(0, 0, ["Registration", "AB12 CDE"])
    send(ann, "book.xlsx", made.getvalue())
    upload = Upload.objects.get()
    page = body(ann.get(at(upload)))
    assert "The workbook has 2 sheets" in page and "<option selected>People</option>" in page
    ann.post(at(upload), form_of(upload, do="sheet", sheet="Cars"))
    assert "What “Registration” becomes" in body(ann.get(at(upload)))
    assert ann.post(at(upload), form_of(upload, do="sheet", sheet="None such")).status_code == 400


def test_a_known_layout_needs_one_press(ann: Client, send: Send, files: Any, load: Any) -> None:
    load("people.csv", files.people)
    send(ann, "people.csv", files.people + "3,Di,Lee,01/02/1999,01632 960005\n")
    upload = Upload.objects.get(status=Upload.Status.MAPPING)
    page = body(ann.get(at(upload)))
    assert "This file is laid out as “people.csv”, loaded before." in page
    assert "At the next build this one takes its place" in page
    assert ann.post(at(upload, "accept")).status_code == 302
    builds.run(int(ann.post("/data/builds/ask/")["Location"].rstrip("/").rpartition("/")[2]))
    upload.refresh_from_db()
    assert upload.status == Upload.Status.LOADED
    assert "was taken into the picture" in body(ann.get(at(upload)))


def test_both_files_of_a_name_can_be_kept(ann: Client, send: Send, files: Any, load: Any, empty: Store) -> None:
    load("people.csv", files.people)
    send(ann, "people.csv", files.people + "3,Di,Lee,01/02/1999,01632 960005\n")
    upload = Upload.objects.get(status=Upload.Status.MAPPING)
    ann.post(at(upload, "beside"))
    upload.refresh_from_db()
    assert upload.name == f"people_{upload.sent_at:%Y-%m-%d}.csv"
    assert "takes its place" not in body(ann.get(at(upload)))


def test_another_persons_file_is_not_there(stops: Upload, browser: Callable[..., Client]) -> None:
    bob = browser("bob")
    for address in (at(stops), at(stops, "text"), at(stops, "preview"), at(Upload(id=uuid.uuid4()))):
        assert bob.get(address).status_code == 404
    for act in ("accept", "withdraw", "take-back", "beside"):
        assert bob.post(at(stops, act)).status_code == 404
        assert bob.get(at(stops, act)).status_code == 405
    stops.refresh_from_db()
    assert stops.status == Upload.Status.MAPPING


def test_a_withdrawn_file_says_so(ann: Client, stops: Upload) -> None:
    assert ann.post(at(stops, "withdraw")).status_code == 302
    page = body(ann.get(at(stops)))
    assert "was withdrawn" in page and "Patel" not in page
    assert ann.post(at(stops, "withdraw")).status_code == 400
