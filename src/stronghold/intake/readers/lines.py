"""The physical lines of a text file, decoded, in blocks of about 1 MiB: memory stays bounded whatever the file's size."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.intake.readers.encoding import SHOWN, Survey, opening_codec
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.stream import byte_chunks

__all__ = ["TextLines"]

MAX_LINE_BYTES = 16 << 20
_HEAD_BYTES = 64 << 10


class TextLines:
    """A text file as lines, each with its own line end.

    With ``whole`` (the default) the encoding is settled by one quick pass over the whole file; without, by its first MiB.
    A line that is not valid in the file's main encoding is read in the fallback encoding, and that is noted.
    """

    def __init__(self, path: Path, limits: Limits, *, whole: bool = True) -> None:
        self._path = path
        self._limits = limits
        self._codec, self._skip = "utf-8", 0
        head = next(byte_chunks(path, limits), b"")[:_HEAD_BYTES]
        try:
            self._codec, self._skip = opening_codec(head)
        except ValueError as error:
            raise BadInput(
                "is not text, a spreadsheet or Parquet.", file=path.name, line=1, remedy="Export it as CSV or XLSX."
            ) from error
        blocks = self._byte_blocks()
        survey = Survey().take(blocks if whole else islice(blocks, 1))
        self._fallback = survey.fallback(path.name)
        self.notes: list[str] = survey.notes(self._fallback)
        self.encoding = self._codec[:6]
        if self._fallback is not None and not survey.utf8_beyond_ascii:
            self.encoding = SHOWN[self._fallback]
        if self._codec != "utf-8":
            self.notes.append(f"read as {self.encoding.upper()}")

    def blocks(self) -> Iterator[list[str]]:
        """Lists of lines from the start; a line ends with '\\n', '\\r\\n' or '\\r' as in the file."""
        done = 0
        for raw in self._byte_blocks():
            block = raw.replace(b"\0", b"") if b"\0" in raw else raw
            try:
                text = block.decode("utf-8")
            except UnicodeDecodeError:
                text = self._decode_lines(block, done)
            lines = list(io.StringIO(text, newline=""))
            done += len(lines)
            # A file that a crash left filled up with NUL bytes has blocks of nothing else.
            if lines:
                yield lines

    def _decode_lines(self, block: bytes, done: int) -> str:
        decoded = []
        for number, line in enumerate(block.splitlines(keepends=True), done + 1):
            try:
                decoded.append(line.decode("utf-8"))
            except UnicodeDecodeError:
                try:
                    decoded.append(line.decode(self._fallback or "cp1252"))
                except UnicodeDecodeError as error:
                    raise BadInput(
                        f"holds bytes that are neither UTF-8 nor {SHOWN[self._fallback or 'cp1252']}.",
                        file=self._path.name,
                        line=number,
                        remedy="Save it again as UTF-8.",
                    ) from error
        return "".join(decoded)

    def _byte_blocks(self) -> Iterator[bytes]:
        """Blocks of whole lines in an encoding that keeps ASCII (UTF-16 and UTF-32 are turned into UTF-8), without the byte-order mark."""
        chunks = byte_chunks(self._path, self._limits)
        if self._codec != "utf-8":
            chunks = self._decoded(chunks)
        elif self._skip:
            chunks = chain([next(chunks)[self._skip :]], chunks)
        rest = b""
        done = 0
        for piece in chunks:
            chunk = rest + piece
            # Without any '\n' it may be an old Mac file; a '\r' at the very end may be the first half of '\r\n'.
            cut = chunk.rfind(b"\n") + 1 or chunk.rfind(b"\r", 0, -1) + 1
            if cut:
                done += chunk.count(b"\n", 0, cut) or chunk.count(b"\r", 0, cut)
                yield chunk[:cut]
            rest = chunk[cut:]
            if len(rest) > MAX_LINE_BYTES:
                raise BadInput(
                    f"has a line of more than {MAX_LINE_BYTES >> 20} MiB, so it is not a table of rows.",
                    file=self._path.name,
                    line=done + 1,
                    remedy="Export it as CSV with one row a line.",
                )
        if rest:
            yield rest

    def _decoded(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self._codec)()
        done = 0
        try:
            for chunk in chunks:
                text = decoder.decode(chunk)
                done += text.count("\n")
                yield text.encode()
            yield decoder.decode(b"", final=True).encode()
        except UnicodeDecodeError as error:
            raise BadInput(
                f"begins as {self._codec[:6].upper()} but is not: {error.reason}.",
                file=self._path.name,
                line=done + 1,
                remedy="Save it again as UTF-8.",
            ) from error
