from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from stronghold.casework.reports import Content, Organisation, Person, Phone, Place, Vehicle, understand, with_day_written_out
from stronghold.casework.reports.understanding import MOST_ROWS, Understood

NOW = datetime(2026, 11, 24, 15, 10, tzinfo=ZoneInfo("Europe/London"))


def understood(content: Content, kind: str = "intelligence_report") -> Understood:
    return understand(kind, with_day_written_out(content, NOW), NOW)


def test_each_field_is_shown_as_it_is_read(full: Content) -> None:
    read = understood(full)
    assert read.problems == {}
    shown = {f.path: f.read_as for f in read.fields}
    assert shown["when"] == "Tuesday 12 November 2024, 09:00"
    assert shown["places.0.address"] == "Flat 2, 14 Marsh Lane, Harbourton"
    assert shown["people.0.name"] == "Thomas Brown, also known as Fish"
    assert shown["people.0.date_of_birth"] == "3 April 1985"
    assert shown["people.0.phone"] == "+447700900123"
    assert shown["vehicles.0.registration"] == "AB12CDE"
    assert shown["phones.0.number"] == "+441632960001"
    assert shown["source_grade"] == "Untested"
    notes = {f.path: f.note for f in read.notes}
    assert "placeholder" in (notes["people.1.date_of_birth"] or "")
    assert shown["people.1.date_of_birth"] == "2011"
    otherwise = {f.path for f in read.fields if f.is_read_otherwise}
    assert "people.0.phone" in otherwise and not {"vehicles.0.registration", "vehicles.0.make", "people.3.name"} & otherwise


def test_a_community_report_needs_no_protective_marking(community: Content) -> None:
    assert understood(community, "community_report").problems == {}


@pytest.mark.parametrize(
    ("change", "path", "said"),
    [
        ({"narrative": "  "}, "narrative", "Say what happened"),
        ({"narrative": "n/a"}, "narrative", "Say what happened"),
        ({"narrative": "x" * 20_001}, "narrative", "20,001 characters"),
        ({"when": ""}, "when", "Say when"),
        ({"when": "31/02/2026"}, "when", "there is no day 31"),
        ({"when": "31/02"}, "when", "there is no day 31"),
        ({"when": "11/24/2026"}, "when", "no month 24"),
        ({"when": "soon"}, "when", "not a date"),
        ({"when": "today 16:00"}, "when", "future: Tuesday 24 November 2026, 16:00"),
        ({"when": "25/11/2026"}, "when", "future"),
        ({"when": "1/1/1126"}, "when", "Is the year right"),
        ({"when": "2024"}, "when", "in 2024, or 20:24"),
        ({"when": "01/01/1900"}, "when", "placeholder"),
        ({"people": (Person("Ann Fry", date_of_birth="31/02/1990", role="subject"),)}, "people.0.date_of_birth", "no day 31"),
        ({"people": (Person("Ann Fry", date_of_birth="1/1/2030", role="subject"),)}, "people.0.date_of_birth", "future"),
        ({"people": (Person("Ann Fry", date_of_birth="unknown", role="subject"),)}, "people.0.date_of_birth", "Leave it empty"),
        ({"people": (Person("Ann Fry", phone="12", role="subject"),)}, "people.0.phone", "phone"),
        ({"people": (Person("Ann Fry", phone="withheld", role="subject"),)}, "people.0.phone", "not given"),
        ({"people": (Person("Ann Fry"),)}, "people.0.role", "part"),
        ({"people": (Person("Ann Fry", role="driver"),)}, "people.0.role", "part"),
        ({"people": (Person("unknown male", address="1 High Street", role="subject"),)}, "people.0.name", "Give a name"),
        ({"phones": (Phone("call me"),)}, "phones.0.number", "not a telephone number"),
        ({"vehicles": (Vehicle("AB?2 CDE"),)}, "vehicles.0.registration", "only a part"),
        ({"vehicles": (Vehicle(colour="red"),)}, "vehicles.0.registration", "Give the registration"),
        ({"organisations": (Organisation("-"),)}, "organisations.0.name", "Give the name"),
        ({"source_grade": ""}, "source_grade", "how reliable"),
        ({"source_grade": "9"}, "source_grade", "how reliable"),
        ({"information_grade": ""}, "information_grade", "how the source knows"),
        ({"handling": ""}, "handling", "handling code"),
        ({"handling": "C", "conditions": ""}, "conditions", "which conditions"),
        ({"handling": "P"}, "conditions", "Choose C"),
        ({"sensitivity": ""}, "sensitivity", "how closely"),
        ({"protective_marking": ""}, "protective_marking", "protective marking"),
        ({"phones": tuple(Phone(f"01632 9600{n:02}") for n in range(MOST_ROWS + 1))}, f"phones.{MOST_ROWS}.number", "At most"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(full: Content, change: dict[str, Any], path: str, said: str) -> None:
    problems = understood(replace(full, **change)).problems
    assert list(problems) == [path]
    assert said in problems[path]


def test_what_cannot_be_read_and_need_not_be_is_noted(full: Content) -> None:
    person = Person("Ann Fry", address="no fixed abode", role="subject")
    read = understood(replace(full, people=(person,), places=(Place(address="by the old boathouse"),)))
    assert read.problems == {}
    notes = {f.path: f.note for f in read.notes}
    assert notes["people.0.address"] == "no fixed abode"
    assert "kept as a place in words" in (notes["places.0.address"] or "")


def test_two_digits_of_a_year_are_written_out_on_the_day_they_were_typed(full: Content) -> None:
    person = Person("Ann Fry", date_of_birth="12/12/26", role="subject")
    written = with_day_written_out(replace(full, people=(person,)), NOW)
    assert written.people[0].date_of_birth == "12/12/1926"


def test_the_day_is_that_of_the_place_where_the_report_is_entered(full: Content) -> None:
    just_after_midnight_in_summer = datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    written = with_day_written_out(replace(full, when="today"), just_after_midnight_in_summer)
    read = understand("intelligence_report", written, just_after_midnight_in_summer)
    assert written.occurred == "01/07/2026"
    assert read.problems == {}
