"""Headers of the frontend's files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def served(db: None, tmp_path: Path, settings: Any) -> Client:
    (tmp_path / "built" / "assets").mkdir(parents=True)
    for name in ("built/assets/main-Ab12_-cd.js", "built/icon.svg"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    settings.STATIC_ROOT = str(tmp_path)
    return Client()


def test_a_file_named_by_its_content_is_kept_for_good(served: Client) -> None:
    answer = served.get("/static/built/assets/main-Ab12_-cd.js")
    assert b"".join(answer) == b"x"  # type: ignore[call-overload]
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Type"].startswith("text/javascript")


def test_another_file_is_looked_for_again_soon(served: Client) -> None:
    answer = served.get("/static/built/icon.svg")
    answer.close()
    assert answer["Cache-Control"] == "max-age=60, public"


def test_nothing_outside_the_folder_is_served(served: Client) -> None:
    assert served.get("/static/../settings.py").status_code == 404
    assert served.get("/static/%2e%2e/settings.py").status_code == 404
