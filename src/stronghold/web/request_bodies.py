"""Bodies of requests as waitress takes them in: kept in the store's own folder, and read to their end where they are too large."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

__all__ = ["FORM_FIELDS", "TOO_LARGE", "Channel", "receiving_folder"]

# A name with an underscore cannot come from a client: waitress drops such headers.
TOO_LARGE = "STRONGHOLD_TOO_LARGE"
# What a request may hold beside the largest file, in bytes: the other fields of its form.
FORM_FIELDS = 1024**2
# Beyond this many times the limit the connection is cut instead.
_READ_AT_MOST = 8


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """Reads a body that is too large to its end and keeps none of it; the request then goes on, empty and marked.

    Where the connection is closed while a browser still sends, the browser shows that it was cut, and not the answer.
    """

    error: Exception | None
    content_length: int
    _left = 0

    def received(self, data: bytes) -> int:
        if self._left:
            taken = min(self._left, len(data))
            self._left -= taken
            self.completed = not self._left
            return taken
        consumed: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge) and self._worth_reading():
            self.error, self.completed = None, False
            self._left, self.content_length, self.body_rcv = self.content_length, 0, None
            self.headers["CONTENT_LENGTH"] = "0"
            self.headers[TOO_LARGE] = "1"
        return consumed

    def _worth_reading(self) -> bool:
        return not self.chunked and self.content_length <= _READ_AT_MOST * int(self.adj.max_request_body_size)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests are read by that parser."""

    parser_class = _Parser


def receiving_folder(store: Path) -> Path:
    """The store's folder for bodies under way, made anew and empty: what a killed server left in it is of no use.

    Nobody else may read it (mode 0700). From now on this process keeps every temporary file there.
    """
    folder = store / ".receiving"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    tempfile.tempdir = str(folder)
    return folder
