"""A Vega-Lite specification becomes an SVG that may stand in a page under a strict content security policy.

Nothing but drawing is let through: no script, style, link, font or picture from elsewhere. To a screen reader the whole is one
picture with a title and a description; the figures are in the chart's table.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as Xml

import vl_convert

from stronghold.charts.palette import HATCHES

__all__ = ["render"]

_SVG = "http://www.w3.org/2000/svg"
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Ubuntu, Cantarell, Arial, sans-serif"
_ELEMENTS = frozenset({"svg", "g", "path", "rect", "line", "text", "circle"})
_ATTRIBUTES = frozenset(
    [
        "cx", "cy", "d", "display", "fill", "fill-opacity", "font-size", "font-style",
        "font-weight", "height", "opacity", "r", "rx", "ry", "stroke", "stroke-dasharray",
        "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor", "transform", "viewBox",
        "width", "x", "x1", "x2", "y", "y1", "y2",
    ]
)  # fmt: skip
# Said once for the whole picture, or meant for scripts.
_NEEDLESS = re.compile(r"aria-.*|class|cursor|font-family|pointer-events|role|version")
_OUTSIDE = re.compile(r"url\(|javascript:|data:|//", re.IGNORECASE)

# What XML cannot hold ends the whole process inside the drawing library.
_UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(spec: Mapping[str, Any], *, title: str, description: str, colours: Sequence[str] = ()) -> str:
    """The drawing of ``spec`` (Vega-Lite with its data inside); areas of the n-th of ``colours`` get the n-th hatching.

    A character that no XML can hold is drawn as the replacement character. ``ValueError`` where the drawing would hold anything but drawing.
    """
    text = json.dumps(_drawable(spec), sort_keys=True)
    drawn = vl_convert.vegalite_to_svg(text, allowed_base_urls=[])
    root = Xml.fromstring(drawn)  # noqa: S314 - made by the line above
    for element in root.iter():
        _keep_to_drawing(element)
    name = "chart-" + hashlib.sha256(json.dumps([title, text]).encode()).hexdigest()[:10]
    used = _hatch(root, {colour.lower(): number for number, colour in enumerate(colours)}, name)
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title {name}-desc", "font-family": _FONTS, "focusable": "false"}
    root[:0] = [
        _element("title", {"id": f"{name}-title"}, _drawable(title)),
        _element("desc", {"id": f"{name}-desc"}, _drawable(description)),
        *([_definitions(name, colours, used)] if used else []),
    ]
    # Without prefixes: which one a namespace gets is up to whoever registered one last in this process.
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    root.attrib = {"xmlns": _SVG, **root.attrib}
    return Xml.tostring(root, encoding="unicode")


def _drawable(value: Any) -> Any:
    """The same with every text as it can be drawn."""
    if isinstance(value, str):
        return _UNDRAWABLE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {key: _drawable(part) for key, part in value.items()}
    return [_drawable(part) for part in value] if isinstance(value, list | tuple) else value


def _keep_to_drawing(element: Xml.Element) -> None:
    tag = element.tag.removeprefix(f"{{{_SVG}}}")
    if tag not in _ELEMENTS:
        raise ValueError(f"<{tag}> is not let into a chart")
    for key in [key for key in element.attrib if _NEEDLESS.fullmatch(key)]:
        del element.attrib[key]
    for key, value in element.attrib.items():
        if key not in _ATTRIBUTES or _OUTSIDE.search(value):
            raise ValueError(f'{key}="{value}" is not let into a chart')


def _hatch(root: Xml.Element, numbers: Mapping[str, int], name: str) -> list[int]:
    """Hatches areas of each colour; the numbers of the hatchings used. The first colour stays as it is."""
    used = set()
    for element in root.iter():
        number = numbers.get(element.get("fill", "").lower(), 0) % len(HATCHES)
        if number:
            used.add(number)
            element.attrib |= {"stroke": element.attrib["fill"], "fill": f"url(#{name}-{number})"}
    return sorted(used)


def _definitions(name: str, colours: Sequence[str], used: Sequence[int]) -> Xml.Element:
    definitions = _element("defs", {})
    for number in used:
        side, shapes = HATCHES[number]
        frame = {"width": str(side), "height": str(side)}
        pattern = _element("pattern", {"id": f"{name}-{number}", "patternUnits": "userSpaceOnUse", **frame})
        pattern.append(_element("rect", {**frame, "fill": "#ffffff"}))
        for tag, drawn in shapes:
            ink = {"fill": colours[number]} if tag == "circle" else {"fill": "none", "stroke": colours[number]}
            pattern.append(_element(tag, {**drawn, **ink}))
        definitions.append(pattern)
    return definitions


def _element(tag: str, attributes: Mapping[str, str], text: str | None = None) -> Xml.Element:
    element = Xml.Element(f"{{{_SVG}}}{tag}", dict(attributes))
    element.text = text
    return element
