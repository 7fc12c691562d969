"""What the board is asked for by its address: how many people, who is out, who and what is left out of the question."""

from __future__ import annotations

from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict

from stronghold.casework.undoable import LONGEST_REASON

__all__ = ["MOST", "Asked", "BoardForm", "SaveForm"]

MOST = 10
_MOST_PEOPLE, _MOST_FALSE, _LONGEST = 2_000, 500, 300


@dataclass(frozen=True)
class Asked:
    """``people``: how many to choose; ``out``: who is taken out; ``excluded``: who is not to be chosen; ``false``: names of files and keys of
    records taken for false; ``do``: ``plan`` (choose anew), ``each`` (try each file) or empty (see what is left)."""

    people: int = 3
    out: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    uncertain: bool = False
    do: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        form = BoardForm(query)
        form.full_clean()
        said = form.cleaned_data

        def several(name: str, most: int) -> tuple[str, ...]:
            given = (value.strip()[:_LONGEST] for value in query.getlist(name)[:most])
            return tuple(dict.fromkeys(value if name == "false" else value.upper() for value in given if value))

        return cls(
            people=said.get("people") or 3,
            out=several("out", _MOST_PEOPLE),
            excluded=several("excluded", _MOST_PEOPLE),
            false=several("false", _MOST_FALSE),
            uncertain=bool(said.get("uncertain")),
            do=query.get("do", "") if query.get("do") in ("plan", "each") else "",
            problems={name: str(errors[0]) for name, errors in form.errors.items()},
        )


class BoardForm(forms.Form):
    """How many people to choose, and how."""

    people = forms.TypedChoiceField(
        label="How many people to act on",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(number, str(number)) for number in range(1, MOST + 1)],
        error_messages={"invalid_choice": f"Choose a number from 1 to {MOST}"},
    )
    uncertain = forms.BooleanField(
        label="Take each tie as no surer than its evidence",
        help_text="Slower, and without proof: a mean over many networks, in which weakly evidenced ties are sometimes missing.",
        required=False,
    )


class SaveForm(forms.Form):
    """What a plan that is kept is for."""

    aim = forms.CharField(
        label="What is the plan for?",
        help_text="In your own words. It is kept with your name, and shown to whoever may see everybody in it.",
        widget=forms.Textarea({"rows": 3}),
        max_length=LONGEST_REASON,
        error_messages={
            "required": "Say what the plan is for",
            "max_length": f"What it is for must be {LONGEST_REASON:,} characters or fewer",
            "null_characters_not_allowed": "Enter letters and figures alone",
        },
    )
