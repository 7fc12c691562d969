"""A filled-in form, as a browser sends it."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

Sent = dict[str, str]


class Controls(HTMLParser):
    """What a browser would send of the page's form, had the person changed nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: Sent = {}
        self._select = self._area = ""
        self._in_form = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self._in_form = self._in_form or named.get("id") == "report-form"
        if not self._in_form:
            return
        if tag == "input" and named.get("name"):
            if named.get("type") not in ("radio", "checkbox") or "checked" in named:
                self.sent[named["name"]] = named.get("value", "")
        elif tag == "textarea":
            self._area = named["name"]
            self.sent[self._area] = ""
        elif tag == "select":
            self._select = named["name"]
        elif tag == "option" and (self._select not in self.sent or "selected" in named):
            self.sent[self._select] = named.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser leaves out the line break that the page puts first.
            self.sent[self._area] = self.sent[self._area].removeprefix("\n").removeprefix("\r\n")
            self._area = ""
        elif tag == "form":
            self._in_form = False


@pytest.fixture
def form_of() -> Callable[..., Sent]:
    """``form_of(client, "/reports/new/")``: what the form there would send."""

    def read(client: Client, path: str) -> Sent:
        return controls(client.get(path).content.decode())

    return read


def controls(html: str) -> Sent:
    reader = Controls()
    reader.feed(html)
    reader.sent.pop("csrfmiddlewaretoken", None)  # another on each page; the test client needs none
    return reader.sent


@pytest.fixture
def controls_of() -> Callable[[str], Sent]:
    return controls


@pytest.fixture
def filled(form_of: Callable[..., Sent]) -> Callable[..., Sent]:
    """The form of a new report, filled in by this browser."""

    def fill(client: Client, **changed: str) -> Sent:
        typed = {
            "narrative": "A man known as Fish met two boys behind the shops.",
            "when": "12/11/2024 9am",
            "places-0-address": "Flat 2, 14 Marsh Lane, Harbourton",
            "people-0-name": "Thomas 'Fish' Brown",
            "people-0-date_of_birth": "3/4/1985",
            "people-0-phone": "07700 900123",
            "people-0-role": "subject",
            "vehicles-0-registration": "ab12 cde",
            "source_grade": "2",
            "information_grade": "B",
            "handling": "P",
            "protective_marking": "OFFICIAL",
        }
        return {
            **form_of(client, "/reports/new/"),
            **typed,
            **{name.replace("__", "-"): value for name, value in changed.items()},
        }

    return fill
