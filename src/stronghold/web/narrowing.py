"""Choices that narrow what a page shows, sent in its address: they work without scripts, and a link keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from stronghold.web.forms import DateField

__all__ = ["Narrowing", "SmallCheckboxes", "SmallRadios", "iso_day", "query_of"]

# Where times of several sources are told together, it is in the time of the country.
_ZONE = ZoneInfo("Europe/London")


class SmallCheckboxes(forms.CheckboxSelectMultiple):
    """Boxes to tick, many in little room."""

    template_name = "forms/small_choices.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["sort"] = "checkboxes"
        return context


class SmallRadios(forms.RadioSelect):
    """Buttons of which one is chosen, in little room."""

    template_name = "forms/small_choices.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["sort"] = "radios"
        return context


class Narrowing(forms.Form):
    """A first and a last day, either of which may be left open; pages add what else can be chosen.

    ``usual`` is what is taken, and shown as chosen, where the address does not say.
    """

    usual: Mapping[str, str] = {}
    narrowing: Sequence[str] = ("since", "until")
    """Names of the fields that leave something out where anything is chosen."""
    columns: Sequence[Sequence[str]] = (("since", "until"),)
    """Names of all fields as they stand side by side."""

    since = DateField(label="From", required=False, help_text="For example, 27 3 2026")
    until = DateField(label="To", required=False, help_text="For example, 30 4 2026")

    def __init__(self, query: QueryDict) -> None:
        said = query.copy()
        for name, value in self.usual.items():
            said.setdefault(name, value)
        super().__init__(said if query else None, initial=dict(self.usual))
        self.order_fields([name for column in self.columns for name in column])
        for field in self.fields.values():
            field.template_name = "forms/narrowing_field.html"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must be the same as or after the first day")
        return given

    @property
    def narrows(self) -> bool:
        """Whether anything is left out by choice, or something chosen cannot be used."""
        return self.is_bound and (bool(self.errors) or any(self.given(name) for name in self.narrowing))

    def given(self, name: str) -> Any:
        """What was chosen there; ``None`` where nothing was, or nothing that can be used."""
        if not self.is_bound or name in self.errors:
            return None
        return self.cleaned_data.get(name) or None

    def usable(self, query: QueryDict) -> str:
        """The query without what cannot be used."""
        wrong = {name for name in query if any(name == field or name.startswith(f"{field}_") for field in self.errors)}
        return query_of(query, **dict.fromkeys(wrong))

    @property
    def in_columns(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in column] for column in self.columns]

    def offer(self, name: str, numbers: Mapping[str, int], labels: Mapping[str, str]) -> None:
        """Shows those with a number as the choices, and those chosen before that have none now."""
        field = self.fields[name]
        if not isinstance(field, forms.MultipleChoiceField):
            raise TypeError(f"{name} is no field of choices")
        chosen = [value for value in self.given(name) or () if value not in numbers]
        offered = [(value, f"{labels.get(value, value)} ({number:,})") for value, number in numbers.items()]
        field.choices = [*offered, *((value, f"{labels.get(value, value)} (0)") for value in chosen)]


def query_of(query: QueryDict, **changed: object) -> str:
    """The query of an address with some of it ``changed`` (``None`` takes it out), without a page number and what is empty."""
    kept = query.copy()
    kept.pop("page", None)
    for name in [name for name, values in kept.lists() if not any(values)]:
        del kept[name]
    for name, value in changed.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = str(value)
    return kept.urlencode()


def iso_day(moment: datetime | None) -> str | None:
    """The day on which it was, here, as machines read it."""
    return moment.astimezone(_ZONE).date().isoformat() if moment else None
