"""Forms in the look of GOV.UK: every control with its label, hint, error and what ties them together."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from stronghold.web.forms import DateField, Hinted

COLOURS = [("r", Hinted("Red", "As blood.")), ("g", "Green")]


class Everything(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the birth certificate", error_messages={"required": "Enter the name"})
    story = forms.CharField(label="What happened", widget=forms.Textarea, required=False)
    colour = forms.ChoiceField(
        label="Colour", choices=COLOURS, widget=forms.RadioSelect, error_messages={"required": "Choose one"}
    )
    colours = forms.MultipleChoiceField(label="Colours", choices=COLOURS, widget=forms.CheckboxSelectMultiple, required=False)
    shade = forms.ChoiceField(label="Shade", choices=[("", "Choose"), ("d", "Dark")])
    sure = forms.BooleanField(label="I am sure", error_messages={"required": "Say that you are sure"})
    born = DateField(label="Date of birth", error_messages={"required": "Enter a date"})
    file = forms.FileField(label="File")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class Page(HTMLParser):
    """The elements of a page with their attributes; text by the id of the element that holds it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.elements if "id" in attrs]

    def by_id(self, wanted: str) -> dict[str, str | None]:
        return next(attrs for _, attrs in self.elements if attrs.get("id") == wanted)


def page(form: forms.Form) -> Page:
    return Page(render_to_string("parts/error_summary.html", {"form": form}) + str(form))


@pytest.fixture(params=["empty", "refused"])
def form(request: Any) -> forms.Form:
    return Everything() if request.param == "empty" else Everything({}, {})


def test_every_control_has_a_label_and_every_id_is_there_once(form: forms.Form) -> None:
    made = page(form)
    labelled = {attrs.get("for") for attrs in made.all("label")}
    controls = [a for tag in ("input", "select", "textarea") for a in made.all(tag) if a.get("type") != "hidden"]
    assert len(controls) == 12
    assert {a["id"] for a in controls} == labelled
    assert len(made.ids) == len(set(made.ids))


def test_what_describes_a_control_is_on_the_page(form: forms.Form) -> None:
    made = page(form)
    named = [part for _, attrs in made.elements for part in (attrs.get("aria-describedby") or "").split()]
    assert "id_name_helptext" in named
    assert set(named) <= set(made.ids)


def test_controls_have_the_look(form: forms.Form) -> None:
    made = page(form)
    wanted = {
        "id_name": "govuk-input",
        "id_story": "govuk-textarea",
        "id_shade": "govuk-select",
        "id_sure": "govuk-checkboxes__input",
        "id_file": "govuk-file-upload",
        "id_colour_0": "govuk-radios__input",
        "id_colours_1": "govuk-checkboxes__input",
        "id_born_0": "govuk-date-input__input",
    }
    for control, name in wanted.items():
        assert name in str(made.by_id(control)["class"]).split(), control


def test_a_choice_has_its_hint() -> None:
    made = page(Everything())
    assert made.by_id("id_colour_0")["aria-describedby"] == "id_colour_0_hint"
    assert "aria-describedby" not in made.by_id("id_colour_1")
    assert "As blood." in str(Everything())


def test_each_error_is_said_at_its_field_and_leads_there_from_the_top() -> None:
    form = Everything({"name": "", "shade": "x"}, {})
    made = page(form)
    links = [str(a["href"]) for a in made.all("a")]
    assert links == ["#id_name", "#id_colour_0", "#id_shade", "#id_sure", "#id_born_0", "#id_file"]
    assert {link[1:] for link in links} <= set(made.ids)
    assert made.by_id("id_name")["aria-describedby"] == "id_name_helptext id_name_error"
    assert made.by_id("id_name")["aria-invalid"] == "true"
    assert "govuk-input--error" in str(made.by_id("id_name")["class"])
    assert str(form).count("Enter the name") == 1


def test_what_was_typed_is_still_there() -> None:
    sent = {
        "name": "Ann <b>",
        "story": "Long & true",
        "colour": "r",
        "colours": ["g"],
        "born_day": "31",
        "born_month": "2",
        "born_year": "1990",
    }
    made = page(Everything(sent, {}))
    assert made.by_id("id_name")["value"] == "Ann <b>"
    assert "Long &amp; true" in str(Everything(sent, {}))
    assert "checked" in made.by_id("id_colour_0")
    assert "checked" in made.by_id("id_colours_1")
    assert [made.by_id(f"id_born_{n}")["value"] for n in range(3)] == ["31", "2", "1990"]


def test_an_error_of_the_whole_form_leads_to_its_first_field() -> None:
    class Pair(forms.Form):
        low = forms.IntegerField()
        high = forms.IntegerField()

        def clean(self) -> None:
            raise forms.ValidationError("Low is above high")

    made = page(Pair({"low": "2", "high": "1"}))
    assert [a["href"] for a in made.all("a")] == ["#id_low"]


def test_optional_fields_say_so() -> None:
    assert "What happened (optional)" in str(Everything())
    assert "Name (optional)" not in str(Everything())


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_comes_back_as_it_went_in(day: date) -> None:
    field = DateField()
    shown = field.widget.decompress(day)
    assert field.clean([str(part) for part in shown]) == day


@pytest.mark.parametrize(
    ("given_parts", "said"),
    [
        (["", "", ""], "This field is required."),
        (["31", "2", "2026"], "Enter a real date, such as 27 3 2026"),
        (["0", "0", "0"], "Enter a real date, such as 27 3 2026"),
        (["1", "1", "26"], "Enter a real date, such as 27 3 2026"),
        (["1.5", "1", "2026"], "Enter a real date, such as 27 3 2026"),
        (["²", "1", "2026"], "Enter a real date, such as 27 3 2026"),
        (["27", "", "2026"], "The date must include a month"),
        (["27", "", ""], "The date must include a month and a year"),
    ],
)
def test_a_date_that_is_none_says_why(given_parts: list[str], said: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        DateField().clean(given_parts)
    assert refused.value.messages == [said]


def test_an_optional_date_may_be_left_out() -> None:
    assert DateField(required=False).clean(["", " ", ""]) is None
