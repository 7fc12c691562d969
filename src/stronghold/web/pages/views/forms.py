"""The forms of saved views. What is wrong with one casework says; what was typed always stays."""

from __future__ import annotations

from django import forms

from stronghold.casework.views import LONGEST_TITLE

__all__ = ["ShareForm", "TitleForm"]


class TitleForm(forms.Form):
    """What a view is called."""

    title = forms.CharField(
        label="Title",
        help_text="What is shown, for whoever opens it. Name nobody: everyone whom you share it with reads the title.",
        max_length=LONGEST_TITLE,
        error_messages={
            "required": "Give the view a title",
            "max_length": f"The title must be {LONGEST_TITLE} characters or fewer",
            "null_characters_not_allowed": "Enter letters and figures alone",
        },
    )


class ShareForm(forms.Form):
    """With whom a view is shared."""

    name = forms.CharField(
        label="Name of the account",
        help_text="The name that they sign in with.",
        max_length=150,
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the name that they sign in with",
            "max_length": "Enter the name that they sign in with",
            "null_characters_not_allowed": "Enter letters and figures alone",
        },
    )
