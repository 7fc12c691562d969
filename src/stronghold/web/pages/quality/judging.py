"""Judging a sample: two records side by side, nothing of what the model thinks, an answer with one key, and the next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import clerical
from stronghold.casework.clerical import AskedPair
from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway
from stronghold.governance.labels import title_case
from stronghold.governance.sides import MentionSide
from stronghold.linking.clerical import FIELDS
from stronghold.web.doors import Request, reads
from stronghold.web.pages.quality.forms import NoteForm
from stronghold.web.templatetags.differences import Parts, marked

__all__ = ["JudgedField", "judge", "urlpatterns"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Whether a name was written in capitals says nothing.
_NAMES = frozenset({"forename", "middle_names", "surname", "house", "street", "town", "place_of_birth", "occupation"})


@dataclass(frozen=True)
class JudgedField:
    """What the two records say in a field, each in parts: (text, whether the other side has it otherwise)."""

    label: str
    left: Parts
    right: Parts

    @property
    def sides(self) -> tuple[Parts, Parts]:
        return self.left, self.right

    @property
    def verdict(self) -> str:
        if not self.left or not self.right:
            return "only one"
        return "different" if any(marked for _, marked in (*self.left, *self.right)) else "same"


@reads
def judge(request: Request, gateway: Gateway, sample: int) -> HttpResponse:
    """The next pair without an answer; what is sent answers the one that was shown, or takes the last answer back."""
    clerical.require_clerk(gateway)
    if request.method != "POST":
        return _page(request, gateway, sample, NoteForm())
    if request.POST.get("answer") == "undo":
        clerical.take_back(gateway, sample)
        return HttpResponseRedirect(reverse("judge_link_sample", args=[sample]))
    form = NoteForm(request.POST)
    asked = request.POST.get("pair", "")
    if form.is_valid():
        try:
            said, note = request.POST.get("answer", ""), form.cleaned_data["note"]
            clerical.answer(gateway, sample, int(asked) if asked.isdecimal() and len(asked) < 8 else 0, said, note)
        except BadInput as error:
            form.add_error("note", f"{error.message} {error.remedy or ''}".strip())
        else:
            return HttpResponseRedirect(reverse("judge_link_sample", args=[sample]))
    return _page(request, gateway, sample, form)


def _page(request: Request, gateway: Gateway, sample: int, form: NoteForm) -> HttpResponse:
    view = clerical.sample_view(gateway, sample)
    asked = clerical.next_pair(gateway, sample)
    context: dict[str, Any] = {"view": view, "asked": asked, "fields": _fields(asked), "form": form}
    return render(request, "pages/quality/judge.html", context, status=400 if form.errors else 200)


def _fields(asked: AskedPair) -> list[JudgedField]:
    if asked.left is None or asked.right is None:
        return []
    found = []
    for name, label in FIELDS.items():
        left, right = (_shown(side, name) for side in (asked.left, asked.right))
        if left or right:
            found.append(JudgedField(label[:1].upper() + label[1:], *marked(left, right)))
    return found


def _shown(side: MentionSide, name: str) -> str:
    value = side.mention.values.get(name)
    if value is None:
        return ""
    said = str(value)
    if name == "date_of_birth" and _DAY.fullmatch(said):
        year, month, day = said.split("-")
        return f"{day}/{month}/{year}"
    return title_case(said) if name in _NAMES else said


urlpatterns = [path("quality/samples/<int:sample>/next/", judge, name="judge_link_sample")]
