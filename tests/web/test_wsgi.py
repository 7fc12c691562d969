"""The application for any WSGI server."""

from __future__ import annotations

from typing import Any
from wsgiref.util import setup_testing_defaults

from stronghold.web.wsgi import application


def test_it_answers(db: None) -> None:
    environ: dict[str, Any] = {"PATH_INFO": "/health", "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    said: list[str] = []
    answer = application(environ, lambda status, headers: said.append(status))
    assert b"".join(answer) == b'{"status": "ok"}'
    assert said == ["200 OK"]
    answer.close()
