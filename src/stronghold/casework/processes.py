"""Naming a process so that one can tell later whether it is still running, also after its number was given to another."""

from __future__ import annotations

import psutil

__all__ = ["is_alive", "this_process"]

# The time a process began is worked out from the time of the machine's start, which moves a little when the clock is set.
_TOLERANCE = 2.0


def this_process() -> str:
    """The name of this process: its number and when it began, in seconds."""
    process = psutil.Process()
    return f"{process.pid}:{process.create_time():.2f}"


def is_alive(name: str) -> bool:
    """Whether the process that :func:`this_process` named so is running; anything else is no process."""
    number, _, began = name.partition(":")
    try:
        process = psutil.Process(int(number))
        return abs(process.create_time() - float(began)) < _TOLERANCE and process.status() != psutil.STATUS_ZOMBIE
    except (ValueError, psutil.Error):
        return False
