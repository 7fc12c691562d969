"""What is let into a chart, and what a screen reader is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from stronghold.charts.svg import render

COLOURS = ("#12436d", "#b8391a", "#1f7f78")


def spec(*, mark: Any = "bar", **more: Any) -> dict[str, Any]:
    rows = [{"x": x, "y": 1 + n, "s": s} for x in "ab" for n, s in enumerate("pqr")]
    scale = {"domain": list("pqr"), "range": list(COLOURS)}
    encoding = {
        "x": {"field": "x", "type": "ordinal"},
        "y": {"field": "y", "type": "quantitative"},
        "color": {"field": "s", "type": "nominal", "scale": scale},
    }
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding, **more}


class Elements(HTMLParser):
    """Every element as a browser's parser reads it, with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(svg: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Elements()
    parser.feed(svg)
    return parser.found


@pytest.fixture(scope="module")
def drawn() -> Iterator[str]:
    yield render(spec(), title='Bars & "more" <script>alert(1)</script>', description="Six <b>bars</b>.", colours=COLOURS)


def test_its_elements_have_no_prefix_whatever_another_library_calls_the_namespace() -> None:
    Xml.register_namespace("svg", "http://www.w3.org/2000/svg")  # as the library that draws QR codes does
    drawn = render(spec(), title="Bars", description="Six bars.", colours=COLOURS)
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" ')
    assert not [tag for tag, _ in elements(drawn) if ":" in tag]


def test_it_holds_drawing_alone(drawn: str) -> None:
    found = elements(drawn)
    drawing = {"svg", "g", "path", "rect", "line", "text", "title", "desc", "defs", "pattern", "circle"}
    assert {tag for tag, _ in found} <= drawing
    for _, attributes in found:
        for name, value in attributes.items():
            assert not name.startswith(("on", "xlink")) and name not in ("style", "class", "href", "src")
            if name != "xmlns":
                assert "//" not in (value or "") and "javascript" not in (value or "")
            if "url(" in (value or ""):
                assert (value or "").startswith("url(#chart-")


def test_a_screen_reader_is_told_one_picture_with_its_title_and_description(drawn: str) -> None:
    (tag, root), *rest = elements(drawn)
    assert (tag, root["role"]) == ("svg", "img")
    ids = {attributes["id"]: tag for tag, attributes in rest if "id" in attributes}
    assert [ids[name] for name in (root["aria-labelledby"] or "").split()] == ["title", "desc"]
    assert "&lt;script&gt;alert(1)" in drawn and "Six &lt;b&gt;bars&lt;/b&gt;." in drawn
    assert not any("role" in attributes or "aria-label" in attributes for _, attributes in rest)


def test_series_are_told_apart_without_colour(drawn: str) -> None:
    found = elements(drawn)
    patterns = {attributes["id"] for tag, attributes in found if tag == "pattern"}
    fills = {attributes.get("fill") for tag, attributes in found if tag == "path"}
    assert len(patterns) == 2
    assert {f"url(#{name})" for name in patterns} <= fills
    assert COLOURS[0] in fills and not fills & set(COLOURS[1:])


def test_two_charts_on_a_page_share_no_id(drawn: str) -> None:
    other = render(spec(width=300), title="Other", description="Other", colours=COLOURS)

    def ids(svg: str) -> set[str | None]:
        return {attributes["id"] for _, attributes in elements(svg) if "id" in attributes}

    assert ids(drawn) and not ids(drawn) & ids(other)


def test_the_same_is_drawn_the_same() -> None:
    assert render(spec(), title="t", description="d") == render(spec(), title="t", description="d")


@pytest.mark.parametrize(
    "outside",
    [
        {"mark": {"type": "image", "width": 9, "height": 9}, "encoding": {"url": {"value": "https://example.org/a.png"}}},
        {"mark": {"type": "bar", "href": "https://example.org/"}},
    ],
)
def test_anything_but_drawing_is_refused(outside: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not let into a chart"):
        render({**spec(), **outside}, title="t", description="d")


def test_data_from_elsewhere_is_not_fetched() -> None:
    with pytest.raises(ValueError, match=r"(?i)denied|not allowed|allowed_base_urls|access"):
        render({**spec(), "data": {"url": "http://127.0.0.1:9/rows.json"}}, title="t", description="d")


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_character_that_cannot_be_drawn_is_replaced(character: str) -> None:
    data = {"values": [{"x": f"a{character}b", "y": 1, "s": "p"}]}
    svg = render({**spec(), "data": data}, title=f"t{character}", description=f"d{character}")
    assert ">a\ufffdb<" in svg and ">t\ufffd<" in svg and ">d\ufffd<" in svg
