"""The forms of decisions. What is wrong with a decision casework says; what was typed always stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms

from stronghold.casework.decisions import STATES
from stronghold.casework.decisions.deciding import LONGEST_REASON
from stronghold.casework.undoable import Problem
from stronghold.vocabulary import kind
from stronghold.web.forms import Hinted
from stronghold.web.narrowing import SmallRadios

__all__ = ["DecisionForm", "FilterForm", "PartingForm", "ReasonForm", "UndoForm", "show_problem"]

_STATE_LABELS: Mapping[str, str] = {
    "waiting": "Waits for the next build",
    "in picture": "In the picture",
    "leaving": "Undone, until the next build in the picture",
    "undone": "Undone",
}


class ReasonForm(forms.Form):
    """Why, in a person's own words."""

    reason = forms.CharField(
        label="Why",
        help_text="In your own words. It is kept with your name, and shown to whoever may see both records.",
        widget=forms.Textarea({"rows": 3}),
        max_length=LONGEST_REASON,
        error_messages={
            "required": "Say why, for whoever reads this later",
            "max_length": f"The reason must be {LONGEST_REASON:,} characters or fewer",
            "null_characters_not_allowed": "Enter letters and figures alone",
        },
    )


class DecisionForm(ReasonForm):
    """Whether two are the same, and why."""

    judgement = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether they are the same", "invalid_choice": "Choose from the list"},
    )
    field_order = ("judgement", "reason")

    def __init__(self, *args: Any, kind_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noun = kind(kind_name).label.lower()
        field = cast("forms.ChoiceField", self.fields["judgement"])
        field.label = f"Are they the same {noun}?"
        field.choices = [
            ("same", Hinted("Yes, they are the same", "The next build takes them for one, whatever the evidence says.")),
            ("not_same", Hinted("No, they are not the same", "The next build keeps them apart, whatever the evidence says.")),
        ]


class UndoForm(ReasonForm):
    """Why a decision is undone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why it is undone"


class PartingForm(ReasonForm):
    """Which records go together: each with the first, with the second, or where the evidence puts it."""

    def __init__(self, *args: Any, mentions: Iterable[tuple[str, str]], first: str = "", second: str = "", **kwargs: Any) -> None:
        """``mentions`` are key and words of each record that can be chosen."""
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for number, (key, words) in enumerate(mentions):
            name = f"goes_{number}"
            self.keys[name] = key
            self.fields[name] = forms.ChoiceField(
                label=words,
                choices=[("first", "With the first"), ("second", "With the second"), ("", "Where the evidence puts it")],
                widget=SmallRadios,
                required=False,
                initial="first" if key == first else "second" if key == second else "",
                error_messages={"invalid_choice": "Choose from the list"},
            )
        self.order_fields([*self.keys, "reason"])

    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """The field of each record with its key."""
        return [(self[name], key) for name, key in self.keys.items()]

    def chosen(self, side: str) -> list[str]:
        """The keys of the records that go with that side."""
        return [key for name, key in self.keys.items() if self.cleaned_data.get(name) == side]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for side in ("first", "second"):
            if self.keys and not self.chosen(side):
                self.add_error(next(iter(self.keys)), f"Choose at least one record that goes with the {side}")
        return cleaned


class FilterForm(forms.Form):
    """What the list of decisions is narrowed to; a value that is not offered narrows nothing."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Every state"), *((state, _STATE_LABELS[state]) for state in STATES)]
    )
    mine = forms.BooleanField(label="Only those I made or undid", required=False)


def show_problem(form: forms.Form, problem: Problem) -> None:
    """Say at the field what is wrong with what was sent."""
    for field, words in problem.problems.items():
        form.add_error(field if field in form.fields else next(iter(form.fields)), words)
