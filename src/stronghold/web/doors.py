"""The doors of the web: each view is made by exactly one of these decorators, and a test walks the URL table to see to it.

A door decides who comes in, before the view runs; ``view.door`` says which one it is, and ``view.act`` which act it asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import reverse

from stronghold.errors import BadInput
from stronghold.governance import policy
from stronghold.governance.acts import refuse_act
from stronghold.governance.gateway import open_gateway
from stronghold.governance.models import Account
from stronghold.governance.refusals import Refused
from stronghold.picture.store import Store
from stronghold.vocabulary import terms
from stronghold.web.answers import wants_json

__all__ = ["DOORS", "Request", "acts", "open_door", "reads", "reads_casework", "signed_in"]

View = Callable[..., HttpResponseBase]
DOORS = ("open_door", "signed_in", "reads", "reads_casework", "acts")


class Request(HttpRequest):
    """A request that came through a door other than the open one."""

    account: Account
    purpose: str | None
    acts: tuple[str, ...]
    store: Store


def open_door(view: View) -> View:
    """No account is needed: signing in, health."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _marked(opened, "open_door")


def signed_in(view: View) -> View:
    """An account is needed and no purpose. ``request.account`` and the other attributes of :class:`Request` are set."""

    @wraps(view)
    def opened(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _turned_away(request, purpose=False) or view(request, *args, **kwargs)

    return _marked(opened, "signed_in")


def reads(view: View) -> View:
    """An account and a stated purpose are needed: ``view(request, gateway, ...)`` gets a read gateway of its own.

    The gateway is closed after the response is made; a response that would still read while it is sent is an error.
    """

    @wraps(view)
    def opened(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if away := _turned_away(request, purpose=True):
            return away
        with open_gateway(request.store.path, request.account.username, request.purpose or "") as gateway:
            response = view(request, gateway, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            if response.streaming:
                response.close()
                raise TypeError(f"{view.__qualname__} streams its answer, which would read after the gateway is closed")
        return response

    return _marked(opened, "reads")


def reads_casework(view: View) -> View:
    """An account and a stated purpose are needed, and no picture: ``view(request, ...)`` reads what people wrote, through the
    functions of casework that ask the policy and write the audit first."""

    @wraps(view)
    def opened(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _turned_away(request, purpose=True) or view(request, *args, **kwargs)

    return _marked(opened, "reads_casework")


def acts(act: str) -> Callable[[View], View]:
    """An account and a stated purpose are needed, and the policy must permit ``act`` for them; refusals are audited."""
    if act not in policy.ACTS:
        raise ValueError(f"the policy has no act {act!r}")

    def made(view: View) -> View:
        @wraps(view)
        def opened(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if away := _turned_away(request, purpose=True):
                return away
            if act not in request.acts:
                _refuse(request, act)
            return view(request, *args, **kwargs)

        opened.act = act  # type: ignore[attr-defined]
        return _marked(opened, "acts")

    return made


def _marked(view: View, door: str) -> View:
    view.door = door  # type: ignore[attr-defined]
    return view


def _turned_away(request: Request, *, purpose: bool) -> HttpResponseBase | None:
    """Where to go first: to sign in, or to state a purpose. ``None``: come in, and the request knows who it is."""
    account = request.user
    if not isinstance(account, Account) or not account.is_active:
        if wants_json(request):
            raise Refused("You are not signed in.", remedy="Sign in, then try again.")
        return _first(request, "account_login")
    request.account = account
    stated = _stated(request)
    request.purpose = stated if stated in policy.permitted_purposes(account) else None
    request.acts = policy.permitted_acts(account, request.purpose) if request.purpose else ()
    if settings.STRONGHOLD_STORE is None:
        raise BadInput("The server works on no store.", remedy="Start it with `stronghold serve --store DIR`.")
    request.store = Store.open(settings.STRONGHOLD_STORE)
    if purpose and request.purpose is None:
        if wants_json(request):
            raise Refused("You have not said what you read for.", remedy="State your purpose, then try again.")
        return _first(request, "purpose")
    return None


def _stated(request: Request) -> str | None:
    """The purpose of the session; a program may state its own with each request to the API."""
    own = request.headers.get("X-Purpose") if request.path.startswith("/api/") else None
    return own or request.session.get("purpose")


def _first(request: HttpRequest, page: str) -> HttpResponseRedirect:
    """To ``page``, and back here when that is done: only to what can be asked for again without being sent again."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': back})}")


def _refuse(request: Request, act: str) -> None:
    labels = terms("purposes").terms
    other = [p for p in policy.permitted_purposes(request.account) if policy.may(request.account, act, p)]
    remedy = "Ask whoever keeps the accounts."
    if other:
        remedy = f"Change your purpose to: {' or '.join(labels[p].label for p in other)}."
    message = "You may not do this for the purpose you have stated."
    refuse_act(request.account, request.purpose or "", act, message, remedy=remedy)
