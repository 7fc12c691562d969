"""A group's network of SIZE people drawn in a browser: from the answer of the server to the first picture of it.

A small town is served, and the page of ties of its largest group is opened in chromium with a made network in place of the group's own:
communities of fifty, four ties a person. Laying it out is what the server does for it, and counted by itself. The browser draws without a
graphics card, as in a machine that has none.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.rows import Part, Row, measured
from stronghold.web.network_layout import positions

SIZE = 2_000
_PEOPLE, _COMMUNITY, _TIES = 1_500, 50, 4
_TIMES = 5
_COMMAND = str(Path(sys.executable).with_name("stronghold"))
_SWITCHES = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking")
# The moment of the first frame after the drawing is there; wall time of the page, in milliseconds.
_WATCH = """
new MutationObserver((changes, watch) => {
  if (!document.querySelector(".sh-network canvas")) return;
  watch.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.drawnAt = performance.now(); }));
}).observe(document, {childList: true, subtree: true});
"""
_ANSWERED = "() => performance.getEntriesByType('resource').find((one) => one.name.includes('network.json'))?.responseEnd"


def _stronghold(*arguments: str) -> str:
    return subprocess.run([_COMMAND, *arguments], check=True, capture_output=True, text=True).stdout


def prepare(folder: Path, size: int) -> None:
    """The town and its picture, and the network that is drawn, laid out."""
    _stronghold("demo", "--out", str(folder / "demo"), "--people", str(_PEOPLE), "--seed", "7", "--no-serve")


def lay_out(folder: Path, size: int) -> list[Row]:
    ids, ties = _made(size)
    with measured("lay out", "on the server") as row:
        places = positions(ids, ties, ids[0])
    row.figures = {"people": len(ids), "ties": len(ties)}
    (folder / "network.json").write_text(json.dumps(_drawing(ids, ties, places)), encoding="utf-8")
    return [row]


def draw(folder: Path, size: int) -> list[Row]:
    if not (folder / "network.json").exists():
        lay_out(folder, size)
    store = str(folder / "demo" / "store")
    password = json.loads(_stronghold("account", "password", "amina", "--store", store, "--json"))["password"]
    server = subprocess.Popen([_COMMAND, "serve", "--store", store, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        found = re.search(r"http://\S+?(?=/?\s*$)", server.stdout.readline())
        assert found is not None
        return [_times(found[0], password, (folder / "network.json").read_text(encoding="utf-8"), size)]
    finally:
        server.terminate()
        server.wait(30)


def _made(size: int) -> tuple[list[str], list[tuple[str, str, float]]]:
    """Ids of people, and ties of four in five within a community."""
    chance = random.Random(size)
    ids = [f"P-{number:08}" for number in range(size)]
    ties = {}
    for number in range(size):
        start = number - number % _COMMUNITY
        for _ in range(_TIES):
            near = chance.random() < 0.8
            other = chance.randrange(start, min(start + _COMMUNITY, size)) if near else chance.randrange(size)
            if other != number:
                ties[ids[min(number, other)], ids[max(number, other)]] = round(chance.random(), 3)
    return ids, [(left, right, strength) for (left, right), strength in ties.items()]


def _drawing(ids: list[str], ties: list[tuple[str, str, float]], places: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """As the page of ties answers it."""
    nodes = [
        {"id": name, "kind": "person", "label": f"Person {name[2:]}", "x": places[name][0], "y": places[name][1],
         "url": f"/entity/{name}/", "records": 3, "child": False}
        for name in ids
    ]  # fmt: skip
    edges = [
        {"id": f"{left} {right}", "source": left, "target": right, "layers": ["sighting"], "strength": strength, "records": 1,
         "agencies": 1, "first": "2024-01-01", "last": "2024-06-01"}
        for left, right, strength in ties
    ]  # fmt: skip
    return {
        "focus": "G-00000000",
        "nodes": nodes,
        "edges": edges,
        "layers": [{"name": "sighting", "label": "Sighting", "edges": len(edges)}],
        "kinds": [{"name": "person", "label": "People", "nodes": len(nodes)}],
        "left_out": {"nodes": 0, "edges": 0},
        "url_table": "/groups/",
        "url_notice": "/groups/network/notice.json",
    }


def _times(address: str, password: str, network: str, size: int) -> Row:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_SWITCHES))
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{address}/account/login/")
        page.get_by_label("Name of your account").fill("amina")
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{address}/purpose/")
        page.get_by_label("Disrupting drug supply", exact=True).check()
        page.get_by_role("button", name="Continue").click()
        page.goto(f"{address}/groups/")
        group = page.locator("tbody th a").first.get_attribute("href")
        page.route("**/network.json*", lambda route: route.fulfill(body=network, content_type="application/json"))
        page.add_init_script(_WATCH)
        taken = [_drawn(page, f"{address}{group}network/", size) for _ in range(_TIMES)]
        browser.close()
    figures = {"times": _TIMES, "median ms": round(sorted(taken)[_TIMES // 2]), "largest ms": round(max(taken))}
    return Row("draw", "first picture", figures={**figures, "people": size})


def _drawn(page: Page, address: str, size: int) -> float:
    """Milliseconds from the end of the server's answer to the first frame with the drawing in it."""
    page.goto(address)
    page.locator(".sh-network__status").filter(has_text=re.compile(rf"^\s*{size:,}|^\s*{size}")).wait_for()
    while (drawn := page.evaluate("() => window.drawnAt")) is None:
        time.sleep(0.02)
    return float(drawn) - float(page.evaluate(_ANSWERED))


def conclude(rows: list[Row]) -> list[Row]:
    return []


PARTS: dict[str, Part] = {"lay out": lay_out, "draw": draw}
