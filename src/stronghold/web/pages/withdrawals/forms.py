"""The forms of withdrawals. What is wrong with one casework says; what was typed always stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from stronghold.casework.withdrawals import STATES
from stronghold.web.forms import Hinted
from stronghold.web.pages.decisions.forms import ReasonForm

__all__ = ["FilterForm", "UndoForm", "WithdrawForm"]

_STATE_LABELS: Mapping[str, str] = {
    "waiting": "Holds; for good with the next build",
    "in picture": "The picture was built so",
    "leaving": "Undone; comes back with the next build",
    "undone": "Undone",
}
_EFFECTS = (
    ("withdrawn", "It should not be here", "Nobody sees it from now on, and it stays out even if it is sent again."),
    (
        "corrected",
        "It is wrong, and a corrected version will be sent",
        "Nobody sees this version from now on. Another version with the same key is taken in when it is sent.",
    ),
    ("discredited", "What it says was found false", "It can still be read, marked as false, and is evidence of nothing."),
)


class WithdrawForm(ReasonForm):
    """What is wrong with a record, and why."""

    effect = forms.ChoiceField(
        label="What is wrong with the record?",
        widget=forms.RadioSelect,
        choices=[(name, Hinted(label, hint)) for name, label, hint in _EFFECTS],
        error_messages={"required": "Choose what is wrong with the record", "invalid_choice": "Choose from the list"},
    )
    field_order = ("effect", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "reason"
        ].help_text = "In your own words. It is kept with your name, and shown to whoever might see the record."


class UndoForm(ReasonForm):
    """Why a withdrawal is undone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why it is undone"
        self.fields["reason"].help_text = "In your own words. It is kept with your name."


class FilterForm(forms.Form):
    """What the list of withdrawals is narrowed to; a value that is not offered narrows nothing."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Every state"), *((state, _STATE_LABELS[state]) for state in STATES)]
    )
