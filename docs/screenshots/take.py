"""Takes the pictures of the docs anew: invents a town, serves it, signs in and looks, all by the commands that a user types.

make screenshots
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
COMMAND = str(Path(sys.executable).with_name("stronghold"))
SWITCHES = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking")
PEOPLE = "6000"


def stronghold(*arguments: str) -> str:
    return subprocess.run([COMMAND, *arguments], check=True, capture_output=True, text=True).stdout


def sign_in(page: Page, address: str, password: str, purpose: str) -> None:
    page.goto(f"{address}/account/login/")
    page.get_by_label("Name of your account").fill("amina")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    state(page, address, purpose)


def state(page: Page, address: str, purpose: str) -> None:
    page.goto(f"{address}/purpose/")
    page.get_by_label(purpose, exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(lambda url: "/purpose/" not in url)


def person_to_show(page: Page, address: str) -> str:
    """The address of the page of a well recorded person: of those whom a common word finds, the one with most records."""
    page.goto(f"{address}/search/?q=smith&kind=person")
    best, most = "", -1
    for row in page.locator("tbody tr").all():
        link = row.get_by_role("link").first.get_attribute("href") or ""
        numbers = [int(text) for text in row.locator("td").all_inner_texts() if text.strip().isdigit()]
        if numbers and numbers[0] > most:
            best, most = link, numbers[0]
    return address + best


def group_to_show(page: Page, address: str) -> str:
    """The address of the page of the largest group."""
    page.goto(f"{address}/groups/")
    return address + (page.locator("tbody th a").first.get_attribute("href") or "")


def take(address: str, password: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(SWITCHES))
        page = browser.new_context(viewport={"width": 1180, "height": 860}).new_page()
        sign_in(page, address, password, "Disrupting drug supply")
        person = person_to_show(page, address)
        pages = {"search": f"{address}/search/?q=smith", "person": person, "time-line": f"{person}timeline/"}
        pages |= {"network": f"{person}network/", "map": f"{person}map/", "report": f"{address}/reports/new/"}
        pages |= {"group": group_to_show(page, address)}
        for name, url in pages.items():
            shoot(page, name, url)
        state(page, address, "Checking and mending records")
        shoot(page, "data", f"{address}/data/")
        browser.close()


def shoot(page: Page, name: str, url: str) -> None:
    page.goto(url)
    drawn = page.locator(".sh-network canvas, .sh-map canvas").first
    if name in ("network", "map"):
        drawn.wait_for()
        page.wait_for_timeout(3_000)  # the drawing settles
        page.locator(f".sh-{name}").scroll_into_view_if_needed()
    if name == "group":
        page.locator("#protect").evaluate("heading => heading.scrollIntoView()")
    page.screenshot(path=HERE / f"{name}.png")
    print(HERE / f"{name}.png")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        stronghold("demo", "--out", folder, "--people", PEOPLE, "--no-serve")
        store = f"{folder}/store"
        password = json.loads(stronghold("account", "password", "amina", "--store", store, "--json"))["password"]
        log = Path(folder) / "served.txt"
        with log.open("w") as said:
            server = subprocess.Popen([COMMAND, "serve", "--store", store, "--port", "0"], stdout=said)
        try:
            while not (found := re.search(r"(http://\S+?)/?\s", log.read_text())) and server.poll() is None:
                time.sleep(0.2)
            if not found:
                raise SystemExit("serve gave no address")
            take(found[1], password)
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    main()
