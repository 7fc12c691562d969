"""Stating what one reads for. It is kept in the session and written to the audit with every read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme

from stronghold.governance import audit, policy
from stronghold.vocabulary import terms
from stronghold.web.doors import Request, signed_in
from stronghold.web.forms import Hinted

__all__ = ["PurposeForm", "state_purpose", "urlpatterns"]


class PurposeForm(forms.Form):
    """The purposes that the account's roles permit, each with what it means."""

    def __init__(self, *args: Any, permitted: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = terms("purposes").terms
        self.fields["purpose"] = forms.ChoiceField(
            label="What do you read records for?",
            help_text="It is written down with everything you look at.",
            choices=[(p, Hinted(known[p].label, known[p].meaning)) for p in permitted],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose what you read for", "invalid_choice": "Choose one of these purposes"},
        )


@signed_in
def state_purpose(request: Request) -> HttpResponse:
    permitted = policy.permitted_purposes(request.account)
    form = PurposeForm(request.POST or None, permitted=permitted, initial={"purpose": request.purpose})
    back = request.POST.get("next") or request.GET.get("next") or "/"
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["purpose"]
        audit.append_durably("purpose stated", account=request.account, purpose=chosen)
        request.session["purpose"] = chosen
        here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(back if here else "/")
    return render(request, "pages/purpose.html", {"form": form, "next": back, "permitted": permitted})


urlpatterns = [path("purpose/", state_purpose, name="purpose")]
