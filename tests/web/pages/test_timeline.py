"""The time line page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from django.test import Client

from stronghold.web.pages import timeline

SignIn = Callable[..., Client]
AMOS, BETH, DAN, MERGED = "P-AM000001", "P-BE000001", "P-DA000001", "P-AM0000ZZ"
PAGE = f"/entity/{AMOS}/timeline/"


@pytest.fixture
def client(sign_in: SignIn) -> Client:
    return sign_in("analyst", "disruption")


@pytest.fixture
def picture(store: Path) -> Path:
    (folder,) = (store / "snapshots").iterdir()
    return folder / "picture.duckdb"


def change(picture: Path, query: str) -> None:
    with duckdb.connect(str(picture)) as con:
        con.execute(query)


def headings(text: str) -> list[str]:
    return re.findall(r'<h3 class="govuk-heading-s">([^<]*)</h3>', text)


def test_every_visible_record_is_there_in_time_order_by_month(client: Client) -> None:
    text = client.get(PAGE).content.decode()
    assert headings(text) == ["July 2024", "February 2024", "January 2024"]
    keys = re.findall(r'href="/record/([^"]*)/"', text)
    assert keys == ["police/rms/meeting/m1", "council/housing/person/7", "police/rms/person/1"]
    assert '<time datetime="2024-07-01">1 July 2024</time>' in text
    assert "Police, rms" in text and "Attendee" in text and "3 records." in text
    assert "No records for 4 months" in text
    assert "covert" not in text


def test_it_can_begin_with_the_earliest(client: Client) -> None:
    assert headings(client.get(f"{PAGE}?order=earliest").content.decode()) == ["January 2024", "February 2024", "July 2024"]


def test_the_chart_carries_its_table_and_counts_every_month(client: Client) -> None:
    text = client.get(PAGE).content.decode()
    assert "3 records from Jan 2024 to Jul 2024" in text
    assert "<svg" in text and 'role="img"' in text and "style=" not in text
    rows = re.findall(r'<th scope="row" class="govuk-table__header">([A-Z][a-z]{2} 2024)</th>', text)
    assert rows == [f"{month} 2024" for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul")]


def test_kinds_and_days_narrow_it_and_stay_chosen(client: Client) -> None:
    text = client.get(f"{PAGE}?kinds=person&since_day=1&since_month=2&since_year=2024").content.decode()
    assert headings(text) == ["February 2024"]
    assert "1 record." in text and "Only what you chose is shown" in text and "Meetings (1)" in text
    assert 'name="since_year" value="2024"' in text
    empty = client.get(f"{PAGE}?kinds=call").content.decode()
    assert "No record of what you chose" in empty and "Calls (0)" in empty


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?order=random", "Choose an order from the list"),
        ("?kinds=nonsense", "Choose from the kinds in the list"),
        ("?since_day=x&since_month=1&since_year=2024", "Enter a real date"),
    ],
)
def test_a_wrong_choice_is_said_at_its_field(client: Client, query: str, said: str) -> None:
    answer = client.get(PAGE + query)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert text.count(said) >= 2 and "Shown without the choices that have a problem" in text and "July 2024" in text


def test_dates_are_told_as_exactly_as_they_are_known(client: Client, picture: Path) -> None:
    change(picture, "UPDATE record SET occurred_precision = 'year', occurred_to = '2025-01-01' WHERE record_key LIKE '%/m1'")
    change(picture, "UPDATE record SET occurred_precision = 'month' WHERE record_key LIKE '%/person/7'")
    change(picture, "UPDATE record SET occurred_from = NULL, occurred_precision = NULL WHERE record_key LIKE '%/rms/person/1'")
    text = client.get(PAGE).content.decode()
    assert headings(text) == ["2024, month not known", "February 2024", "No date"]
    assert '<time datetime="2024">Some time in 2024</time>' in text
    assert '<time datetime="2024-02">Some day in February 2024</time>' in text
    assert "1 record of which only the year is known is in the list and not in the chart" in text
    assert "1 record without a date is at the end of the list and not in the chart" in text


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("2024-07-02 22:30", "1 July 2024 at 13:05 to 2 July 2024 at 23:30"),
        ("2024-07-01 12:35", "1 July 2024 at 13:05 to 13:35"),
        ("2024-07-01 12:06", "1 July 2024 at 13:05<"),
        (None, "1 July 2024 at 13:05<"),
    ],
)
def test_a_time_of_day_is_told_where_it_is_known_and_until_when(
    client: Client, picture: Path, end: str | None, told: str
) -> None:
    change(
        picture,
        "UPDATE record SET occurred_precision = 'minute', occurred_from = '2024-07-01 12:05',"
        f" occurred_to = {repr(end) if end else 'NULL'} WHERE record_key LIKE '%/m1'",
    )
    assert told in client.get(PAGE).content.decode()


def test_grading_goes_with_each_record(client: Client, picture: Path) -> None:
    change(picture, "UPDATE record SET source_grade = '2', information_grade = 'C' WHERE record_key LIKE '%/m1'")
    text = client.get(PAGE).content.decode()
    assert "Source 2: Untested." in text and "Information C: " in text and "Handling P: " in text


def test_it_is_paged(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "_ON_A_PAGE", 2)
    first, second = (client.get(f"{PAGE}?page={page}").content.decode() for page in (1, 2))
    assert headings(first) + headings(second) == ["July 2024", "February 2024", "January 2024"]
    assert "3 records, 1 to 2 on this page" in first and "3 records, 3 to 3 on this page" in second
    assert client.get(f"{PAGE}?page=9").headers["Location"] == f"{PAGE}?page=2"


def test_a_merged_id_shows_what_it_is_now_and_hidden_ones_are_not_found(client: Client) -> None:
    assert f'was merged into <span class="sh-key">{AMOS}' in client.get(f"/entity/{MERGED}/timeline/").content.decode()
    for entity in (DAN, "P-00000000"):
        assert client.get(f"/entity/{entity}/timeline/").status_code == 404
