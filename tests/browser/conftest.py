"""Stronghold as its users meet it: started by the commands that they type, and looked at through Debian's chromium.

Two servers run for the whole run. ``site`` is what ``stronghold demo`` serves: an invented town, for everything that is read.
``small_site`` holds two files and is for whatever is loaded, built and rolled back. Each test acts as a person in a browser of
their own; at its end nothing may have been asked of another host, and no script may have complained.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

COMMAND = str(Path(sys.executable).with_name("stronghold"))
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PEOPLE, SEED = 1_500, 7
# Milliseconds: how long something may take to appear before it counts as missing. A build on a busy machine has more.
SOON, BUILT = 20_000, 180_000
SMALL_SCREEN = 320  # pixels
PURPOSES = {
    "amina": "Disrupting drug supply",
    "sam": "Disrupting drug supply",
    "wanda": "Safeguarding",
    "devi": "Data protection and audit",
}
MENDING = "Checking and mending records"
# What of the town the small store is built from: it builds in a few seconds.
SMALL = ("council_gazetteer.csv", "council_tenancies.csv", "police_stops_2026.csv.gz")

expect.set_options(timeout=SOON)


def stronghold(*arguments: str | Path) -> str:
    """Run a command as a user does; what it printed on stdout."""
    done = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=600, env=plain())
    assert done.returncode == 0, f"stronghold {' '.join(map(str, arguments))}: {done.stderr[-2000:]}"
    return done.stdout


def plain() -> dict[str, str]:
    """This environment without what other tests set for Stronghold, and with room for wide tables."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("STRONGHOLD_")}, "COLUMNS": "200"}


class Server:
    """A command that serves, in a process of its own; what it says goes into a file."""

    def __init__(self, folder: Path, *arguments: str | Path) -> None:
        self.arguments = arguments
        self.log = folder / f"served-{time.monotonic_ns()}.txt"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([COMMAND, *map(str, arguments)], stdout=log, stderr=subprocess.STDOUT, env=plain())
        try:
            self.address = self._await_address()
        except AssertionError:
            self.process.kill()
            self.process.wait()
            raise

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def _await_address(self) -> str:
        for _ in range(6_000):
            if found := re.search(r"Stronghold is at (http://\S+?)/?\s", self.said):
                return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"{self.arguments} served nothing: {self.said[-3000:]}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)

    def kill(self) -> None:
        """As a power cut does: nothing is tidied up."""
        self.process.kill()
        self.process.wait(60)


@dataclass
class Site:
    """What is served: its address, its store, the town's folder, the password of each account, and sessions to go on with."""

    server: Server | None
    store: Path
    town: Path
    passwords: dict[str, str]
    sessions: dict[tuple[str, str | None], dict[str, object]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        assert self.server is not None, "it is not served yet"
        return self.server.address

    def restart(self) -> None:
        """Serve the store again at the same address: browsers know it by that."""
        port = self.address.rpartition(":")[2]
        self.server = Server(self.store.parent, "serve", "--store", self.store, "--port", port)

    def add_account(self, name: str, agency: str, role: str) -> None:
        stronghold("account", "add", name, "--agency", agency, "--role", role, "--store", self.store)
        self.passwords[name] = json.loads(stronghold("account", "password", name, "--store", self.store, "--json"))["password"]

    def close_account(self, name: str) -> None:
        stronghold("account", "close", name, "--store", self.store)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """What a newcomer gets with `stronghold demo`."""
    folder = tmp_path_factory.mktemp("demo")
    server = Server(folder, "demo", "--out", folder, "--people", str(PEOPLE), "--seed", str(SEED), "--port", "0")
    try:
        passwords = dict(re.findall(rf"\b({'|'.join(PURPOSES)})\b\W+([a-z]+(?:-[a-z]+)+)\b", server.said))
        assert passwords.keys() == PURPOSES.keys(), server.said
        yield Site(server, folder / "store", folder / "town", passwords)
    finally:
        server.stop()


@pytest.fixture(scope="session")
def small_site(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A store of few files, in which `amina` and `omar` of the police load, build and roll back."""
    folder = tmp_path_factory.mktemp("small")
    files, store = folder / "files", folder / "store"
    files.mkdir()
    for name in (*SMALL, *(f"{name}.mapping.toml" for name in SMALL)):
        shutil.copy(site.town / "files" / name, files)
    stronghold("build", files, "--store", store)
    with _serving(store, site.town, {"amina": "analyst", "omar": "analyst"}) as served:
        yield served


@pytest.fixture(scope="session")
def serving() -> Callable[[Path, Path, dict[str, str]], AbstractContextManager[Site]]:
    return _serving


@contextmanager
def _serving(store: Path, town: Path, accounts: dict[str, str]) -> Iterator[Site]:
    """Serve a store, with new accounts of the police."""
    made = Site(None, store, town, {})
    for name, role in accounts.items():
        made.add_account(name, "police", role)
    made.server = Server(store.parent, "serve", "--store", store, "--port", "0")
    try:
        yield made
    finally:
        made.server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Without the background networking switches chromium itself asks for hosts of its own.
    switches = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*switches, "--disable-component-update", "--disable-sync", "--no-first-run"]
        )
        yield opened
        opened.close()


@dataclass
class Visit:
    """One person's browser, and what went wrong or out on its pages."""

    page: Page
    site: Site
    name: str
    troubles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.context.on("request", lambda request: self.requests.append(request.url))

    def _note(self, message: ConsoleMessage) -> None:
        # A page that says 4xx on purpose is told by the browser as a failed resource.
        if message.type in ("error", "warning") and not re.search(r"status of 4\d\d", message.text):
            self.troubles.append(f"{message.text} ({message.location.get('url', '')})")

    def go(self, path: str) -> int:
        """Go to a page of the site; the status it answered with."""
        answer = self.page.goto(self.site.address + path)
        assert answer is not None
        return answer.status

    def status(self, path: str) -> int:
        """What a page would answer with, without showing it."""
        return self.page.context.request.get(self.site.address + path, max_redirects=0).status

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site.address)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def heading(self, words: str) -> Locator:
        return self.page.get_by_role("heading", level=1).filter(has_text=words)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def follow(self, link: str) -> None:
        self.main.get_by_role("link", name=link, exact=True).first.click()

    def sign_in(self, password: str | None = None) -> None:
        self.go("/account/login/")
        self.page.get_by_label("Name of your account").fill(self.name)
        self.page.get_by_label("Password", exact=True).fill(password or self.site.passwords[self.name])
        self.press("Sign in")

    def state_purpose(self, purpose: str) -> None:
        self.go("/purpose/")
        self.page.get_by_label(purpose, exact=True).check()
        self.press("Continue")

    def search(self, text: str) -> None:
        self.go("/search/")
        self.page.get_by_label(re.compile("A name, date of birth")).fill(text)
        self.press("Search")

    def send_file(self, file: dict[str, Any] | Path) -> None:
        self.go("/data/upload/")
        self.page.get_by_label("Choose a file").set_input_files(file)
        self.press("Send")

    def say_terms(self) -> None:
        self.page.get_by_label("What the records may be used for").fill("Preventing and detecting crime in the town")
        self.page.get_by_label("Lawful basis").fill("Crime and Disorder Act 1998, section 115")

    def accept_file(self, file: dict[str, Any]) -> None:
        """Send a file, and take it into the next build as it is proposed."""
        self.send_file(file)
        self.say_terms()
        self.press("Save and look at what would be kept")
        self.press("Take it into the next build")
        expect(self.page.get_by_role("row").filter(has_text=file["name"])).to_contain_text("In the next build")

    def build(self, button: str = "Build now") -> None:
        """Press the button, and watch the build to its end without touching the page."""
        self.press(button)
        expect(self.heading("Build of")).to_be_visible()
        expect(self.main).to_contain_text("The build is done, and the new picture is served.", timeout=BUILT)

    def left_the_host(self) -> list[str]:
        own = rf"{re.escape(self.site.address)}/|data:|blob:{re.escape(self.site.address)}/"
        return [url for url in self.requests if not re.match(own, url)]


Visiting = Callable[..., Visit]
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def visit(site: Site, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visiting]:
    """Opens a browser, signed in with a purpose stated. With ``fresh`` it is a session of its own, which the test may end."""
    opened: list[Visit] = []

    def visiting(
        name: str,
        purpose: str | None = None,
        *,
        at: Site | None = None,
        fresh: bool = False,
        signed_in: bool = True,
        scripts: bool = True,
        width: int = 1280,
    ) -> Visit:
        where = at or site
        stated = purpose or PURPOSES.get(name, MENDING)
        kept = None if fresh or not signed_in else where.sessions.get((name, stated))
        context = browser.new_context(
            java_script_enabled=scripts, viewport={"width": width, "height": 900}, storage_state=kept, locale="en-GB"
        )
        context.set_default_timeout(SOON)
        made = Visit(context.new_page(), where, name)
        opened.append(made)
        if signed_in and kept is None:
            made.sign_in()
            made.state_purpose(stated)
            if not fresh:
                where.sessions[name, stated] = context.storage_state()
        return made

    yield visiting
    troubles = []
    for made in opened:
        if request.node.stash.get(FAILED, False):
            print(f"{made.name} was at {made.page.url}:\n{made.page.locator('body').inner_text()[:2000]}")  # noqa: T201
        troubles += [f"left the host: {url}" for url in made.left_the_host()] + made.troubles
        made.page.context.close()
    assert troubles == []


@dataclass(frozen=True)
class Known:
    """Of the town what the tests look at: ids of entities that an analyst sees, and the label of the person."""

    person: str
    name: str
    home: str
    vehicle: str
    phone: str


@pytest.fixture(scope="session")
def looking_round(browser: Browser) -> Callable[[Site, str, str], AbstractContextManager[Visit]]:
    """A visit that makes ready what many tests look at."""

    @contextmanager
    def looking(at: Site, name: str, purpose: str) -> Iterator[Visit]:
        with browser.new_context(locale="en-GB") as context:
            context.set_default_timeout(SOON)
            v = Visit(context.new_page(), at, name)
            v.sign_in()
            v.state_purpose(purpose)
            yield v

    return looking


@pytest.fixture(scope="session")
def known(site: Site, looking_round: Callable[[Site, str, str], AbstractContextManager[Visit]]) -> Known:
    """Someone with many records, a vehicle and an address, and a phone in contact with others, looked for as an analyst does."""
    with looking_round(site, "amina", PURPOSES["amina"]) as v:
        phone = max(_found(v, "0163", "phone"))[1]
        for _, person, name in sorted(_found(v, "ma", "person"), reverse=True):
            v.go(f"/entity/{person}/network/")
            around = re.findall(r'"/entity/([AV]-[0-9A-Z]+)/"', v.main.inner_html())
            home, vehicle = (next((id_ for id_ in around if id_[0] == letter), None) for letter in "AV")
            if home and vehicle:
                return Known(person, name, home, vehicle, phone)
    raise AssertionError("nobody with a vehicle and an address was found")


def _found(v: Visit, text: str, kind: str) -> list[tuple[int, str, str]]:
    """The first pages of what a search finds: number of records, id, label."""
    found = []
    for page in range(1, 5):
        v.go(f"/search/?q={text}&kind={kind}&page={page}")
        for row in v.main.locator("tbody tr").all():
            link = row.get_by_role("link").first
            records = int(row.locator(".govuk-table__cell--numeric").inner_text().replace(",", ""))
            found.append((records, str(link.get_attribute("href")).split("/")[2], link.inner_text()))
    return found


@pytest.fixture(scope="session")
def sightings() -> Callable[..., dict[str, Any]]:
    """Makes a file such as nobody has mapped: each surname is seen once, and the row after them has a day that there is not."""

    def made(mark: str, *surnames: str) -> dict[str, Any]:
        rows = [
            f"{mark}-{number},{number + 1:02}/10/2026,21:40,{surname},{surname[::-1]},{number + 1:02}/02/19{len(surname) + 70},"
            f"{surname[:4]} Parade,PC 1182,By the kiosk."
            for number, surname in enumerate(surnames)
        ]
        bad = f"{mark}-X,31/02/2026,19:20,{mark}HOBB,Edith,21/11/1979,Mill Rise,PC 1182,Walked the dog."
        header = "Ref,Date seen,Time seen,Surname,Forename,DOB,Street,Watcher,Remarks"
        return {"name": f"{mark}.csv", "mimeType": "text/csv", "buffer": "\n".join([header, *rows, bad, ""]).encode()}

    return made


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.is_file():
        pytest.fail(f"{AXE} is missing: run `make frontend`")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def accessible(axe: str) -> Callable[[Page], None]:
    """Fails with what axe finds wrong on a page (WCAG 2.2 A and AA, and best practice, whatever the impact), as it is and at the
    width of a small screen or a page zoomed to 400 %, where it must not need to be scrolled sideways either."""

    def check(page: Page) -> None:
        size = page.viewport_size
        assert size is not None
        page.evaluate(axe)
        wrong = []
        for width in dict.fromkeys((size["width"], SMALL_SCREEN)):
            page.set_viewport_size({"width": width, "height": size["height"]})
            found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
            wrong += [f"{width}: {v['id']}: {v['help']} ({'; '.join(n['html'][:160] for n in v['nodes'][:3])})" for v in found]
        needed = page.evaluate("() => document.documentElement.scrollWidth")
        if needed > SMALL_SCREEN:
            wrong.append(f"needs {needed} pixels of {SMALL_SCREEN}")
        page.set_viewport_size(size)
        assert wrong == [], page.url

    return check
