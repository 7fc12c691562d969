"""Runs programs for :mod:`tests.processes`: a process that has imported what they need, and forks itself for each of them.

A line of JSON on its standard input is a program to run; the answer is a line with what it returned. It ends when its input does.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import sys
import threading
import traceback
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

__all__ = ["main"]

_LONG = (
    "django.core.management.commands.migrate",
    "django_tasks_db.management.commands.db_worker",
    "networkit",
    "splink",
    "stronghold.casework.builds",
    "stronghold.casework.uploads",
    "stronghold.cli",
    "stronghold.governance.gateway",
    "stronghold.picture.add",
    "stronghold.picture.build",
)


def main() -> NoReturn:
    asked, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    _point(0, os.devnull, os.O_RDONLY)
    _warm()
    # What is here already is never garbage: a fork need not look at it, and so copy the pages that it is on.
    gc.collect()
    gc.freeze()
    for line in asked:
        child = os.fork()
        if child == 0:
            asked.close()
            answers.close()
            _run(json.loads(line))
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()
    _end(0)


def _warm() -> None:
    """Import what takes long, and open nothing: a fork has neither the threads nor the connections of its parent."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "stronghold.web.settings"
    import_module("django").setup()
    for name in _LONG:
        import_module(name)
    import_module("stronghold.vocabulary").kinds()
    for variable in [variable for variable in os.environ if variable.startswith(("DJANGO_", "STRONGHOLD_"))]:
        del os.environ[variable]


def _run(job: dict[str, Any]) -> NoReturn:
    """Be the program: everything that one started afresh has is put in its place; however it ends, this process ends so."""
    _point(1, job["out"], os.O_WRONLY)
    _point(2, job["err"], os.O_WRONLY)
    os.chdir(job["folder"])
    os.environ.clear()
    os.environ.update(job["environment"])
    sys.argv, sys.path[0] = ["-c", *job["arguments"]], ""
    sys.modules["__main__"] = program = ModuleType("__main__")
    # One that hangs is killed, and returns -SIGALRM.
    signal.alarm(job["seconds"])
    returned: Any = 1
    try:
        exec(compile(job["code"], "<program>", "exec"), program.__dict__)
        returned = 0
    except SystemExit as end:
        returned = end.code or 0
    except BaseException:  # noqa: BLE001 - told, and returned
        traceback.print_exc()
    _end(returned)


def _end(returned: Any) -> NoReturn:
    """End as Python does, but for taking a million objects apart one by one, which takes a second."""
    if not isinstance(returned, int):
        sys.stderr.write(f"{returned}\n")
        returned = 1
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(returned)


def _point(number: int, path: str, flags: int) -> None:
    file = os.open(path, flags)
    os.dup2(file, number)
    os.close(file)


if __name__ == "__main__":
    main()
