"""The forms of linking's quality: how large a sample to draw, an answer, and a file of answers."""

from __future__ import annotations

from django import forms

from stronghold.casework.clerical.answering import LONGEST_NOTE

__all__ = ["AnswersForm", "DrawForm", "NoteForm"]

_LEAST, _MOST = 20, 5_000


class DrawForm(forms.Form):
    """How many pairs, and which draw."""

    size = forms.IntegerField(
        label="How many pairs",
        help_text=f"From {_LEAST} to {_MOST:,}. With 200 the precision is known to a few points. Two people judge 200 in an afternoon.",
        initial=200,
        min_value=_LEAST,
        max_value=_MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={
            "required": "Enter how many pairs to draw",
            "invalid": "Enter a whole number, such as 200",
            "min_value": f"Draw at least {_LEAST} pairs",
            "max_value": f"Draw at most {_MOST:,} pairs",
        },
    )
    seed = forms.IntegerField(
        label="Number of the draw",
        help_text="Another number draws other pairs; the same number draws the same pairs, so that two people can judge them alone.",
        initial=1,
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={"required": "Enter a number", "invalid": "Enter a whole number, such as 1"},
    )


class NoteForm(forms.Form):
    """A note beside an answer, for whoever talks about the hard pairs later."""

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": f"The note must be {LONGEST_NOTE:,} characters or fewer"},
    )


class AnswersForm(forms.Form):
    """A sample's file, filled in."""

    file = forms.FileField(
        label="Choose the file that was filled in",
        help_text="The CSV or Excel file of this sample, with yes, no or unsure for each pair.",
        allow_empty_file=True,
        error_messages={"required": "Choose the file that was filled in", "invalid": "Choose the file that was filled in"},
    )
