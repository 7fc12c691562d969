"""Forms in the look of GOV.UK: any Django form rendered with ``{{ form }}`` or ``{{ form.field.as_field_group }}``.

A page's heading comes after the error summary, which ``base.html`` shows for the context's ``form``; a page with several forms
includes ``parts/error_summary.html`` itself. :class:`Hinted` gives a choice its hint, :class:`DateField` a date in three parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Self

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

__all__ = ["DateField", "DateInput", "GovukBoundField", "GovukRenderer", "Hinted"]

_CLASSES: Sequence[tuple[type[forms.Widget], str]] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),  # a kind of RadioSelect to Django
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (Input, "govuk-input"),
)
# Single boxes are marked as wrong by themselves; groups by the line beside them.
_MARKED = ("govuk-file-upload", "govuk-select", "govuk-textarea", "govuk-input")


class Hinted(str):
    """The label of a choice with a hint below it."""

    __slots__ = ("hint",)
    hint: str

    def __new__(cls, label: str, hint: str) -> Self:
        made = super().__new__(cls, label)
        made.hint = hint
        return made

    def __deepcopy__(self, memo: object) -> Self:
        return self  # fields are copied with every form


class GovukBoundField(BoundField):
    """Gives each control its class, and says by ``layout`` how the field is put together."""

    @property
    def layout(self) -> str:
        """``group`` (a fieldset of choices or boxes), ``checkbox`` (one box with its label after it), or ``single``."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        return "group" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget) else "single"

    @property
    def first_id(self) -> str:
        """The id of the control that a link from the error summary leads to."""
        return self.id_for_label or f"{self.auto_id}_0" if self.layout == "group" else self.auto_id

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for a fieldset."""
        parts = [f"{self.auto_id}_helptext"] if self.help_text else []
        return " ".join([*parts, f"{self.auto_id}_error"] if self.errors else parts)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        made = super().build_widget_attrs(attrs, widget)
        made.pop("required", None)  # the page says at the field what is missing; a browser's own bubble is not read out well
        used = widget or self.field.widget
        own = str(used.attrs.get("class", ""))
        for kind, name in _CLASSES:
            if isinstance(used, kind):
                wrong = f"{name}--error" if self.errors and name in _MARKED else ""
                made["class"] = " ".join(part for part in (name, wrong, own) if part)
                break
        if self.layout != "single" and "aria-invalid" in made:
            del made["aria-invalid"]
        return made


class GovukRenderer(TemplatesSetting):
    """Renders forms and fields with the templates in ``templates/forms``."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovukBoundField


class DateInput(forms.MultiWidget):
    """Day, month and year in three boxes, posted as ``name_day``, ``name_month``, ``name_year``."""

    template_name = "forms/date.html"
    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput({"inputmode": "numeric", "class": f"govuk-date-input__input govuk-input--width-{width}"})
            for part, width in (("day", 2), ("month", 2), ("year", 4))
        }
        super().__init__(boxes, dict(attrs) if attrs else None)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class DateField(forms.MultiValueField):
    """A date given as day, month and year; a ``date`` or ``None``. The error says which part is missing."""

    widget = DateInput
    default_error_messages = {"invalid": "Enter a real date, such as 27 3 2026"}

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(max_length=10, required=False) for _ in range(3)]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> date | None:
        given = [str(part or "").strip() for part in data_list] or ["", "", ""]
        if not any(given):
            return None
        if missing := [name for name, part in zip(("day", "month", "year"), given, strict=True) if not part]:
            raise forms.ValidationError(f"The date must include a {' and a '.join(missing)}", code="incomplete")
        try:
            day, month, year = (int(part) for part in given)
            if not 1000 <= year <= 9999:
                raise ValueError
            return date(year, month, day)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
