"""Programs run in processes of their own, as people and services run them, without the seconds that each start takes.

Each has its own arguments, folder, environment and streams, moves Django to its own store, and may be killed: it is a fork of a
process (:mod:`tests.warm`) that has imported the packages and set Django up for no store, and nothing else. What the start itself does
is tested in processes that are started afresh: ``tests/web/test_setup.py``, ``tests/cli/test_build.py``, ``tests/cli/test_app.py`` and
everything in ``tests/browser``.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from functools import cache
from json import dumps
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["ended", "python", "said"]


def python(code: str, *arguments: object, folder: Path | None = None, seconds: int = 300) -> subprocess.CompletedProcess[str]:
    """Run ``python -c CODE ARGUMENTS`` in ``folder`` (else this one) to its end; one that takes longer than ``seconds`` is killed."""
    given = list(map(str, arguments))
    with TemporaryDirectory() as streams:
        out, err = Path(streams, "out"), Path(streams, "err")
        out.touch()
        err.touch()
        job = {
            "code": code,
            "arguments": given,
            "folder": str(folder or Path.cwd()),
            "environment": {**os.environ, "COLUMNS": "200"},
            "out": str(out),
            "err": str(err),
            "seconds": seconds,
        }
        returned = _ask(dumps(job))
        return subprocess.CompletedProcess([code, *given], returned, out.read_text("utf-8"), err.read_text("utf-8"))


def ended(*arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``stronghold ARGUMENTS`` to its end, however it ends."""
    return python("from stronghold.cli import main; main()", *arguments, folder=folder)


def said(*arguments: object, folder: Path | None = None) -> str:
    """What ``stronghold ARGUMENTS``, which must end well, says on its standard output."""
    done = ended(*arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _ask(job: str) -> int:
    server = _server()
    assert server.stdin is not None and server.stdout is not None
    server.stdin.write(job + "\n")
    server.stdin.flush()
    answer = server.stdout.readline()
    assert answer, "the process that programs are forked from has ended: see what it wrote to standard error"
    return int(answer)


@cache
def _server() -> subprocess.Popen[str]:
    """One for each process of the tests, from the first program on."""
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("warm.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # As wide as its programs' terminal: consoles measure it when they are imported.
        env={**os.environ, "COLUMNS": "200"},
    )
    atexit.register(_end, server)
    return server


def _end(server: subprocess.Popen[str]) -> None:
    assert server.stdin is not None and server.stdout is not None
    server.stdin.close()
    server.wait()
    server.stdout.close()
