"""Opens the read gateway for a command that reads about people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stronghold.governance.gateway import Gateway

__all__ = ["gateway"]


@contextmanager
def gateway(store: Path, account: str, purpose: str) -> Iterator[Gateway]:
    """The gateway of ``store`` for ``account`` and ``purpose``, closed at the end."""
    from stronghold.web.setup import prepare

    prepare(store)
    # Models can only be imported once Django is set up for the store.
    from stronghold.governance.gateway import open_gateway

    with open_gateway(store, account, purpose) as opened:
        yield opened
