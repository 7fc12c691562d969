"""What happens around every request: headers, limits of sessions, and trouble turned into a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from stronghold.errors import BadInput
from stronghold.governance.models import Account
from stronghold.web.errors import bad_input, too_large, wrong_method
from stronghold.web.request_bodies import FORM_FIELDS, TOO_LARGE

__all__ = ["Trouble", "headers", "session_limits"]

Answer = Callable[[HttpRequest], HttpResponseBase]

_PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=()"
_TOO_LARGE_HEADER = f"HTTP_{TOO_LARGE}"
# Each minute counts once: a session is not written at every request.
_NOTED_EVERY = 60


def headers(get_response: Answer) -> Answer:
    """Nothing that a page shows is kept by a browser or a proxy, and no page uses the device's sensors."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return answer


def session_limits(get_response: Answer) -> Answer:
    """End a session that was left alone for too long, or that is too old."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if isinstance(request.user, Account) and (over := _over(request)):
            request.signed_out_because = over  # type: ignore[attr-defined]
            auth.logout(request)
            messages.info(request, f"You were signed out, because {over}. Sign in to go on.")
        return get_response(request)

    return answer


def _over(request: HttpRequest) -> str:
    """Why the session is over; empty where it is not. Notes that it was used."""
    now = datetime.now(UTC).timestamp()
    began, used = request.session.get("signed_in_at", 0), request.session.get("used_at", 0)
    if now - began > settings.STRONGHOLD_SESSION_LIMIT.total_seconds():
        return f"you had been signed in for {_length(settings.STRONGHOLD_SESSION_LIMIT)}"
    if now - used > settings.STRONGHOLD_IDLE_LIMIT.total_seconds():
        return f"nothing was asked for during {_length(settings.STRONGHOLD_IDLE_LIMIT)}"
    if now - used > _NOTED_EVERY and _by_a_person(request):
        request.session["used_at"] = now
    return ""


def _by_a_person(request: HttpRequest) -> bool:
    """A page that refreshes itself is no sign that anyone sits before it."""
    return request.method == "POST" or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _length(limit: timedelta) -> str:
    minutes = round(limit.total_seconds() / 60)
    return f"{minutes // 60} hours" if minutes % 60 == 0 and minutes > 60 else f"{minutes} minutes"


def _length_of_body(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or ""
    return int(given) if given.isdecimal() else 0


def _most() -> int:
    return int(settings.STRONGHOLD_LARGEST_FILE) + FORM_FIELDS


class Trouble:
    """Turns what a page could not go on with into a page that says so, and a body that is too large into its refusal."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _TOO_LARGE_HEADER in request.META or _length_of_body(request) > _most():
            return too_large(request)
        response = self._get_response(request)
        return wrong_method(request) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return bad_input(request, exception) if isinstance(exception, BadInput) else None
