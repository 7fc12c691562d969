"""One part of a name: forename, surname, title, or other names.

The clean form is for comparison: lower case, ASCII, apostrophes dropped, so that ``O'Neill``, ``ONEILL`` and ``O Neill`` are
``oneill``, and ``McDonald`` and ``Mc Donald`` are ``mcdonald``. A hyphen stays (``smith-jones``); two surnames without a hyphen
stay two words, as the text has them. Pages make the shown form by capitals at word starts.

Limits: the order of names is never guessed beyond what the text says. A Pakistani, Somali, Spanish or Chinese name is split by
the same marks (comma, capitals, particles) as any other, and its last word is taken for the surname; honorifics written as names
(Begum, Khan, Singh, Hajji) stay names; a patronymic (Ivanovich) is a middle name. Where a source knows better it should send the
parts in columns of their own.
"""

from __future__ import annotations

import re

from stronghold.intake.cleaning.cleaned import Cleaned, failure
from stronghold.intake.cleaning.folding import to_ascii, words_of
from stronghold.intake.cleaning.name_words import DESCRIPTIONS, JOINED, PARTICLES, SUFFIXES, TITLES, UNKNOWN
from stronghold.intake.cleaning.not_names import is_number, other_than_a_name
from stronghold.intake.cleaning.placeholders import MACHINE_MARKS, NO_VALUE, as_cleaned, is_no_value, nothing

__all__ = [
    "clean_alias",
    "clean_forename",
    "clean_surname",
    "clean_title",
    "name_tokens",
    "no_name",
    "split_aliases",
    "surname_of",
]

_ASIDE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\"([^\"]*)\"|(?<![a-zA-Z])'([^']+)'(?![a-zA-Z])")
_FORMER = re.compile(r"\b(?:nee|formerly|previously|aka|a\.k\.a\.?|alias|also known as|known as)\b.*", re.IGNORECASE)
_APOSTROPHE = re.compile(r"['`]+")
_HYPHEN = re.compile(r"\s*-[\s-]*")
_NOT_NAME = re.compile(r"[^a-zA-Z0-9-]+")
_ALIAS_PARTS = re.compile(r"[;/|,&\n]|\b(?:and|or)\b", re.IGNORECASE)
_ALIAS_WORDS = re.compile(r"^(?:aka|a\.k\.a\.?|alias|also known as|known as|nee|formerly|previously)\b[\s:.-]*", re.IGNORECASE)

_NEVER_PLAIN = NO_VALUE | {mark.lower() for mark in MACHINE_MARKS} | TITLES.keys() | SUFFIXES | JOINED | UNKNOWN


def name_tokens(folded: str) -> list[str]:
    """The words of an ASCII name, case kept: apostrophes dropped, hyphens tightened, every other mark parts words."""
    tight = _HYPHEN.sub("-", _APOSTROPHE.sub("", folded))
    return [token for word in _NOT_NAME.sub(" ", tight).split() if (token := word.strip("-"))]


def no_name(text: str) -> bool:
    """Whether the text says that no name is known; ``Na`` may be a name, ``NA`` is not."""
    return is_no_value(text) and not (text.lower() == "na" and not text.isupper())


def surname_of(tokens: list[str]) -> str:
    """The clean surname of its words: O, Mc and Mac joined to what follows, a hyphen after a particle opened."""
    opened: list[str] = []
    for token in tokens:
        head, hyphen, rest = token.partition("-")
        while hyphen and (head in PARTICLES or head in JOINED):
            opened.append(head)
            head, hyphen, rest = rest.partition("-")
        opened.append(head + hyphen + rest)
    joined: list[str] = []
    carried = ""
    for i, token in enumerate(opened):
        if not carried and token in JOINED and i + 1 < len(opened):
            carried = token
            continue
        joined.append(carried + token)
        carried = ""
    return " ".join(joined)


def _without_asides(text: str) -> tuple[str, list[str]]:
    """The text without what stands in brackets or quotes or after "aka", and those asides."""
    asides = [next(g for g in m.groups() if g is not None).strip() for m in _ASIDE.finditer(text)]
    rest = _ASIDE.sub(" ", text)
    former = _FORMER.search(rest)
    if former and former.start():
        asides.append(former.group().strip())
        rest = rest[: former.start()]
    if rest.strip():
        return rest, [a for a in asides if a]
    return text, []


def _part(text: str, *, is_surname: bool) -> Cleaned:
    """The clean part; read again until nothing changes, as what is left out may lay bare a title or an aside."""
    found = _read_part(text, is_surname=is_surname)
    while found.value and found.value != text:
        text = found.value
        again = _read_part(text, is_surname=is_surname)
        notes = dict.fromkeys(note for note in (found.note, again.note) if note)
        found = Cleaned(again.value, "; ".join(notes) or None)
    return found


def _read_part(text: str, *, is_surname: bool) -> Cleaned:
    if no_name(text):
        return nothing()
    if reason := other_than_a_name(text):
        return failure(reason)
    body, asides = _without_asides(to_ascii(text))
    tokens = [t.lower() for t in name_tokens(body)]
    if not tokens:
        return nothing()
    if all(is_number(t) for t in tokens):
        return failure("a number, not a name")
    if is_surname:
        tokens = surname_of(tokens).split()
    left_out = asides + [t for t in tokens if is_number(t)]
    tokens = [t for t in tokens if not is_number(t)]
    while tokens and (tokens[0] in TITLES or tokens[0] in UNKNOWN):
        left_out.append(tokens.pop(0))
    while len(tokens) > 1 and (tokens[-1] in SUFFIXES or tokens[-1] in TITLES or tokens[-1] in UNKNOWN):
        left_out.append(tokens.pop())
    if not tokens:
        return nothing(None if all(t in UNKNOWN for t in left_out) else f"a title, not a name: {' '.join(left_out)}")
    value = " ".join(tokens)
    if no_name(value):
        return nothing()
    notes = [f"left out: {', '.join(left_out)}"] if left_out else []
    if any(c.isdigit() for c in value):
        notes.append("a digit in a name")
    return Cleaned(value, "; ".join(notes) or None)


def clean_forename(text: str) -> Cleaned:
    """A forename, or middle names: ``Anne-Marie`` is ``anne-marie``; a title, suffix or aside is left out and noted."""
    lower = text.lower()
    if lower.isascii() and lower.isalpha() and lower not in _NEVER_PLAIN:
        return Cleaned(lower)
    return _part(text, is_surname=False)


def clean_surname(text: str) -> Cleaned:
    """A surname: ``O'Neill`` is ``oneill``, ``Al-Hassan`` is ``al hassan``, ``Smith - Jones`` is ``smith-jones``."""
    lower = text.lower()
    if lower.isascii() and lower.isalpha() and lower not in _NEVER_PLAIN:
        return Cleaned(lower)
    return _part(text, is_surname=True)


def clean_title(text: str) -> Cleaned:
    """A title in its short form (``Doctor`` is ``dr``); one that is not known is kept as its words."""
    if no_name(text):
        return nothing()
    return as_cleaned(" ".join(TITLES.get(w, w) for w in words_of(text).split()))


def split_aliases(text: str) -> list[str]:
    """The other names in an ASCII text, each in lower-case words, once each, in order; descriptions are left out."""
    found: dict[str, None] = {}
    for part in _ALIAS_PARTS.split(text):
        words = " ".join(name_tokens(_ALIAS_WORDS.sub("", part.strip()))).lower()
        while (inner := _ALIAS_WORDS.sub("", words)) != words:
            words = inner
        if words and words not in DESCRIPTIONS and not is_no_value(words):
            found[words] = None
    return list(found)


def clean_alias(text: str) -> Cleaned:
    """Other names, parted by ``; / | , &``, "and", "or" or line ends: a list. Digits are kept: street names have them."""
    if no_name(text):
        return nothing()
    return Cleaned(
        split_aliases(_ASIDE.sub(lambda m: f" ; {next(g for g in m.groups() if g is not None)} ; ", to_ascii(text))) or None
    )
