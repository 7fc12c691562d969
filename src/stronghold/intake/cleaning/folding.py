"""Folding of text: other alphabets and accents to ASCII, blanks to one, marks out."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

from stronghold.intake.cleaning.cleaned import Cleaned
from stronghold.intake.cleaning.placeholders import as_cleaned, is_blank_mark, is_no_value, nothing

__all__ = ["clean_narrative", "clean_text", "clean_words", "to_ascii", "words_of"]

_APOSTROPHES = re.compile(r"['`\u00b4\u2018\u2019\u02bc]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
# Control characters but for the line feed and the tab, and what cannot be stored as UTF-8.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


def to_ascii(text: str) -> str:
    """The text in ASCII letters: accents dropped, other alphabets spelt in Latin letters; ASCII comes back as it is."""
    return text if text.isascii() else anyascii(text)


def words_of(text: str) -> str:
    """Lower-case ASCII words with one blank between; apostrophes are dropped, every other mark parts words."""
    lower = text.lower()
    if lower.isascii() and lower.isalnum():
        return lower
    plain = to_ascii(_APOSTROPHES.sub("", text)).lower()
    return _NOT_WORD.sub(" ", plain.replace("'", "")).strip()


def clean_words(text: str) -> Cleaned:
    """Words for comparison, as a place of birth, an occupation or a town: ``St. Mary's`` is ``st marys``."""
    if is_no_value(text):
        return nothing()
    return as_cleaned(words_of(text))


def clean_text(text: str) -> Cleaned:
    """Free words on one line, case and accents kept; only a mark for an empty cell counts as no value."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return _unless_blank(text.strip())
    return _unless_blank(" ".join(_CONTROLS.sub(" ", unicodedata.normalize("NFC", text)).split()))


def clean_narrative(text: str) -> Cleaned:
    """Sentences as written, lines kept; control characters and blanks at line ends are taken out."""
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip() for line in _CONTROLS.sub("", unified).split("\n")]
    return _unless_blank("\n".join(lines).strip())


def _unless_blank(text: str) -> Cleaned:
    return nothing() if not text or is_blank_mark(text) else Cleaned(text)
