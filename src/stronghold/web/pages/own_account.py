"""One's own account: who one is here, password, and the second step of signing in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.vocabulary import terms
from stronghold.web.doors import Request, signed_in

__all__ = ["own_account", "urlpatterns"]


@signed_in
def own_account(request: Request) -> HttpResponse:
    known = terms("roles").terms
    types = set(Authenticator.objects.filter(user=request.account).values_list("type", flat=True))
    return render(
        request,
        "pages/own_account.html",
        {
            "roles": [known[role] for role in request.account.roles if role in known],
            "has_authenticator": Authenticator.Type.TOTP in types,
        },
    )


# allauth comes back to `mfa_index` when the authenticator was switched on or off.
urlpatterns = [path("own-account/", own_account, name="own_account"), path("own-account/", own_account, name="mfa_index")]
