from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Engine
from django.test import override_settings

from stronghold.errors import BadInput
from stronghold.web.templatetags import assets

MANIFEST = {
    "src/main.ts": {"file": "assets/main-1.js", "isEntry": True, "css": ["assets/main-1.css"], "imports": ["_shared.js"]},
    "src/map.ts": {"file": "assets/map-1.js", "isEntry": True, "imports": ["_shared.js", "_plain.js"]},
    "src/bare.ts": {"file": "assets/bare-1.js", "isEntry": True},
    "src/inner.ts": {"file": "assets/inner-1.js"},
    "_shared.js": {"file": "assets/shared-1.js", "css": ["assets/shared-1.css"], "imports": ["_plain.js"]},
    "_plain.js": {"file": "assets/plain-1.js"},
}


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STATIC_URL="/static/", STORAGES=plain):
        yield tmp_path


def test_script_is_a_module_of_this_host(built: Path) -> None:
    assert assets.script("main") == '<script type="module" src="/static/built/assets/main-1.js"></script>'


def test_stylesheet_brings_those_of_what_it_imports_first(built: Path) -> None:
    assert assets.stylesheet("main") == (
        '<link rel="stylesheet" href="/static/built/assets/shared-1.css">\n'
        '<link rel="stylesheet" href="/static/built/assets/main-1.css">'
    )
    assert assets.stylesheet("map") == '<link rel="stylesheet" href="/static/built/assets/shared-1.css">'


def test_a_part_without_styles_says_where_they_are(built: Path) -> None:
    with pytest.raises(BadInput, match='stylesheet "main" holds them all'):
        assets.stylesheet("bare")


@pytest.mark.parametrize("name", ["absent", "inner", '"><script>'])
def test_a_part_that_is_not_an_entry_is_named(built: Path, name: str) -> None:
    with pytest.raises(BadInput, match=f"no built part called '{name}'"):
        assets.script(name)


def test_once_built_is_enough_after_a_failure(built: Path) -> None:
    (built / "manifest.json").rename(built / "aside")
    with pytest.raises(BadInput, match="not built"):
        assets.script("main")
    (built / "aside").rename(built / "manifest.json")
    assert "main-1.js" in assets.script("main")


def test_not_built_says_what_to_run(built: Path) -> None:
    (built / "manifest.json").unlink()
    with pytest.raises(BadInput, match=r"are not built.*Run make frontend"):
        assets.script("main")


def test_a_broken_manifest_says_what_to_run(built: Path) -> None:
    (built / "manifest.json").write_text('{"src/main.ts": ', encoding="utf-8")
    with pytest.raises(BadInput, match=r"cannot be read.*Run make frontend"):
        assets.stylesheet("main")


def test_tags_are_found_by_the_template_engine(built: Path) -> None:
    engine = Engine(libraries={"assets": "stronghold.web.templatetags.assets"})
    page = engine.from_string('{% load assets %}{% stylesheet "main" %}{% script "map" %}')
    assert page.render(Context()).endswith('<script type="module" src="/static/built/assets/map-1.js"></script>')
