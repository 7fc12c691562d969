"""Headers of the frontend's files, which are answered before the other middleware is reached."""

from __future__ import annotations

from collections.abc import MutableMapping

__all__ = ["static_headers"]


def static_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Nothing is taken for what it is not, or used by a page of another site. (WhiteNoise calls it with a file's headers.)"""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
