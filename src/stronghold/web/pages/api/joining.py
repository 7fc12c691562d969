"""The API as one: its addresses, each behind its door, and the OpenAPI document of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from stronghold import __version__
from stronghold.web.doors import Request, signed_in
from stronghold.web.errors import trouble_page
from stronghold.web.pages.api import decided, picture
from stronghold.web.pages.api.doors import behind_doors

__all__ = ["openapi", "urlpatterns"]

_BEFORE = "api/"
_DESCRIPTION = """Signed in as on the pages: by the session's cookie, with the CSRF token in the header X-CSRFToken for whatever is sent.
The purpose is that of the session, or the header X-Purpose. Every answer was written to the audit before it was given."""

_api = NinjaAPI(
    title="Stronghold",
    version=__version__,
    description=_DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="stronghold",
)
_api.add_router("", picture.router)
_api.add_router("", decided.router)


def _not_fitting(request: HttpRequest, trouble: ValidationError | type[ValidationError]) -> HttpResponse:
    """What was sent does not have the shape that is asked for: the first fault, by its field."""
    assert isinstance(trouble, ValidationError)  # noqa: S101 - what it is called for
    first: dict[str, Any] = trouble.errors[0]
    field = ".".join(str(part) for part in first["loc"][1:] if part not in ("wanted", "why")) or "The body"
    return trouble_page(request, 400, "", f"{field}: {first['msg']}.", "Look at /api/openapi.json for what can be sent.")


def _not_readable(request: HttpRequest, trouble: HttpError | type[HttpError]) -> HttpResponse:
    assert isinstance(trouble, HttpError)  # noqa: S101 - what it is called for
    message = "The body is not JSON." if trouble.status_code == 400 else f"{trouble.message}."
    return trouble_page(request, trouble.status_code, "", message, "Look at /api/openapi.json for what can be sent.")


_api.add_exception_handler(ValidationError, _not_fitting)
_api.add_exception_handler(HttpError, _not_readable)


@signed_in
def openapi(request: Request) -> HttpResponse:
    """What can be asked for and sent, for programs that make clients of it."""
    return JsonResponse(_api.get_openapi_schema(path_prefix=f"/{_BEFORE}"))


def _behind_doors() -> list[URLPattern]:
    found = [pattern for pattern in _api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    return [behind_doors(pattern, _BEFORE, decided.ACTS.get(pattern.name or "")) for pattern in found]


urlpatterns = [path(f"{_BEFORE}openapi.json", openapi, name="api_openapi"), *_behind_doors()]
