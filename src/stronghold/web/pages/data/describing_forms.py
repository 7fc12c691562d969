"""The forms that say how a file is to be read: its terms, what each of its columns becomes, or the mapping as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from stronghold.casework.descriptions import TERMS, Description, choices
from stronghold.governance.models import Account
from stronghold.intake.cleaning.cleaned import UNKNOWN_COUNTRY
from stronghold.intake.mapping import DATE_ORDERS
from stronghold.vocabulary import kinds, terms

__all__ = ["ColumnRow", "DescriptionForm", "TextForm"]

_NOT_USED = ("", "Not used")
_LISTS = {
    "handling": ("handling", "Handling", "How rows may be shared that do not say it themselves."),
    "sensitivity": ("sensitivities", "Sensitivity", "How closely Stronghold keeps rows that do not say it themselves."),
    "source_grade": ("source_grades", "Source grade", "3x5x2, for rows that do not say it themselves."),
    "information_grade": ("information_grades", "Information grade", "3x5x2, for rows that do not say it themselves."),
}
_WIDE = forms.TextInput(attrs={"class": "govuk-!-width-two-thirds", "autocomplete": "off"})
_OPTIONAL = ("source_grade", "information_grade", "operation")


@dataclass(frozen=True)
class ColumnRow:
    """One row of the table of columns: the column, its first values, what it becomes, whether it numbers the rows, and why."""

    name: str
    examples: Sequence[str]
    becomes: BoundField
    is_key: BoundField
    reason: str


class DescriptionForm(forms.Form):
    """What a file's rows are, on what terms they were given, and what each column becomes."""

    kind = forms.ChoiceField(label="What a row is", help_text="If this is wrong, choose another and press “Propose again”.")
    system = forms.CharField(
        label="The system it comes from",
        max_length=100,
        widget=_WIDE,
        error_messages={"required": "Say which system the file comes from"},
    )
    purpose = forms.CharField(
        label="What the records may be used for",
        max_length=500,
        widget=_WIDE,
        help_text="For example: preventing and detecting crime in the town.",
        error_messages={"required": "Say what the records may be used for"},
    )
    lawful_basis = forms.CharField(
        label="Lawful basis",
        max_length=500,
        widget=_WIDE,
        help_text="For example: Crime and Disorder Act 1998, section 115.",
        error_messages={"required": "Say on what lawful basis they may be used"},
    )

    def __init__(
        self, said: Description, columns: Sequence[str], account: Account, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=_initial(said, columns))
        self._columns = columns
        self._shown_kind = said.kind
        self.fields["kind"] = self._kind_field()
        for name, (listed, label, hint) in _LISTS.items():
            offered: list[Any] = [
                (t.name, f"{t.name}: {t.label}" if len(t.name) < 3 else t.label) for t in terms(listed).terms.values()
            ]
            self.fields[name] = forms.ChoiceField(
                label=label,
                help_text=hint,
                required=name not in _OPTIONAL,
                choices=[("", "None"), *offered] if name in _OPTIONAL else offered,
            )
        operations = [("", "None"), *((name, name) for name in account.operations)]
        self.fields["operation"] = forms.ChoiceField(
            label="Operation", help_text="For its members alone.", required=False, choices=operations
        )
        orders = [(order, order.capitalize()) for order in DATE_ORDERS]
        self.fields["date_order"] = forms.ChoiceField(
            label="Order of dates", help_text="How a date such as 03/04/2024 is read.", choices=orders
        )
        countries = {"GB": "United Kingdom", UNKNOWN_COUNTRY: "Another country"}
        if country := said.terms.get("country"):
            countries.setdefault(country, country)
        self.fields["country"] = forms.ChoiceField(
            label="Country",
            help_text="Whose postcodes, phone numbers and registrations it holds. Those of another country are kept as they are written.",
            required=False,
            choices=list(countries.items()),
        )
        offered = choices(said.kind, [*said.targets.values(), *self._posted_targets(data)])
        for number, column in enumerate(columns):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=f"What “{column}” becomes", required=False, choices=[_NOT_USED, *offered]
            )
            self.fields[f"key_{number}"] = forms.BooleanField(label=f"“{column}” numbers the rows", required=False)

    def _kind_field(self) -> forms.ChoiceField:
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        of = list(kinds().values())
        field.choices = [
            ("Something that happened", [(k.name, k.label) for k in of if k.is_event]),
            ("Someone or something", [(k.name, k.label) for k in of if not k.is_event]),
        ]
        return field

    def _posted_targets(self, data: Mapping[str, Any] | None) -> list[str]:
        return [str(data.get(f"column_{number}") or "") for number in range(len(self._columns))] if data else []

    def rows(self, examples: Mapping[str, Sequence[str]], proposed: Mapping[str, Any]) -> list[ColumnRow]:
        """The table of columns; a reason stands only beside what was proposed."""
        found = []
        for number, column in enumerate(self._columns):
            becomes = self[f"column_{number}"]
            kept = (becomes.value() or "") == proposed["targets"].get(column, "")
            reason = proposed["reasons"].get(column, "") if kept else "you chose this"
            found.append(ColumnRow(column, examples.get(column, ()), becomes, self[f"key_{number}"], reason))
        return found

    @property
    def typed(self) -> Description:
        """What was typed, with its faults."""
        given = {name: str(self.data.get(name) or "") for name in self.fields}
        return _description(given, self._columns, self._shown_kind, self.data)

    @property
    def said(self) -> Description:
        """What a form without fault says."""
        return _description(self.cleaned_data, self._columns, self._shown_kind, self.cleaned_data)


def _description(given: Mapping[str, Any], columns: Sequence[str], kind: str, ticked: Mapping[str, Any]) -> Description:
    targets = {name: given[f"column_{number}"] for number, name in enumerate(columns) if given.get(f"column_{number}")}
    keys = tuple(name for number, name in enumerate(columns) if ticked.get(f"key_{number}"))
    return Description(kind, targets, keys, {name: given.get(name) or "" for name in TERMS})


def _initial(said: Description, columns: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": said.kind, **said.terms}
    for number, name in enumerate(columns):
        found[f"column_{number}"] = said.targets.get(name, "")
        found[f"key_{number}"] = name in said.keys
    return found


class TextForm(forms.Form):
    """The mapping as TOML."""

    text = forms.CharField(
        label="Mapping",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "class": "sh-key", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": "The mapping is empty"},
    )

    def clean_text(self) -> str:
        """Browsers send line breaks as two characters."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")
