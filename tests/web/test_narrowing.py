"""Choices in an address."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.http import QueryDict

from stronghold.web.narrowing import Narrowing, SmallCheckboxes, iso_day, query_of

DAYS = "since_day=1&since_month=2&since_year=2024&until_day=3&until_month=2&until_year=2024"


class Choosing(Narrowing):
    usual = {"order": "first"}
    narrowing = ("kinds", "since", "until")
    columns = (("order", "since", "until"), ("kinds",))

    kinds = forms.MultipleChoiceField(required=False, widget=SmallCheckboxes, choices=[("a", "A"), ("b", "B")])
    order = forms.ChoiceField(required=False, choices=[("first", "First"), ("last", "Last")])


def test_without_a_query_nothing_is_chosen() -> None:
    form = Choosing(QueryDict(""))
    assert (form.narrows, form.given("since"), form.given("kinds")) == (False, None, None)
    assert form.initial == {"order": "first"}


def test_what_the_address_does_not_say_is_as_usual_and_no_narrowing() -> None:
    form = Choosing(QueryDict("page=2"))
    assert (form.narrows, form.given("order")) == (False, "first")
    assert form["order"].value() == "first"
    assert Choosing(QueryDict("order=last")).given("order") == "last"


def test_days_are_read() -> None:
    form = Choosing(QueryDict(DAYS))
    assert (form.given("since"), form.given("until"), form.narrows) == (date(2024, 2, 1), date(2024, 2, 3), True)


def test_what_cannot_be_used_is_not_given_and_the_rest_is() -> None:
    form = Choosing(QueryDict(DAYS.replace("until_day=3", "until_day=99") + "&kinds=a"))
    assert (form.given("until"), form.given("since"), form.given("kinds")) == (None, date(2024, 2, 1), ["a"])
    assert form.narrows and set(form.errors) == {"until"}
    backwards = Choosing(QueryDict(DAYS.replace("until_year=2024", "until_year=2023")))
    assert set(backwards.errors) == {"until"} and backwards.given("until") is None


def test_a_query_can_be_had_without_what_cannot_be_used() -> None:
    query = QueryDict(DAYS.replace("until_day=3", "until_day=99") + "&kinds=a&order=nonsense&page=2")
    assert Choosing(query).usable(query) == "since_day=1&since_month=2&since_year=2024&kinds=a"


def test_fields_stand_in_their_columns_in_little_room() -> None:
    form = Choosing(QueryDict(""))
    assert [[field.name for field in column] for column in form.in_columns] == [["order", "since", "until"], ["kinds"]]
    assert [field.name for field in form] == ["order", "since", "until", "kinds"]
    assert "govuk-checkboxes--small" in str(form["kinds"]) and 'type="checkbox"' in str(form["kinds"])
    assert "(optional)" not in form["since"].as_field_group()


def test_what_is_offered_has_its_number_and_what_was_chosen_stays() -> None:
    form = Choosing(QueryDict("kinds=b"))
    form.offer("kinds", {"a": 1200}, {"a": "As", "b": "Bs"})
    assert list(form["kinds"].field.choices) == [("a", "As (1,200)"), ("b", "Bs (0)")]  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        form.offer("order", {}, {})


@pytest.mark.parametrize(
    ("query", "changed", "made"),
    [
        ("a=1&a=2&page=3&b=", {}, "a=1&a=2"),
        ("a=1&b=2", {"b": 5}, "a=1&b=5"),
        ("a=1&b=2", {"a": None}, "b=2"),
        ("q=x%26y", {}, "q=x%26y"),
    ],
)
def test_a_query_is_kept_without_its_page(query: str, changed: dict[str, object], made: str) -> None:
    assert query_of(QueryDict(query), **changed) == made


def test_a_day_is_that_of_here() -> None:
    assert iso_day(datetime(2024, 6, 30, 23, 30, tzinfo=UTC)) == "2024-07-01"
    assert iso_day(None) is None
