"""``python -m stronghold.web.worker``: does the store's queued work (builds), one task at a time.

``stronghold serve`` starts it and keeps it running. With ``--with-parent`` it ends when its standard input closes, which happens
when the process that started it is gone, however that ended. It is safe to kill at any moment: a build that is cut short leaves
the served picture as it was.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from filelock import FileLock, Timeout

from stronghold.errors import BadInput
from stronghold.web.setup import prepare

__all__ = ["main"]

WITH_PARENT = "--with-parent"
# The worker of a server that was killed ends by itself, at once unless it is in the middle of something.
_WAIT_FOR_THE_LAST = 60


class Interrupted(Exception):
    """The task was cut short because the process that did it ended."""


def main() -> None:
    """Work until told to stop (SIGTERM); exit 2 where there is no store."""
    if WITH_PARENT in sys.argv[1:]:
        threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    if not os.environ.get("STRONGHOLD_STORE"):
        raise BadInput("No store is named.", remedy="Set STRONGHOLD_STORE to its folder.")
    store = Path(os.environ["STRONGHOLD_STORE"])
    prepare(store)
    try:
        with FileLock(store / ".worker.lock", timeout=_WAIT_FOR_THE_LAST, mode=0o600):
            _work()
    except Timeout:
        raise BadInput("Another worker already does this store's work.", file=str(store)) from None


def _work() -> None:
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"process-{os.getpid()}",
        excluded_queue_names=[],
    )

    def stop(number: int, frame: FrameType | None) -> None:
        # Inside a task this marks it as failed on its way out; between tasks it ends the worker.
        worker.running = False
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    # Ctrl-C in a terminal reaches the worker too; whether it ends is for its parent to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_interrupted()
    worker.run()


def end_interrupted() -> int:
    """Mark as failed the tasks that a worker began and did not end; how many. Called where no other worker is."""
    from django_tasks_db.models import DBTaskResult

    begun = list(DBTaskResult.objects.running())
    for task in begun:
        task.set_failed(Interrupted("the process that did this ended before it was done"))
    return len(begun)


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    try:
        main()
    except BadInput as trouble:
        sys.stderr.write(f"{trouble}\n")
        sys.exit(2)
