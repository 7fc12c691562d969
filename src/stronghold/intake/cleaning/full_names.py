"""A whole name in one cell becomes title, forename, middle names, surname and other names.

Order is read from the text alone: ``SURNAME, Forename Middle``; a surname in capitals among words that are not (``SMITH
John``); else the last word, with the particles before it, is the surname. A name of one word goes to ``forename``: where a
report has one name of a person it is nearly always what others call them; after a title (``Mr Smith``) it is the surname.
"""

from __future__ import annotations

import re
from typing import Any

from stronghold.intake.cleaning.cleaned import Cleaned, failure
from stronghold.intake.cleaning.folding import to_ascii
from stronghold.intake.cleaning.name_words import (
    DESCRIPTIONS,
    FORENAME_TITLES,
    IRISH_ROOTS,
    JOINED,
    LEADING_TITLES,
    PARTICLES,
    RANKS,
    SUFFIXES,
    TITLES,
    UNKNOWN,
)
from stronghold.intake.cleaning.names import clean_forename, clean_surname, name_tokens, no_name, split_aliases
from stronghold.intake.cleaning.not_names import is_number, other_than_a_name
from stronghold.intake.cleaning.placeholders import NO_VALUE, nothing

__all__ = ["COLUMNS", "clean_full_name"]

COLUMNS = ("title", "forename", "middle_names", "surname", "alias")

# Nearly all names have one of these two forms; they are read without the longer way, with the same result.
_PLAIN = re.compile(r"([a-z]{2,}) (?:([a-z]{2,}) )?([a-z]{2,}(?:-[a-z]{2,})?)").fullmatch
_SURNAME_FIRST = re.compile(r"([a-z]{2,}(?:-[a-z]{2,})?), ([a-z]{2,})(?: ([a-z]{2,}))?").fullmatch
_CAPITALS = re.compile("[A-Z]{2}").search
_NOT_PLAIN = frozenset(
    NO_VALUE
    | TITLES.keys()
    | SUFFIXES
    | PARTICLES
    | JOINED
    | UNKNOWN
    | LEADING_TITLES
    | FORENAME_TITLES
    | RANKS
    | {"aka", "alias", "nee", "nick", "nickname", "nicknamed", "street", "streetname", "goes", "formerly", "previously", "known"}
    | {"also", "otherwise", "of", "male", "female", "person"}
)

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_QUOTES = re.compile(r"\"([^\"]*)\"|(?<![a-zA-Z])'([^']+)'(?![a-zA-Z])")
_ALSO = re.compile(
    r"\b(?:a\.?\s?k\.?\s?a\b\.?|alias|(?:also |otherwise )?known as|nick-?named?|street ?name"
    r"|goes by|formerly|previously|nee)(?![a-z])[\s:]*",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)").fullmatch
_WITH_FORENAME = frozenset(["sir", "dame"])
_NOBODY = frozenset(["unknown male", "unknown female", "male unknown", "female unknown", "unknown person", "male", "female"])


def clean_full_name(text: str) -> Cleaned:
    """A whole name; the value is a ``dict`` with those of :data:`COLUMNS` that the text gives (``alias`` a list)."""
    if plain := _plain(text):
        return Cleaned(plain)
    if no_name(text) or text.lower() in _NOBODY:
        return nothing()
    if reason := other_than_a_name(text):
        return failure(reason)
    body, aliases, left_out = _take_aliases(to_ascii(text))
    segments = [tokens for part in body.split(",") if (tokens := name_tokens(part))]
    if not any(segments) and len(aliases) == 1:
        segments = [aliases.pop().split()]
    if not segments and not aliases:
        return nothing()
    if segments and all(is_number(t) for tokens in segments for t in tokens):
        return failure("a number, not a name")
    return _assemble(segments, aliases, left_out)


def _plain(text: str) -> dict[str, Any] | None:
    """The parts of a name that is nothing but two or three words in a common order; else ``None``."""
    lower = text.lower()
    if found := _PLAIN(lower):
        forename, middle, surname = found.groups()
        if _CAPITALS(text) and not text.isupper():
            return None
    elif found := _SURNAME_FIRST(lower):
        surname, forename, middle = found.groups()
    else:
        return None
    if not _NOT_PLAIN.isdisjoint((forename, middle, surname)) or ("-" in surname and surname.partition("-")[0] in _NOT_PLAIN):
        return None
    if middle is None:
        return {"forename": forename, "surname": surname}
    return {"forename": forename, "middle_names": middle, "surname": surname}


def _take_aliases(folded: str) -> tuple[str, list[str], list[str]]:
    """The text without its other names; those names; and what stood in brackets and is no name."""
    aliases: list[str] = []
    left_out: list[str] = []

    def bracket(match: re.Match[str]) -> str:
        inside = (match[1] if match[1] is not None else match[2]).strip()
        words = inside.lower().split()
        if len(re.findall(r"\d", inside)) > 2 or (words and all(w.strip(".") in DESCRIPTIONS for w in words)):
            left_out.append(inside)
        else:
            aliases.extend(split_aliases(_ALSO.sub(";", inside)))
        return " "

    def quote(match: re.Match[str]) -> str:
        aliases.extend(split_aliases(match[1] if match[1] is not None else match[2]))
        return " "

    rest = _QUOTES.sub(quote, _BRACKETS.sub(bracket, folded))
    also = _ALSO.search(rest)
    if also:
        before, after = rest[: also.start()], rest[also.end() :]
        # "SMITH aka JONES, John": the other surname ends at the comma of the surname-first order.
        if len(before.split()) == 1 and after.count(",") == 1:
            after, _, forenames = after.partition(",")
            before = f"{before}, {forenames}"
        aliases.extend(split_aliases(_ALSO.sub(";", after)))
        rest = before
    return rest, list(dict.fromkeys(aliases)), left_out


def _take_peerage(tokens: list[str], *, after_comma: bool) -> tuple[list[str], list[str]]:
    """The words before a peerage ("1st baron clifford of chudleigh"), and the peerage's own words, lower case."""
    lower = [t.lower() for t in tokens]
    for i, word in enumerate(lower):
        ordinal = _ORDINAL(word) is not None
        rank_at = i + 1 if ordinal else i
        ranked = rank_at < len(lower) and lower[rank_at] in RANKS
        if ranked and (ordinal or (after_comma and i == 0) or "of" in lower[rank_at + 1 : rank_at + 3]):
            return tokens[:i], lower[i:]
    if after_comma and "of" in lower[:2]:
        return [], lower
    return [t for t, low in zip(tokens, lower, strict=True) if not _ORDINAL(low) or low in SUFFIXES], []


def _take_titles(tokens: list[str]) -> tuple[list[str], list[str]]:
    """The words that are no title, and the titles in their short forms."""
    titles = [TITLES[t.lower()] for t in tokens if t.lower() in TITLES]
    rest = [t for t in tokens if t.lower() not in TITLES]
    while len(rest) > 1 and (rest[0].lower() in LEADING_TITLES or (len(rest) > 2 and rest[0].lower() in FORENAME_TITLES)):
        title = rest.pop(0).lower()
        titles += [title] if title != "the" else []
    return rest, titles


def _assemble(segments: list[list[str]], aliases: list[str], left_out: list[str]) -> Cleaned:
    titles: list[str] = []
    peerage: list[str] = []
    names: list[list[str]] = []
    for i, segment in enumerate(segments):
        tokens, rank = _take_peerage(segment, after_comma=i > 0)
        peerage = peerage or rank
        tokens, found = _take_titles(tokens)
        titles += found
        left_out += [t for t in tokens if is_number(t)]
        tokens = [t for t in tokens if not is_number(t) and t.lower() not in UNKNOWN]
        while tokens and tokens[-1].lower() in SUFFIXES and (len(tokens) > 1 or i > 0):
            left_out.append(tokens.pop())
        if tokens:
            names.append(tokens)
    forenames, surname = _split(names, titled=bool(titles) and not _WITH_FORENAME.intersection(titles))
    notes = [f"left out: {', '.join(left_out)}"] if left_out else []
    if not surname and (family := _peerage_name(peerage)):
        surname = [family]
        notes.append("surname taken from the peerage")
    parts: dict[str, Any] = {
        "title": " ".join(titles + peerage) or None,
        "forename": clean_forename(forenames[0]).value if forenames else None,
        "middle_names": clean_forename(" ".join(forenames[1:])).value if len(forenames) > 1 else None,
        "surname": clean_surname(" ".join(surname)).value if surname else None,
        "alias": aliases or None,
    }
    value = {column: part for column, part in parts.items() if part}
    if not value:
        return nothing()
    if any(c.isdigit() for column in ("forename", "surname") for c in value.get(column, "")):
        notes.append("a digit in a name")
    if not value.keys() - {"title"}:
        notes.append("a title without a name")
    return Cleaned(value, "; ".join(notes) or None)


def _split(names: list[list[str]], *, titled: bool) -> tuple[list[str], list[str]]:
    """Forenames and surname words, lower case, by comma, by capitals, or the last word with its particles."""
    if not names:
        return [], []
    if len(names) > 1:
        return [t.lower() for tokens in names[1:] for t in tokens], [t.lower() for t in names[0]]
    tokens = names[0]
    lower = [t.lower() for t in tokens]
    if len(tokens) == 1:
        return ([], lower) if titled else (lower, [])
    leading, trailing = _capitals(tokens)
    if leading:
        return lower[leading:], lower[:leading]
    cut = len(lower) - max(trailing, 1)
    while cut > 1 and (lower[cut - 1] in PARTICLES or _joins(lower, cut - 1)):
        cut -= 1
    return lower[:cut], lower[cut:]


def _joins(lower: list[str], at: int) -> bool:
    """Whether the word at this place belongs to the next: Mc, Mac, or an O before an Irish surname."""
    return lower[at] in ("mc", "mac") or (lower[at] == "o" and lower[at + 1] in IRISH_ROOTS)


def _capitals(tokens: list[str]) -> tuple[int, int]:
    """How many words in capitals lead, and how many trail, where the others are not in capitals: a surname by convention."""
    upper = [t.isupper() and sum(c.isalpha() for c in t) > 1 for t in tokens]
    if all(t.isupper() for t in tokens) or not any(upper):
        return 0, 0
    leading = next(i for i, u in enumerate([*upper, False]) if not u)
    # Two letters in front are rather initials: JP Smith.
    if leading and (leading > 1 or len(tokens[0]) > 2) and not any(upper[leading:]):
        return leading, 0
    trailing = next(i for i, u in enumerate([*reversed(upper), False]) if not u)
    return 0, trailing if not any(upper[: len(upper) - trailing]) else 0


def _peerage_name(peerage: list[str]) -> str | None:
    """The family or title name of a peerage: ``clifford`` of "1st baron clifford of chudleigh"; none of "duke of hamilton"."""
    for i, word in enumerate(peerage[:-1]):
        if word in RANKS and peerage[i + 1] not in ("of", "the") and peerage[i + 1] not in RANKS:
            return peerage[i + 1]
    return None
