"""Files on their way in: whole or not at all, private, and cleared away where they were cut short."""

from __future__ import annotations

import hashlib
import signal
import stat
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from stronghold.casework.incoming import Receiving, clear_leftovers, data_file, named, remove
from stronghold.errors import BadInput
from stronghold.picture.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def incoming(store: Store) -> list[Path]:
    return list((store.path / "incoming").iterdir())


def test_a_file_is_received_in_pieces(store: Store) -> None:
    receiving = Receiving(store, 100)
    for chunk in (b"ab", b"", b"cde"):
        receiving.write(chunk)
    received = receiving.finish()
    assert (received.bytes, received.sha256) == (5, hashlib.sha256(b"abcde").hexdigest())
    receiving.settle()
    receiving.abandon()
    kept = data_file(store, received.id)
    assert kept.read_bytes() == b"abcde"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (kept.parent, kept.parent.parent)} == {0o700}


def test_what_is_abandoned_is_gone(store: Store) -> None:
    receiving = Receiving(store, 100)
    receiving.write(b"ab")
    receiving.abandon()
    receiving.abandon()
    assert incoming(store) == []


def test_an_empty_file_is_refused(store: Store) -> None:
    receiving = Receiving(store, 100)
    with pytest.raises(BadInput, match="empty"):
        receiving.finish()
    receiving.abandon()
    assert incoming(store) == []


def test_a_file_that_is_too_large_is_refused_at_once(store: Store) -> None:
    receiving = Receiving(store, 4)
    receiving.write(b"abcd")
    with pytest.raises(BadInput, match="larger than"):
        receiving.write(b"e")
    receiving.abandon()


def settled(store: Store) -> uuid.UUID:
    receiving = Receiving(store, 100)
    receiving.write(b"ab")
    received = receiving.finish()
    receiving.settle()
    return received.id


def test_a_file_can_be_read_by_its_name_and_removed(store: Store) -> None:
    one = settled(store)
    with named(data_file(store, one), "People 1.csv") as path:
        assert (path.name, path.read_bytes()) == ("People 1.csv", b"ab")
    assert not path.exists()
    remove(store, one)
    remove(store, one)
    assert incoming(store) == []
    with pytest.raises(BadInput, match="no longer there"), named(data_file(store, one), "People 1.csv"):
        pass


def test_what_is_on_its_way_and_what_is_wanted_is_not_cleared(store: Store) -> None:
    wanted, over = settled(store), settled(store)
    underway = Receiving(store, 100)
    underway.write(b"x")
    clear_leftovers(store, lambda: {str(wanted)})
    assert data_file(store, wanted).is_file()
    assert not data_file(store, over).exists()
    underway.finish()
    underway.settle()


KILLED = """
import sys
from pathlib import Path
from stronghold.casework.incoming import Receiving
from stronghold.picture.store import Store
receiving = Receiving(Store(Path(sys.argv[1])), 100)
receiving.write(b"ab")
received = receiving.finish()
print(received.id, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("is_a_row", [True, False])
def test_what_a_killed_process_left_is_cleared_or_settled(store: Store, is_a_row: bool) -> None:
    """It was killed after the file was whole: with the row in the database the file is kept, without it is taken away."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(store.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        one = process.stdout.readline().strip()
        process.send_signal(signal.SIGKILL)
        process.communicate()
    clear_leftovers(store, lambda: {one} if is_a_row else set())
    assert [folder.name for folder in incoming(store)] == ([one] if is_a_row else [])
    assert data_file(store, uuid.UUID(one)).is_file() is is_a_row
