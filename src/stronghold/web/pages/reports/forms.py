"""The form of a report. Nothing is judged here: casework says what is wrong with a field, and what was typed always stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, cast

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from stronghold.casework.reports import Content
from stronghold.casework.reports.content import GROUPS, ROLES, Row
from stronghold.vocabulary import kind, terms
from stronghold.web.forms import Hinted

__all__ = ["GroupForms", "ReasonForm", "ReportForm", "add_row", "change_kind"]

_SHOWN_AT_FIRST: Mapping[str, int] = {"places": 1, "people": 2, "vehicles": 1, "phones": 1, "organisations": 1}
_LABELS: Mapping[str, Mapping[str, str]] = {
    "places": {"address": "Address", "description": "The place in words"},
    "people": {"name": "Name", "date_of_birth": "Date of birth", "phone": "Phone", "address": "Address", "role": "Part in it"},
    "vehicles": {"registration": "Registration", "make": "Make", "colour": "Colour"},
    "phones": {"number": "Number"},
    "organisations": {"name": "Name"},
}


class _TypedForm(forms.Form):
    """A form that keeps what was typed as it was typed; ``cleaned_data`` is that text."""

    def full_clean(self) -> None:
        self._errors = ErrorDict(renderer=self.renderer)
        if not self.is_bound:
            return
        self.cleaned_data = {}
        for name, field in self.fields.items():
            value = self[name].data
            self.cleaned_data[name] = bool(value) if isinstance(field, forms.BooleanField) else _typed(value)


def _typed(value: Any) -> str:
    # A null character is no text in any database.
    return str(value or "").replace("\0", "").replace("\r\n", "\n").strip()


def _line(label: str, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.TextInput({"autocomplete": "off", **attrs}))


def _choices(list_name: str, *, named: bool) -> list[tuple[str, str]]:
    """The terms of a list with what they mean; ``named`` shows the code before its label."""
    return [
        (name, Hinted(f"{name}: {term.label}" if named else term.label, term.meaning))
        for name, term in terms(list_name).terms.items()
    ]


class ReportForm(_TypedForm):
    """Everything of a report but its lists of rows."""

    narrative = forms.CharField(label="What happened", widget=forms.Textarea({"rows": 7}))
    when = forms.CharField(
        label="When",
        help_text="Like today 14:30, yesterday, last Friday 9pm or 12/11/2026 9am. Where it is not known, when it was reported.",
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    channel = forms.CharField(
        label="How it was reported", required=False, widget=forms.TextInput({"class": "govuk-input--width-20"})
    )
    nature = forms.CharField(label="What it is about", required=False, widget=forms.TextInput({"class": "govuk-input--width-20"}))
    source_grade = forms.ChoiceField(label="Source: how reliable", widget=forms.RadioSelect)
    information_grade = forms.ChoiceField(label="Information: how the source knows it", widget=forms.RadioSelect)
    handling = forms.ChoiceField(label="Handling code", widget=forms.RadioSelect)
    conditions = forms.CharField(
        label="Conditions", required=False, help_text="Needed with every handling code C.", widget=forms.Textarea({"rows": 2})
    )
    sensitivity = forms.ChoiceField(
        label="How closely it is kept",
        help_text="Sensitive where it tells of a child, or of somebody's health.",
        widget=forms.RadioSelect,
    )
    protective_marking = forms.ChoiceField(label="Protective marking", widget=forms.Select)
    operation = forms.ChoiceField(
        label="Operation", required=False, help_text="Then only its members see the report.", widget=forms.Select
    )
    sanitised = forms.BooleanField(label="I have taken out whatever could point to the source", required=False)
    kind = forms.CharField(widget=forms.HiddenInput)
    token = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label="Why the report is changed", widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, report_kind: str, operations: list[str], amending: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report_kind = report_kind
        self._choose("source_grade", _choices("source_grades", named=True))
        self._choose("information_grade", _choices("information_grades", named=True))
        self._choose("handling", _choices("handling", named=True))
        self._choose("sensitivity", _choices("sensitivities", named=False))
        self._choose("protective_marking", [("", "Choose one"), *((m, m) for m in terms("protective_markings").terms)])
        self._choose("operation", [("", "None"), *((o, o) for o in operations)])
        columns = kind(report_kind).columns
        absent = [name for name in ("channel", "nature", "sanitised") if name not in columns]
        absent += [] if operations else ["operation"]
        absent += [] if amending else ["seen", "reason"]
        for name in absent:
            del self.fields[name]
        self.fields["protective_marking"].required = report_kind == "intelligence_report"

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @classmethod
    def initial_of(cls, content: Content) -> dict[str, Any]:
        """What the form shows of a report that is there already: the time with its day written out."""
        return {**asdict(content), "when": content.occurred}


class ReasonForm(_TypedForm):
    """Why a report is withdrawn."""

    reason = forms.CharField(label="Why the report is withdrawn", widget=forms.Textarea({"rows": 3}))


class _RowForm(_TypedForm):
    """One row of a list; it is left out where it is empty."""

    @property
    def is_empty(self) -> bool:
        # Not full_clean(), which would take away what was said since.
        return bool(not self.errors and not any(self.cleaned_data.values()))


def _row_form(group: str, report_kind: str) -> type[_RowForm]:
    declared: dict[str, forms.Field] = {}
    for name, label in _LABELS[group].items():
        if name == "role":
            roles = [(role, kind(report_kind).roles[role].label) for role in ROLES[report_kind]]
            declared[name] = forms.ChoiceField(label=label, choices=[("", "Choose"), *roles], widget=forms.Select)
        else:
            declared[name] = _line(label)
    return type(f"{group.capitalize()}Form", (_RowForm,), declared)


class GroupForms:
    """The lists of a report: of each group its rows, as many as are shown, empty ones among them."""

    def __init__(self, report_kind: str, data: QueryDict | None = None, content: Content | None = None) -> None:
        self.groups: dict[str, forms.BaseFormSet[_RowForm]] = {}
        for group in GROUPS:
            rows = [asdict(row) for row in getattr(content, group)] if content else []
            extra = max(_SHOWN_AT_FIRST[group] - len(rows), 0)
            made = forms.formset_factory(_row_form(group, report_kind), extra=extra, max_num=200, absolute_max=200)
            self.groups[group] = made(data, prefix=group, initial=rows)

    def __iter__(self) -> Iterator[forms.BaseFormSet[_RowForm]]:
        return iter(self.groups.values())

    def __getitem__(self, group: str) -> forms.BaseFormSet[_RowForm]:
        return self.groups[group]

    def filled(self, group: str) -> list[_RowForm]:
        """The rows with anything in them, in their order."""
        return [form for form in self.groups[group] if not form.is_empty]

    def focus_on_last(self, group: str) -> None:
        """Put the cursor into the row that was just added."""
        for last in self.groups[group].forms[-1:]:
            next(iter(last.fields.values())).widget.attrs["autofocus"] = True

    def rows(self) -> dict[str, tuple[Row, ...]]:
        """What the rows say, by group, without the empty ones."""
        return {
            group: tuple(row(**{name: form.cleaned_data[name] for name in form.fields}) for form in self.filled(group))
            for group, row in GROUPS.items()
        }


def add_row(data: QueryDict, group: str) -> QueryDict:
    """What was typed, with one more empty row in the group."""
    changed = data.copy()
    name = f"{group}-TOTAL_FORMS"
    shown = str(changed.get(name, ""))
    if group in GROUPS and shown.isdecimal():
        changed[name] = str(int(shown) + 1)
    return changed


def change_kind(data: QueryDict, report_kind: str) -> QueryDict:
    """What was typed, as a report of another kind: the parts of people are those nearest to it."""
    changed = data.copy()
    changed["kind"] = report_kind
    roles = ROLES[report_kind]
    for name in list(changed):
        if name.startswith("people-") and name.endswith("-role") and changed[name] and changed[name] not in roles:
            changed[name] = roles[0]
    return changed
