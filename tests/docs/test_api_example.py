"""The example of the API's guide is run as it stands, and prints what the page says."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import re
from pathlib import Path
from typing import Any

from django.test import Client

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "api.md"
_spec = importlib.util.spec_from_file_location("web_fixtures", Path(__file__).parents[1] / "web" / "conftest.py")
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)
made_store, store, sign_in, built_folder, built_frontend = (
    _fixtures.made_store,
    _fixtures.store,
    _fixtures.sign_in,
    _fixtures.built_folder,
    _fixtures.built_frontend,
)


class Session:
    """Django's own client, called as `requests` is: CSRF is checked."""

    def __init__(self, client: Client) -> None:
        self._client = Client(enforce_csrf_checks=True)
        self._client.cookies = client.cookies
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def get(self, address: str, params: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> Any:
        return self._client.get(address, params or {}, headers=headers)

    def post(self, address: str, json: object, headers: dict[str, str]) -> Any:
        return self._client.post(address, _text(json), content_type="application/json", headers=headers)


def _text(body: object) -> str:
    return json.dumps(body)


def test_the_example_prints_what_the_page_says(sign_in: Any) -> None:
    client = sign_in("analyst", None)
    client.get("/purpose/")  # a page with a form brings the token
    page = PAGE.read_text(encoding="utf-8")
    code, shown = re.findall(r"```python\n(.*?)```.*?```text\n(.*?)```", page, re.DOTALL)[0]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {"client": Session(client), "server": ""})
    assert out.getvalue() == shown


def test_the_table_names_every_address(sign_in: Any) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for address in sign_in("analyst", None).get("/api/openapi.json").json()["paths"]:
        part = address.split("/")[2]
        assert f"/api/{part}" in page
