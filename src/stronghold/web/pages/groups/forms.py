"""The forms of declared groups. What is wrong with one casework says; what was typed always stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from stronghold.casework.groups import LONGEST_NAME, Naming
from stronghold.web.pages.decisions.forms import ReasonForm

__all__ = ["DeclareForm", "JoinForm", "NamePeopleForm", "TakeBackForm", "WithdrawForm"]

_LONGEST_LIST = 4_000
_SAID = (("", "Left to the evidence"), ("yes", "Belongs"), ("no", "Does not belong"))


class _People(forms.CharField):
    """Ids of people, apart by spaces, commas or lines."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[str]:
        return [part.upper() for part in re.split(r"[\s,;]+", super().clean(value) or "") if part]


class NamePeopleForm(ReasonForm):
    """Who belongs to a group and who does not: those who can be seen in it, and others by their ids."""

    people = _People(
        label="Others who belong to it",
        help_text="Their ids, such as P-4Q7T2MZ0, one on a line. The id stands above the name on the page of each.",
        required=False,
        max_length=_LONGEST_LIST,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str, str]] = (), **kwargs: Any) -> None:
        """``offered`` are id, name, and what is known already, of each person who can be chosen; all are left to the evidence at first."""
        super().__init__(*args, **kwargs)
        self.offered: dict[str, str] = {}
        for who, label, known in offered:
            name = f"said_{who}"
            self.offered[name] = who
            self.fields[name] = forms.ChoiceField(
                label=label, help_text=known, choices=_SAID, required=False,
                error_messages={"invalid_choice": "Choose from the list"},
            )  # fmt: skip
        self.fields["reason"].help_text = "In your own words. It is kept with your name, and shown to whoever may see the group."
        self.order_fields(["name", *self.offered, "people", "reason"])

    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """The field of each person who can be chosen, with the id."""
        return [(self[name], who) for name, who in self.offered.items()]

    def named(self) -> list[Naming]:
        """Everyone of whom something is said."""
        chosen = [Naming(who, self.cleaned_data[name] == "yes") for name, who in self.offered.items() if self.cleaned_data[name]]
        return [*chosen, *(Naming(who, True) for who in self.cleaned_data["people"])]


class DeclareForm(NamePeopleForm):
    """A group as a person has it."""

    name = forms.CharField(
        label="What do you call the group?",
        help_text="A name of your own. Name nobody in it.",
        max_length=LONGEST_NAME,
        error_messages={
            "required": "Give the group a name",
            "max_length": f"The name must be {LONGEST_NAME} characters or fewer",
            "null_characters_not_allowed": "Enter letters and figures alone",
        },
    )


class JoinForm(ReasonForm):
    """To which declared group one person belongs, or not."""

    group = forms.ChoiceField(
        label="Which group?", error_messages={"required": "Choose a group", "invalid_choice": "Choose from the list"}
    )
    belongs = forms.ChoiceField(
        label="Does this person belong to it?",
        widget=forms.RadioSelect,
        choices=_SAID[1:],
        error_messages={"required": "Choose whether they belong", "invalid_choice": "Choose from the list"},
    )
    field_order = ("group", "belongs", "reason")

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", "Choose a group"), *groups]  # type: ignore[attr-defined]
        self.fields["reason"].help_text = "In your own words. It is kept with your name, and shown to whoever may see the group."


class TakeBackForm(ReasonForm):
    """Why something that was said of one person no longer counts."""

    person = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why it is taken back"
        self.fields["reason"].help_text = "In your own words. It is kept with your name."


class WithdrawForm(ReasonForm):
    """Why a declared group is withdrawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why it is withdrawn"
        self.fields["reason"].help_text = "In your own words. It is kept with your name."
