"""Trouble as a page: what is wrong and what to do next, in the look of every other page, or as JSON. Never a traceback."""

from __future__ import annotations

import logging

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from stronghold.errors import BadInput
from stronghold.governance.refusals import NoPicture, NotVisible, Refused
from stronghold.web.answers import wants_json

__all__ = [
    "bad_input",
    "bad_request",
    "csrf_failure",
    "forbidden",
    "not_found",
    "server_error",
    "too_large",
    "too_many",
    "trouble_page",
    "wrong_method",
]

_log = logging.getLogger(__name__)


def trouble_page(
    request: HttpRequest, status: int, title: str, message: str, remedy: str = "", *, template: str = "errors/trouble.html"
) -> HttpResponse:
    """An answer of that status: a page, or ``{"error", "remedy"}`` where JSON is wanted."""
    if wants_json(request):
        return JsonResponse({"error": message, "remedy": remedy}, status=status)
    return render(request, template, {"heading": title, "message": message, "remedy": remedy, "status": status}, status=status)


def bad_input(request: HttpRequest, trouble: BadInput) -> HttpResponse:
    """The answer to what a page could not go on with: 403 refused, 404 not there or not visible, 400 otherwise."""
    remedy = trouble.remedy or ""
    if isinstance(trouble, NoPicture):
        return trouble_page(request, 404, "There is no picture yet", trouble.message, remedy, template="errors/no_picture.html")
    if isinstance(trouble, NotVisible):
        return trouble_page(request, 404, "Nothing to show", trouble.message, remedy)
    if isinstance(trouble, Refused):
        return trouble_page(request, 403, "You may not do this", trouble.message, remedy)
    where = BadInput(trouble.message, file=trouble.file, line=trouble.line, column=trouble.column)
    return trouble_page(request, 400, "This cannot be used", str(where), remedy)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return trouble_page(
        request, 400, "This request cannot be read", "The address or the form that was sent is damaged.", "Go back and try again."
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return trouble_page(
        request, 403, "You may not do this", "This page is not for your account.", "Ask whoever keeps the accounts."
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return trouble_page(
        request,
        404,
        "Page not found",
        "There is no page at this address.",
        "Check that it is whole and without a mistake, or start at Search.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return trouble_page(
        request,
        403,
        "The form could not be taken",
        "The form was open in a session that has ended, or came from another site. Nothing was changed.",
        "Go back, reload the page and send it again. Cookies must be allowed for this site.",
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return trouble_page(
        request,
        413,
        "This is too large",
        "A file may have at most 2 GB. Nothing was kept.",
        "Split the file into parts and load them one by one.",
    )


def too_many(request: HttpRequest) -> HttpResponse:
    return trouble_page(
        request,
        429,
        "Too many attempts",
        "There were too many attempts to sign in from here.",
        "Wait five minutes, then try again.",
    )


def wrong_method(request: HttpRequest) -> HttpResponse:
    return trouble_page(
        request, 405, "Nothing to show here", "This address only takes what a form sends.", "Go back to the form."
    )


def server_error(request: HttpRequest) -> HttpResponse:
    message = "The fault is ours, not yours. Nothing is half-done: what was kept before is kept."
    remedy = "Try again. If it happens again, tell whoever runs Stronghold at your place what you did, and when."
    try:
        return trouble_page(request, 500, "Something went wrong", message, remedy)
    except Exception:  # noqa: BLE001 - logged, and answered without the look
        _log.exception("the page that says so failed as well")
        return HttpResponse(
            f"<!DOCTYPE html><html lang=en-GB><title>Something went wrong</title><h1>Something went wrong</h1><p>{message} {remedy}",
            status=500,
        )
