"""Which encoding a text file is in: a byte-order mark, else UTF-8 line by line, else what the odd lines look like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from charset_normalizer import from_bytes

from stronghold.errors import BadInput

__all__ = ["Survey", "legacy_encoding", "opening_codec"]

UTF8_MARK = b"\xef\xbb\xbf"
# The little-endian one begins as that of UTF-16 does.
UTF32_MARKS = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
# Those that a partner's system may still write, the likeliest first. All of one byte a character, so that lines stay lines.
LEGACY = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1257", "cp850", "mac_roman")
SHOWN = {
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1254": "windows-1254",
    "cp1257": "windows-1257",
    "cp850": "cp850",
    "mac_roman": "mac-roman",
}
# Marks that may stand beside a letter in honest text.
_BESIDE_LETTERS = "’‘“”–—…´`\u00a0\u00ad°£€«»"  # noqa: RUF001
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b")
_SAMPLE_BYTES = 64 << 10


def opening_codec(head: bytes) -> tuple[str, int]:
    """Codec (``utf-8``, ``utf-16``, ``utf-16-le``, ``utf-16-be``, ``utf-32``) and length of the byte-order mark, from the first bytes.

    Raises ValueError if the bytes are not text.
    """
    if head.startswith(UTF8_MARK):
        return "utf-8", len(UTF8_MARK)
    if head.startswith(UTF32_MARKS):
        return "utf-32", 0
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", 0
    half = max(len(head) // 2, 1)
    if len(head) >= 4 and head[1::2].count(0) > 0.4 * half and head[::2].count(0) == 0:
        return "utf-16-le", 0
    if len(head) >= 4 and head[::2].count(0) > 0.4 * half and head[1::2].count(0) == 0:
        return "utf-16-be", 0
    control = len(head) - len(head.translate(None, _CONTROL))
    if control > 8 and control > 0.02 * len(head):
        raise ValueError("not text")
    return "utf-8", 0


def legacy_encoding(sample: bytes) -> str:
    """The codec that ``sample`` (lines that are not UTF-8) is most likely in.

    charset-normalizer says which are plausible; among those, the one with the fewest marks inside words wins, Windows-1252
    before the others. On the few bytes of a list of names that is surer than the detector's own order.
    """
    matches = list(from_bytes(sample, cp_isolation=list(LEGACY)))
    least = min((match.chaos for match in matches), default=0.0)
    plausible = {name for match in matches if match.chaos <= least + 0.05 for name in match.could_be_from_charset}
    candidates = [name for name in LEGACY if name in plausible] or ["cp1252"]
    return min(candidates, key=lambda name: _odd_characters(sample, name))


def _odd_characters(sample: bytes, codec: str) -> int:
    """How many characters beyond ASCII sit in words where no language puts them, if ``sample`` is in ``codec``."""
    text = f" {sample.decode(codec, errors='replace')} "
    odd = 0
    for before, character, after in zip(text, text[1:], text[2:], strict=False):
        if character.isascii():
            continue
        if character.isalpha():
            odd += before.islower() and character.isupper()
        elif character not in _BESIDE_LETTERS:
            odd += before.isalpha() or after.isalpha()
    return odd


@dataclass
class Survey:
    """What one pass over a file's blocks of whole lines found out about its encoding."""

    lines: int = 0
    utf8_beyond_ascii: bool = False
    nul_bytes: int = 0
    odd_lines: int = 0
    first_odd: int = 0
    sample: bytearray = field(default_factory=bytearray)
    first_line_of_byte: dict[int, int] = field(default_factory=dict)

    def take(self, blocks: Iterable[bytes]) -> Survey:
        """Go over ``blocks``, each of whole lines."""
        for block in blocks:
            self.nul_bytes += block.count(b"\0")
            try:
                self.utf8_beyond_ascii |= not block.decode("utf-8").isascii()
            except UnicodeDecodeError:
                self._line_by_line(block)
            # Old Mac files have a bare carriage return; their line numbers matter only in an error.
            self.lines += block.count(b"\n") or block.count(b"\r")
        return self

    def _line_by_line(self, block: bytes) -> None:
        for number, line in enumerate(block.splitlines(), self.lines + 1):
            try:
                self.utf8_beyond_ascii |= not line.decode("utf-8").isascii()
            except UnicodeDecodeError:
                self.odd_lines += 1
                self.first_odd = self.first_odd or number
                for byte in set(line) - self.first_line_of_byte.keys():
                    self.first_line_of_byte[byte] = number
                if len(self.sample) < _SAMPLE_BYTES:
                    self.sample += line[: _SAMPLE_BYTES - len(self.sample)] + b"\n"

    def fallback(self, file: str) -> str | None:
        """The codec for lines that are not UTF-8, None if there are none. `BadInput` names a line that no codec reads."""
        if not self.odd_lines:
            return None
        codec = legacy_encoding(bytes(self.sample))
        for byte, line in sorted(self.first_line_of_byte.items(), key=lambda item: item[1]):
            try:
                bytes([byte]).decode(codec)
            except UnicodeDecodeError as error:
                raise BadInput(
                    f"holds the byte 0x{byte:02x}, which is neither UTF-8 nor {SHOWN[codec]}.",
                    file=file,
                    line=line,
                    remedy="Save it again as UTF-8.",
                ) from error
        return codec

    def notes(self, codec: str | None) -> list[str]:
        """What a person should know, given the ``codec`` that `fallback` gave."""
        notes = []
        if codec is not None and self.utf8_beyond_ascii:
            notes.append(
                f"most of the file is UTF-8, but {self.odd_lines:,} lines (first: line {self.first_odd:,}) are not; "
                f"those were read as {_title(codec)}"
            )
        elif codec is not None:
            notes.append(f"read as {_title(codec)}")
        if self.nul_bytes:
            notes.append(f"{self.nul_bytes:,} NUL bytes were removed")
        return notes


def _title(codec: str) -> str:
    return SHOWN[codec].replace("windows", "Windows")
