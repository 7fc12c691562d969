"""The built styles and scripts of the pages: ``{% stylesheet "main" %}`` and ``{% script "main" %}``.

``make frontend`` builds them from ``frontend/`` into ``web/static/built``, each file named by its content; the build's manifest
says which name a part has now. The parts are ``main`` (every page), ``network`` and ``map`` (the pages that show one).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stronghold.errors import BadInput

__all__ = ["BUILT", "script", "stylesheet"]

BUILT = Path(__file__).resolve().parents[1] / "static" / "built"
REMEDY = "Run make frontend, then start again. An installed package holds them: install it anew if they are gone."

register = template.Library()


@cache
def _manifest(manifest: Path) -> dict[str, dict[str, Any]]:
    """The build's manifest, read once: a server that runs knows the files that were there when it started."""
    if not manifest.exists():
        raise BadInput("The pages' styles and scripts are not built.", file=str(manifest), remedy=REMEDY)
    try:
        read: dict[str, dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise BadInput(
            "The list of the pages' styles and scripts cannot be read.", file=str(manifest), remedy=REMEDY
        ) from problem
    return read


def _part(manifest: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    part = manifest.get(f"src/{name}.ts")
    if part is None or not part.get("isEntry"):
        raise BadInput(f"The pages have no built part called '{name}'.", file=str(BUILT / "manifest.json"), remedy=REMEDY)
    return part


def _with_imports(manifest: dict[str, dict[str, Any]], part: dict[str, Any]) -> list[dict[str, Any]]:
    """What the part imports, each once and before what needs it, then the part."""
    found: list[dict[str, Any]] = []

    def follow(entry: dict[str, Any]) -> None:
        for key in entry.get("imports", []):
            if manifest[key] not in found:
                follow(manifest[key])
        if entry not in found:
            found.append(entry)

    follow(part)
    return found


@register.simple_tag
def script(name: str) -> SafeString:
    """The ``<script>`` element of a built part. Raises :class:`BadInput` when it is not built."""
    manifest = _manifest(BUILT / "manifest.json")
    return format_html('<script type="module" src="{}"></script>', static(f"built/{_part(manifest, name)['file']}"))


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    """The ``<link>`` elements of a built part's styles. Raises :class:`BadInput` when it is not built or has none."""
    manifest = _manifest(BUILT / "manifest.json")
    files = [file for entry in _with_imports(manifest, _part(manifest, name)) for file in entry.get("css", [])]
    if not files:
        raise BadInput(f"The built part '{name}' has no styles of its own: stylesheet \"main\" holds them all.")
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(f"built/{file}"),) for file in files))
