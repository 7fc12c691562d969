"""The parts of a zipped workbook as streams, none of which may expand beyond what it declares."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator

from stronghold.errors import BadInput

__all__ = ["expanded", "whole_tags"]

_CHUNK_BYTES = 1 << 20
_LONGEST_TAG = 1 << 16


def expanded(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, file: str) -> Iterator[bytes]:
    """All that ``part`` really expands to, in chunks of at most 1 MiB; `BadInput` as soon as that is more than it declares.

    zipfile would stop in silence at the declared size; other readers would not.
    """
    declared = part.file_size
    part.file_size = 1 << 62
    total = 0
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                total += len(chunk)
                if total > declared:
                    break
                yield chunk
    finally:
        part.file_size = declared
    if total != declared:
        raise BadInput(
            f"declares a false size for its part '{part.filename}'.", file=file, remedy="Do not open it; ask who sent it."
        )


def whole_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """``chunks`` of XML cut anew, so that no tag, nor the text right after it, is cut in two (a tag may be 64 KiB long)."""
    tail = b""
    for chunk in chunks:
        text = tail + chunk
        cut = max(text.rfind(b"<"), len(text) - _LONGEST_TAG, 0)
        text, tail = text[:cut], text[cut:]
        if text:
            yield text
    if tail:
        yield tail
