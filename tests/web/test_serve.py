"""Serving a store, and what is left when server or worker are killed: real processes, real signals."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest

from stronghold.engine import Engine
from stronghold.errors import BadInput
from stronghold.picture.store import Store
from stronghold.web import serve
from tests.processes import python

T = TypeVar("T")

_COMMAND = """
import sys
from pathlib import Path
from stronghold.web.templatetags import assets
assets.BUILT = Path(sys.argv.pop(1))
from stronghold.cli import main
main()
"""


def until(found: Callable[[], T | None], what: str) -> T:
    """What ``found`` finds, waited for: a minute is far longer than any of it takes."""
    for _ in range(600):
        if got := found():
            return got
        time.sleep(0.1)
    raise AssertionError(f"never: {what}")


class Server:
    """``stronghold serve`` in a process of its own, with what it says in a file."""

    def __init__(self, built: Path, folder: Path, store: Path, *options: str) -> None:
        self.log = folder / f"said-{time.monotonic_ns()}.txt"
        command = [sys.executable, "-c", _COMMAND, str(built), "serve", "--store", str(store), "--port", "0", *options]
        with self.log.open("wb") as log:
            environment = {k: v for k, v in os.environ.items() if not k.startswith("STRONGHOLD_")}
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
        self.address = until(self._said_address, f"served: {self.said()}")

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def _said_address(self) -> str | None:
        if self.process.poll() is not None:
            raise AssertionError(self.said())
        found = re.search(r"http://\S+", self.said())
        return found[0] if found else None

    def worker(self) -> psutil.Process:
        return until(self._worker, "a worker")

    def _worker(self) -> psutil.Process | None:
        children = psutil.Process(self.process.pid).children()
        return next((c for c in children if not gone(c) and "stronghold.web.worker" in " ".join(c.cmdline())), None)

    def answers(self, path: str = "health") -> int:
        try:
            with urllib.request.urlopen(self.address + path, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    def end(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Store.create(tmp_path_factory.mktemp("served") / "town").path


Start = Callable[..., Server]


@pytest.fixture(scope="module")
def start(built_folder: Path, folder: Path) -> Iterator[Start]:
    running: list[Server] = []

    def begin(*options: str) -> Server:
        running.append(Server(built_folder, folder.parent, folder, *options))
        return running[-1]

    yield begin
    for server in running:
        server.end(signal.SIGKILL)


@pytest.fixture(scope="module")
def server(start: Start) -> Server:
    """One that the tests share; the last of them ends it."""
    return start()


def gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def cookies(server: Server, **headers: str) -> list[str]:
    request = urllib.request.Request(server.address + "account/login/", headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.headers.get_all("Set-Cookie") or []


def test_it_answers_on_this_machine_with_cookies_that_need_no_https(server: Server) -> None:
    assert server.address.startswith("http://127.0.0.1:")
    assert (server.answers("health"), server.answers("own-account/"), server.answers("none/such/")) == (200, 200, 404)
    set_here = cookies(server)
    assert set_here and not any("Secure" in cookie for cookie in set_here)


def test_a_password_made_on_the_command_line_opens_the_account(server: Server, folder: Path) -> None:
    command = "from stronghold.cli import main; main()"
    python(command, "account", "add", "ann", "--agency", "police", "--role", "analyst", "--store", folder)
    made = json.loads(python(command, "account", "password", "ann", "--json", "--store", folder).stdout)
    assert made["name"] == "ann"
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(server.address + "account/login/?next=/own-account/", timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "login": "ann", "password": made["password"], "next": "/own-account/"}
    request = urllib.request.Request(
        server.address + "account/login/", urllib.parse.urlencode(form).encode(), {"Origin": server.address.rstrip("/")}
    )
    assert "Your account" in opener.open(request, timeout=60).read().decode()


_QUEUE = """
import sys, time
from pathlib import Path
from stronghold.web.setup import prepare
prepare(Path(sys.argv[1]))
from django_tasks_db.models import DBTaskResult
task = DBTaskResult.objects.create(
    task_path="stronghold.web.none.such",
    args_kwargs={"args": [], "kwargs": {}},
    backend_name="default",
    run_after="1970-01-01T00:00:00Z",
)
while task.status != "FAILED":
    time.sleep(0.1)
    task.refresh_from_db()
"""


def test_queued_work_is_taken_up_by_the_worker(server: Server, folder: Path) -> None:
    """Work that cannot be found is marked as failed: it was taken up."""
    assert python(_QUEUE, folder).returncode == 0, server.said()


def test_a_store_is_served_once(server: Server, built_folder: Path, folder: Path) -> None:
    done = python(_COMMAND, built_folder, "serve", "--port", "0", "--store", folder)
    assert done.returncode == 2
    assert "this store is being served already" in " ".join(done.stderr.split())


def test_a_killed_worker_comes_back(server: Server) -> None:
    first = server.worker()
    first.kill()
    until(lambda: gone(first), "the worker ends")
    assert server.worker().pid != first.pid
    assert server.answers() == 200
    assert "The worker ended (killed by signal 9)" in server.said()


def test_told_to_stop_it_stops_with_its_worker(server: Server) -> None:
    worker, before = server.worker(), server.said()
    assert server.end(signal.SIGTERM) == 0, server.said()
    assert gone(worker)
    assert server.said() == before


def test_a_killed_server_leaves_no_worker_and_is_served_again(start: Start, folder: Path) -> None:
    server = start()
    worker = server.worker()
    left = folder / ".receiving" / "half-received"
    left.write_bytes(b"x")
    server.end(signal.SIGKILL)
    until(lambda: gone(worker), "the worker ends")

    again = start("--https", "--name", "stronghold.town.example")
    assert not gone(again.worker())
    assert not left.exists()
    assert (folder / ".receiving").stat().st_mode & 0o777 == 0o700
    # Behind a proxy: its names alone, and cookies over https.
    assert again.answers() == 200
    with pytest.raises(urllib.error.HTTPError, match="400"):
        cookies(again, Host="evil.example")
    set_here = cookies(again, Host="stronghold.town.example", **{"X-Forwarded-Proto": "https"})
    assert set_here and all("Secure" in cookie for cookie in set_here)
    assert again.end(signal.SIGINT) == 0, again.said()
    assert "Traceback" not in again.said()


def test_a_frontend_that_was_not_built_is_said(tmp_path: Path) -> None:
    done = python(_COMMAND, tmp_path, "serve", "--store", Store.create(tmp_path / "town").path, "--port", "0")
    assert done.returncode == 2
    assert "Run make frontend" in " ".join(done.stderr.split())


def test_a_folder_that_is_no_store_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="this is not a store"):
        serve.serve(tmp_path / "none", ready=print, note=print)


def test_an_engine_that_is_not_to_be_had_is_said_before_anything_is_served(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "town").path
    with pytest.raises(BadInput, match="no Spark master answers"):
        serve.serve(store, engine=Engine("spark://127.0.0.1:1"), ready=print, note=print)


@pytest.fixture
def listening(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setattr(tempfile, "tempdir", None)
    settings.FILE_UPLOAD_TEMP_DIR = None
    store = Store.create(tmp_path / "town").path
    return lambda host, port: serve._listening(store, host, port, False)


def test_a_host_that_is_not_this_machine_is_said(listening: Callable[..., Any]) -> None:
    with pytest.raises(BadInput, match=r"no address 'no.such.host.invalid' here") as refused:
        listening("no.such.host.invalid", 0)
    assert refused.value.remedy == "Use --host 127.0.0.1."
    with pytest.raises(BadInput, match=r"Port 0 of 192.0.2.1 cannot be used"):
        listening("192.0.2.1", 0)


def test_a_port_in_use_is_said(listening: Callable[..., Any]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=f"Port {port} of 127.0.0.1 cannot be used"):
            listening("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "address"), [("127.0.0.1", "http://127.0.0.1:8/"), ("::1", "http://[::1]:8/"), ("", "http://localhost:8/")]
)
def test_the_address_is_one_that_a_browser_takes(host: str, address: str) -> None:
    assert serve._address(type("Listening", (), {"effective_port": 8}), host) == address
