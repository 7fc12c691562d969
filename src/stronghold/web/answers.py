"""How an answer is wanted: as a page, or as JSON."""

from __future__ import annotations

from django.http import HttpRequest

__all__ = ["wants_json"]


def wants_json(request: HttpRequest) -> bool:
    """Whether the path names JSON or is of the API, or the request asks for nothing a page could be."""
    if request.path.endswith((".json", ".geojson")) or request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
