"""What a name may stand for: short forms, spellings from another script, the same name with and without its particles.

English short forms come from the package ``nicknames``; other spellings from ``shipped/name_variants.txt``. Both say only that two
forms *may* be one name. Nothing here guesses who a person is, where from, or of what sex.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from nicknames import NickNamer

__all__ = ["PREFIXES", "KnownName", "canonical_names", "known_name", "surname_words", "variant_groups"]

# First names that are often the first of two, given to every brother or sister: the name a person goes by is the next one.
PREFIXES = ("muhammad", "abdul", "abd", "abdel", "abu", "syed", "mosammat", "sheikh")
# Words before a surname that come and go with the clerk.
_PARTICLES = frozenset(
    (
        "al",
        "el",
        "ul",
        "ur",
        "as",
        "an",
        "bin",
        "binti",
        "bint",
        "ibn",
        "ben",
        "de",
        "da",
        "di",
        "del",
        "della",
        "der",
        "den",
        "du",
        "des",
        "dos",
        "la",
        "le",
        "van",
        "von",
        "ter",
        "ten",
    )
)
_SURNAMES = "[surnames]"
_LEAST_LETTERS = 3
# Servant of (a name of God): the article between the two is written in a dozen ways.
_SERVANT = re.compile(r"c?abd(?:[aeiou]?l|[aeiou]?[rsdnz](?=[rsdnz])|[aeiou](?=[^aeioul]|[ai]))?")


@cache
def _nicknamer() -> NickNamer:
    return NickNamer()


@cache
def _variants() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """First names: each form with the names it may be written for; surnames: each form with its first form."""
    first: dict[str, list[str]] = {}
    last: dict[str, str] = {}
    section = ""
    for line in (files("stronghold.linking") / "shipped" / "name_variants.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif line and not line.startswith("#"):
            head, *forms = line.split()
            for form in (head, *forms):
                if section == _SURNAMES:
                    last.setdefault(form, head)
                elif head not in first.setdefault(form, []):
                    first[form].append(head)
    return {form: tuple(heads) for form, heads in first.items()}, last


def canonical_names(forename: str) -> list[str]:
    """The full names that an English first name may be short for, itself among them, sorted; empty where the list lacks it."""
    found: set[str] = set(_nicknamer().canonicals_of(forename))
    return sorted(found | {forename}) if found or _nicknamer().nicknames_of(forename) else []


def variant_groups(forename: str) -> tuple[str, ...]:
    """The names that ``forename`` may be a written form of, by their first form; empty where no list has it."""
    return _variants()[0].get(forename, ()) or _servants(forename if forename.isalpha() else re.sub("[^a-z]", "", forename))


def _servants(letters: str) -> tuple[str, ...]:
    servant = _SERVANT.match(letters) if "abd" in letters[:4] else None
    rest = letters[servant.end() :] if servant else ""
    if len(rest) < _LEAST_LETTERS:
        return ()
    return (f"abd {_variants()[0].get(rest, (rest,))[0]}",)


def surname_words(surname: str) -> list[str]:
    """The words of a surname without its particles: ``al hassan`` and ``alhassan`` are ``hassan``, ``smith-jones`` is two."""
    words = surname.replace("-", " ").split()
    kept = [word for word in words if word not in _PARTICLES] or words
    if len(kept) == 1 and kept[0][:2] in ("al", "el") and kept[0][2:] in _variants()[0]:
        kept = [kept[0][2:]]
    return kept


@dataclass(frozen=True)
class KnownName:
    """One word or several of a name as linking reads them.

    ``stands_for``: every name it may be (English full names as they are, others marked ``=``); ``written_for``: the one name
    that it is a spelling of, if just one; ``head``: that whose sound first names are sought by; ``core``: as a surname, without
    particles and marks; ``words``: of the core, one space between; ``surname``: the surname it is a spelling of.
    """

    stands_for: tuple[str, ...]
    written_for: str | None
    head: str
    core: str
    words: str
    surname: str | None
    prefix: bool


@lru_cache(maxsize=20_000)
def known_name(name: str) -> KnownName:
    """All of the above for one name (lower case, ASCII)."""
    english, groups = canonical_names(name), variant_groups(name)
    words = surname_words(name)
    return KnownName(
        stands_for=(*english, *(f"={group}" for group in groups)),
        written_for=groups[0] if len(groups) == 1 else None,
        head=english[0] if english else groups[0] if groups else name,
        core="".join(words),
        words=" ".join(words),
        surname=_variants()[1].get("".join(words)) or next(iter(_servants("".join(words))), None),
        prefix=name in PREFIXES or any(group in PREFIXES for group in groups),
    )
