"""Serving one store: the web server, and beside it one worker that does the queued work.

Whatever ends the server (Ctrl-C, SIGTERM, a kill) ends the worker too; a worker that dies is started again.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

from filelock import FileLock, Timeout

from stronghold.engine import DUCKDB, Engine
from stronghold.engine.spark import require_spark
from stronghold.errors import BadInput
from stronghold.picture.store import Store
from stronghold.web.request_bodies import FORM_FIELDS, Channel, receiving_folder
from stronghold.web.worker import WITH_PARENT

__all__ = ["serve"]

_THREADS = 6
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - names of it, not a use
_SLOWEST = 30.0
_RAN_WELL = 60.0
_TO_END = 10.0


def serve(
    store: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    names: Sequence[str] = (),
    https: bool = False,
    engine: Engine = DUCKDB,
    ready: Callable[[str], None],
    note: Callable[[str], None],
) -> None:
    """Serve ``store`` until told to stop; ``ready`` is called with the address once it answers, ``note`` with what happens.

    ``names`` are those under which browsers reach it, beside ``host``. With ``https`` a proxy on this machine speaks TLS: its
    word is taken for the browser's address and scheme, and cookies go over https alone. ``engine`` finds and compares the pairs of
    people of builds that are asked for on the pages. ``BadInput`` where it is not to be had, the folder is no store, the store is
    served already, the frontend is not built, or host and port cannot be used.
    """
    os.environ["STRONGHOLD_HTTPS"] = "1" if https else ""
    own = [*names, *([] if host in _EVERYWHERE else [host])]
    os.environ["STRONGHOLD_HOSTS"] = ",".join(filter(None, (os.environ.get("STRONGHOLD_HOSTS", ""), *own)))
    require_spark(engine)
    os.environ["STRONGHOLD_ENGINE"] = engine.name
    Store.open(store)
    with _alone(store):
        from stronghold.web.setup import prepare

        prepare(store)
        _require_frontend()
        server = _listening(store, host, port, https)
        worker = _Worker(store, note)
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            worker.start()
            # Every page is there before the first request; meanwhile the worker starts too.
            import_module("stronghold.web.urls")
            ready(_address(server, host))
            server.run()
        except KeyboardInterrupt:
            pass  # told to stop before it ran
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            worker.stop()
            server.close()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    lock = FileLock(store / ".serve.lock", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise BadInput("this store is being served already.", file=str(store), remedy="Stop that server first.") from None
    try:
        yield
    finally:
        lock.release()


def _require_frontend() -> None:
    from stronghold.web.templatetags import assets

    assets.stylesheet("main")
    assets.script("main")


def _listening(store: Path, host: str, port: int, https: bool) -> Any:
    from django.conf import settings
    from waitress import create_server
    from waitress.server import BaseWSGIServer

    from stronghold.web.wsgi import application

    folder = receiving_folder(store)
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    proxy = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}} if https else {}
    sockets: dict[int, Any] = {}
    try:
        server = create_server(
            application,
            map=sockets,
            host=host,
            port=port,
            threads=_THREADS,
            max_request_body_size=settings.STRONGHOLD_LARGEST_FILE + FORM_FIELDS,
            ident=None,
            clear_untrusted_proxy_headers=True,
            **proxy,
        )
    except (OSError, ValueError) as problem:
        for left in list(sockets.values()):
            left.close()
        raise _cannot_listen(problem, host, port) from problem
    for listening in sockets.values():
        if isinstance(listening, BaseWSGIServer):
            listening.channel_class = Channel
    return server


def _cannot_listen(problem: Exception, host: str, port: int) -> BadInput:
    if isinstance(problem, socket.gaierror | ValueError):
        return BadInput(f"There is no address '{host}' here to listen on.", remedy="Use --host 127.0.0.1.")
    words = getattr(problem, "strerror", None) or str(problem)
    return BadInput(
        f"Port {port} of {host} cannot be used ({words}).", remedy="Stop what uses it, or choose another: --port 8001."
    )


def _address(server: Any, host: str) -> str:
    port = server.effective_listen[0][1] if hasattr(server, "effective_listen") else server.effective_port
    shown = "localhost" if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


class _Worker:
    """Keeps one worker process running; one that dies is started again, after a longer pause each time."""

    def __init__(self, store: Path, note: Callable[[str], None]) -> None:
        self._environment = {**os.environ, "STRONGHOLD_STORE": str(store.resolve())}
        self._note = note
        self._stopping = threading.Event()
        self._changing = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        threading.Thread(target=self._keep, name="worker", daemon=True).start()

    def _keep(self) -> None:
        pause = 0.5
        while process := self._begin():
            began = time.monotonic()
            code = process.wait()
            if self._stopping.is_set():
                return
            pause = 1.0 if time.monotonic() - began > _RAN_WELL else min(pause * 2, _SLOWEST)
            self._note(f"The worker ended ({_how(code)}); it is started again in {pause:.0f} seconds.")
            self._stopping.wait(pause)

    def stop(self) -> None:
        """End the worker, and do not start another."""
        with self._changing:
            self._stopping.set()
            process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_TO_END)
        except subprocess.TimeoutExpired:
            # Safe at any moment: a build that is cut short leaves the served picture as it was.
            process.kill()
            process.wait()

    def _begin(self) -> subprocess.Popen[bytes] | None:
        with self._changing:
            if self._stopping.is_set():
                return None
            # The pipe is never written to: it closes when this process is gone, and that is what the worker waits for.
            self._process = subprocess.Popen(  # noqa: S603 - this Python and a module of its own
                [sys.executable, "-m", "stronghold.web.worker", WITH_PARENT], stdin=subprocess.PIPE, env=self._environment
            )
            return self._process


def _how(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"code {code}"
