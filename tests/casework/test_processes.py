"""Telling whether a process is still running, also when its number was given to another."""

from __future__ import annotations

import subprocess
import sys

import pytest

from stronghold.casework.processes import is_alive, this_process


def test_this_process_is_alive() -> None:
    assert is_alive(this_process())


def test_a_process_that_ended_is_not() -> None:
    code = "from stronghold.casework.processes import this_process; print(this_process())"
    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert not is_alive(ended.stdout.strip())


def test_another_process_of_the_same_number_is_not_it() -> None:
    number, _, began = this_process().partition(":")
    assert not is_alive(f"{number}:{float(began) - 60:.2f}")


@pytest.mark.parametrize("name", ["", "x", "1", "1:x", ":", "99999999999:1.0", "-1:0"])
def test_anything_else_is_no_process(name: str) -> None:
    assert not is_alive(name)
