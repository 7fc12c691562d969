"""Search across everything: people, homes, phones, vehicles, organisations, and records by their key or reference."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.governance.answers import Findings
from stronghold.governance.finding import LOOKED_THROUGH
from stronghold.governance.gateway import Gateway
from stronghold.vocabulary import mention_kinds
from stronghold.web.doors import Request, reads
from stronghold.web.paging import PAGE_SIZE, Pages, asked_page

__all__ = ["SearchForm", "search", "urlpatterns"]

_LONGEST = 200


class SearchForm(forms.Form):
    """What to look for: text that holds a letter or a figure; and of which kind, or of any."""

    q = forms.CharField(
        label="Search for",
        max_length=_LONGEST,
        error_messages={
            "required": "Enter what you are looking for, such as a name, an address or a number",
            "max_length": f"What you are looking for must be {_LONGEST} characters or fewer. Take out the words that matter least",
            "null_characters_not_allowed": "Enter letters and figures alone",
        },
    )
    kind = forms.ChoiceField(
        required=False,
        choices=lambda: [(k.name, k.plural) for k in mention_kinds()],
        error_messages={"invalid_choice": "Choose one of the kinds below, or all of them"},
    )

    def clean_q(self) -> str:
        text: str = self.cleaned_data["q"]
        if not any(letter.isalnum() for letter in text):
            raise ValidationError("Enter at least one letter or figure")
        return text


@reads
def search(request: Request, gateway: Gateway) -> HttpResponse:
    asked = {"q", "page"} & set(request.GET)
    form = SearchForm(request.GET if asked else None, initial={"kind": request.GET.get("kind", "")})
    told: dict[str, Any] = {"form": form, "text": request.GET.get("q", ""), "asked_kind": request.GET.get("kind", "")}
    if form.is_bound and form.is_valid():
        text, kind = form.cleaned_data["q"], form.cleaned_data["kind"]
        page = asked_page(request)
        findings = gateway.find(text, PAGE_SIZE, [kind] if kind else None, offset=(page - 1) * PAGE_SIZE)
        pages = Pages(findings.total, page)
        if pages.turned_too_far:
            return pages.back(request)
        told |= {
            "findings": findings,
            "pages": pages,
            "filters": _filters(findings, text, kind),
            "before": urlencode({"q": text, **({"kind": kind} if kind else {})}) + "&",
            "looked_through": LOOKED_THROUGH,
        }
    return render(request, "pages/search.html", told)


def _filters(findings: Findings, text: str, chosen: str) -> list[dict[str, Any]]:
    """All kinds, then each kind that something was found of (and the one chosen), with how many and where it leads."""
    everything = sum(findings.by_kind.values())
    found = [(k.name, k.plural, findings.by_kind.get(k.name, 0)) for k in mention_kinds()]
    return [
        {
            "label": label,
            "count": count,
            "current": name == chosen,
            "query": urlencode({"q": text, **({"kind": name} if name else {})}),
        }
        for name, label, count in [("", "All", everything), *found]
        if count or name in ("", chosen)
    ]


urlpatterns = [path("search/", search, name="search")]
