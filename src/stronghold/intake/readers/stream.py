"""The bytes of a text file, whether it is compressed with gzip or not, within the limits."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.intake.readers.limits import Limits

__all__ = ["GZIP_MAGIC", "byte_chunks", "file_bytes", "is_gzip"]

GZIP_MAGIC = b"\x1f\x8b"
CHUNK_BYTES = 1 << 20


def file_bytes(path: Path, limits: Limits) -> int:
    """The size of the file at ``path`` in bytes; `BadInput` if it is missing, not a file, empty, unreadable or too large."""
    try:
        if not path.is_file():
            raise BadInput("is not a file." if path.exists() else "does not exist.", file=path.name, remedy="Check the path.")
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise BadInput(f"cannot be opened: {error.strerror}.", file=path.name, remedy="Check who may read it.") from error
    if size == 0:
        raise BadInput("is empty.", file=path.name, remedy="Ask for it to be sent again, or remove it.")
    if size > limits.max_file_bytes:
        raise limits.refusal("max_file_bytes", f"is {size:,} bytes", file=path.name)
    return size


def is_gzip(path: Path) -> bool:
    """Whether the content is compressed with gzip, whatever the name says."""
    with path.open("rb") as file:
        return file.read(2) == GZIP_MAGIC


def byte_chunks(path: Path, limits: Limits) -> Iterator[bytes]:
    """The content, expanded, in chunks of at most 1 MiB. Stops with `BadInput` as soon as it expands beyond the limits."""
    file_bytes(path, limits)
    expanded = 0
    try:
        with path.open("rb") as packed:
            if not is_gzip(path):
                while chunk := packed.read(CHUNK_BYTES):
                    yield chunk
                return
            with gzip.GzipFile(fileobj=packed) as unpacked:
                while chunk := unpacked.read(CHUNK_BYTES):
                    expanded += len(chunk)
                    # Against what has been read of the file so far: a bomb inside a long file is met at once.
                    limits.check_expansion(expanded, packed.tell(), file=path.name)
                    yield chunk
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInput(
            f"is damaged: its gzip data breaks off after {expanded:,} bytes ({error}).",
            file=path.name,
            remedy="Ask for it to be sent again.",
        ) from error
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}.", file=path.name, remedy="Check the disk, then try again.") from error
