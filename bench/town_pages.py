"""A town made, built, served and read: what each costs, and how long pages take with many people reading at once.

SIZE is the people of the town. Twenty readers of four roles each open a page every five seconds (search, a person, their network,
places and time line, a home, a phone, the home page), the audit on; times are of the whole answer over loopback.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import numpy as np

from bench.rows import Part, Row, measured
from stronghold.picture.build import build as build_picture
from stronghold.picture.store import Store
from stronghold.town import make_town

SIZE = 300_000
_READERS, _PAUSE, _ROUNDS = 20, 5.0, 12
_PAGES = 6  # different ones, in turn
_ROLES = (
    ("analyst", "police", "disruption"),
    ("sergeant", "police", "disruption"),
    ("social_worker", "children", "safeguarding"),
    ("data_protection_officer", "police", "data_protection"),
)
_COMMAND = str(Path(sys.executable).with_name("stronghold"))
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_FOUND = re.compile(r'href="/entity/([PATVO]-[0-9A-Z]{8})/"')
_WORDS = ("smith", "khan", "lane", "01632", "ravenmouth", "james", "marsh", "nowak")


def prepare(folder: Path, size: int) -> None:
    """Nothing: making the town is one of the parts."""


def make(folder: Path, size: int) -> list[Row]:
    with measured("make the town", "whole") as row:
        report = make_town(folder / "town", people=size, seed=11)
    row.figures = {"rows": report.rows, "files": len(report.files), "mentions": sum(report.mentions.values())}
    return [row]


def build(folder: Path, size: int) -> list[Row]:
    with measured("build its picture", "whole") as row:
        report = build_picture(Store.create(folder / "store"), folder / "town" / "files")
    counts = report.manifest.counts
    row.figures = {
        "read": counts["read"],
        "quarantined": counts["quarantined"],
        "refused files": len(report.refused),
        "entities": sum(counts["entities"].values()),
        "ties": sum(counts["ties"].values()),
    }
    return [row]


class _Reader:
    """One person with an account of their own, signed in over loopback."""

    def __init__(self, address: str, name: str, password: str, purpose: str) -> None:
        self._address = address
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        self._send("/account/login/", {"login": name, "password": password})
        self._send("/purpose/", {"purpose": purpose})
        self._random = random.Random(name)
        self._known: dict[str, list[str]] = defaultdict(list)

    def _send(self, path: str, fields: dict[str, str]) -> None:
        form = self.get(path)
        token = _TOKEN.search(form)
        data = urlencode({**fields, "csrfmiddlewaretoken": token.group(1) if token else ""}).encode()
        request = Request(self._address + path, data=data, headers={"Referer": self._address + path})
        self._opener.open(request, timeout=60).read()

    def get(self, path: str) -> str:
        return str(self._opener.open(self._address + path, timeout=60).read().decode("utf-8"))

    def act(self, number: int) -> tuple[str, float]:
        """Open the next page; which it was and the seconds it took."""
        name, path = self._next(number)
        began = time.perf_counter()
        answer = self.get(path)
        took = time.perf_counter() - began
        for entity in _FOUND.findall(answer):
            self._known[entity[0]].append(entity)
        return name, took

    def _next(self, number: int) -> tuple[str, str]:
        kinds = [kind for kind in "PAT" if self._known[kind]]
        step = number % _PAGES
        if step == 0 or not kinds:
            return "search", f"/search/?q={quote(self._random.choice(_WORDS))}"
        if step == 5:
            return "home", "/"
        kind = "P" if step != 4 and "P" in kinds else self._random.choice(kinds)
        entity = self._random.choice(self._known[kind])
        page = {1: "", 2: "network/", 3: "timeline/", 4: ""}[step]
        return f"{ {'P': 'person', 'A': 'address', 'T': 'phone'}[kind] } {page.strip('/')}".strip(), f"/entity/{entity}/{page}"


def _stronghold(*arguments: str) -> str:
    return subprocess.run([_COMMAND, *arguments], check=True, capture_output=True, text=True).stdout


def _accounts(store: str) -> list[tuple[str, str, str]]:
    made = []
    for number in range(_READERS):
        role, agency, purpose = _ROLES[number % len(_ROLES)]
        name = f"reader{number}"
        _stronghold("account", "add", name, "--agency", agency, "--role", role, "--store", store)
        password = json.loads(_stronghold("account", "password", name, "--store", store, "--json"))["password"]
        made.append((name, password, purpose))
    return made


def read(folder: Path, size: int) -> list[Row]:
    store = str(folder / "store")
    accounts = _accounts(store)
    server = subprocess.Popen([_COMMAND, "serve", "--store", store, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = server.stdout.readline().split()[-1].rstrip("/")
        readers = [_Reader(address, *account) for account in accounts]
        for reader in readers:  # warm: each page once; who opens somebody in a group first waits for all groups to be worked out
            for number in range(_PAGES):
                reader.act(number)
        return _times(readers)
    finally:
        server.terminate()
        server.wait(30)


def _times(readers: list[_Reader]) -> list[Row]:
    def acts(reader: _Reader) -> list[tuple[str, float]]:
        done = []
        time.sleep(random.Random(id(reader)).random() * _PAUSE)
        for number in range(_ROUNDS):
            done.append(reader.act(number))
            time.sleep(_PAUSE)
        return done

    with ThreadPoolExecutor(_READERS) as pool:
        taken = [one for done in pool.map(acts, readers) for one in done]
    by_page: dict[str, list[float]] = defaultdict(list)
    for page, seconds in taken:
        by_page[page].append(seconds)
        by_page["all"].append(seconds)
    return [
        Row(
            "20 readers",
            page,
            figures={
                "pages": len(times),
                "median ms": round(float(np.percentile(times, 50)) * 1000),
                "p95 ms": round(float(np.percentile(times, 95)) * 1000),
                "largest ms": round(max(times) * 1000),
            },
        )
        for page, times in sorted(by_page.items())
    ]


def conclude(rows: list[Row]) -> list[Row]:
    return []


PARTS: dict[str, Part] = {"make the town": make, "build its picture": build, "20 readers": read}
