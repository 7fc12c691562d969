"""What a view keeps of its page's address, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from stronghold.casework.models import SavedView
from stronghold.linking.identity import LETTERS
from stronghold.vocabulary import mention_kinds
from stronghold.web.forms import DateField
from stronghold.web.pages.groups.ties import GroupNetworkForm
from stronghold.web.pages.network import KINDS, LAYERS, NetworkForm
from stronghold.web.templatetags.evidence import day, strength_words

__all__ = ["address_of", "choices_in", "in_words", "shown_by"]

_PARTS = ("day", "month", "year")
_MOST_VALUES = 100


def choices_in(query: QueryDict, *, of_group: bool) -> dict[str, list[str]]:
    """Of an address what its page can use, by field: nothing else is kept."""
    form = _form(query, of_group)
    usable = QueryDict(form.usable(query))
    known = [
        part
        for name, field in form.fields.items()
        for part in ([f"{name}_{piece}" for piece in _PARTS] if isinstance(field, DateField) else [name])
    ]
    return {name: list(map(str, usable.getlist(name)))[:_MOST_VALUES] for name in known if name in usable}


def shown_by(view: SavedView) -> str:
    """What sort of view it is."""
    if view.is_of_group:
        return "Ties of a group"
    kind = next((kind.label.lower() for kind in mention_kinds() if LETTERS[kind.name] == view.focus[:1]), "thing")
    return f"Network around {'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def address_of(view: SavedView, focus: str) -> str:
    """The page of the network around ``focus``, with what the view chose."""
    page = "group_network" if view.is_of_group else "network"
    query = urlencode(view.choices, doseq=True)
    return reverse(page, args=[focus]) + (f"?{query}" if query else "")


def in_words(choices: Mapping[str, Sequence[str]], *, of_group: bool) -> list[str]:
    """The choices, each as a few words; none where everything is shown."""
    query = QueryDict(mutable=True)
    for name, values in choices.items():
        query.setlist(name, list(values))
    form = _form(query, of_group)
    form.full_clean()
    words = ["up to two ties away"] if "depth" in form.fields and form.given("depth") == "2" else []
    words += [_listed("", form.given("kinds"), KINDS)] if "kinds" in form.fields and form.given("kinds") else []
    words += [_listed("tied by ", form.given("layers"), LAYERS)] if form.given("layers") else []
    words += [_listed("records of ", form.given("agencies"), {})] if "agencies" in form.fields and form.given("agencies") else []
    words += [f"evidence at least {strength_words(form.given('least'))}"] if form.given("least") else []
    words += [f"from {day(form.given('since'))}"] if form.given("since") else []
    words += [f"to {day(form.given('until'))}"] if form.given("until") else []
    return words


def _listed(before: str, values: Sequence[str], labels: Mapping[str, str]) -> str:
    return before + ", ".join(labels.get(value, value).lower() if labels else value for value in values)


def _form(query: QueryDict, of_group: bool) -> NetworkForm:
    return GroupNetworkForm(query) if of_group else NetworkForm(query)
