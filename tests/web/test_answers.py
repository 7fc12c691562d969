"""How an answer is wanted."""

from __future__ import annotations

from typing import Any

import pytest

from stronghold.web.answers import wants_json


@pytest.mark.parametrize(
    ("path", "accept", "wanted"),
    [
        ("/entity/P-1/network.json", "text/html", True),
        ("/map/base.geojson", "*/*", True),
        ("/entity/P-1/", "text/html,application/xhtml+xml,*/*;q=0.8", False),
        ("/entity/P-1/", "*/*", False),
        ("/entity/P-1/", "", False),
        ("/entity/P-1/", "image/png", False),
        ("/entity/P-1/", "application/json", True),
        ("/entity/P-1/", "application/json;q=0.5, text/html", False),
    ],
)
def test_json_is_wanted_by_the_path_or_by_what_is_accepted(rf: Any, path: str, accept: str, wanted: bool) -> None:
    assert wants_json(rf.get(path, headers={"accept": accept} if accept else {})) is wanted
