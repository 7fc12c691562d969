"""What the name of a column says: its words, and what partners mean by them (``synonyms.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz, process

from stronghold.vocabulary import event_kinds, kind, mention_kinds
from stronghold.vocabulary.yaml_text import read_yaml

__all__ = [
    "EVENT",
    "FURTHER_LINE",
    "TIME",
    "Meaning",
    "Target",
    "meanings",
    "names_identifier",
    "phrase_in",
    "roles_in",
    "rules",
    "words",
]

EVENT = "event"
Target = tuple[str, str]
"""A mention kind, or ``EVENT``, and one of its columns."""

TIME: Target = (EVENT, "time")
"""A time of day beside a date; not a column of its own."""
FURTHER_LINE: Target = ("address", "further line")
"""A second or third line of an address; not a column of its own."""

_BOUNDARY = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_SINGLE_LETTERS = re.compile(r"\b[a-z](?: [a-z]\b)+")
_IDENTIFIER_WORDS = {"id", "ref", "reference", "no", "number", "num", "key", "urn", "uid", "identifier", "nr"}


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a column's name: ``"D.O.B."`` is ``("dob",)``, ``"addressLine1"`` is ``("address", "line", "1")``."""
    spaced = _BOUNDARY.sub(" ", name.replace("(s)", ""))
    plain = " ".join(re.findall(r"[a-z0-9]+", spaced.replace("'", "").lower()))
    return tuple(_SINGLE_LETTERS.sub(lambda found: found[0].replace(" ", ""), plain).split())


def phrases(said: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Every run of words: where it starts and ends, and its text; the longest first."""
    for length in range(len(said), 0, -1):
        for start in range(len(said) - length + 1):
            yield start, start + length, " ".join(said[start : start + length])


def phrase_in(said: Sequence[str], sought: Sequence[str]) -> bool:
    """Whether one of the phrases ``sought`` is in the words."""
    known = {" ".join(words(phrase)) for phrase in sought}
    return any(text in known for _, _, text in phrases(said))


def names_identifier(said: Sequence[str]) -> bool:
    """Whether a column of this name would hold numbers that identify rows, things or people."""
    return bool(_IDENTIFIER_WORDS.intersection(said))


@cache
def rules() -> dict[str, Any]:
    """The sections of ``synonyms.yaml``."""
    text = (files("stronghold.intake.proposal") / "synonyms.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(text)
    return found


@dataclass(frozen=True)
class Meaning:
    """What a column's name may mean: a target, how well the name says so (0 to 1), the words that say it."""

    target: Target
    score: float
    said: str


@cache
def _targets(kind_name: str) -> dict[str, tuple[Target, ...]]:
    """Phrase -> the targets it may mean in a file of the kind ``kind_name``; the kind's own columns first."""
    found: dict[str, dict[Target, None]] = {}

    def add(phrase: str, target: Target) -> None:
        found.setdefault(" ".join(words(phrase)), {})[target] = None

    chosen = kind(kind_name)
    if chosen.is_event:
        _add_event_columns(kind_name, add)
        add("time", TIME)
        for phrase in rules()["events"]["time"]:
            add(phrase, TIME)
    for mention in mention_kinds():
        if not chosen.is_event and kind_name not in (mention.name, "person"):
            continue
        for column, synonyms in rules()["mentions"].get(mention.name, {}).items():
            for phrase in synonyms:
                add(phrase, (mention.name, column))
    for phrase in rules()["further_address_lines"]:
        add(phrase, FURTHER_LINE)
    return {phrase: tuple(targets) for phrase, targets in found.items()}


def _add_event_columns(kind_name: str, add: Any) -> None:
    for column in kind(kind_name).columns.values():
        for phrase in (column.name, column.label, *rules()["events"].get(column.name, ())):
            add(phrase, (EVENT, column.name))


def meanings(said: Sequence[str], kind_name: str) -> list[Meaning]:
    """What a column of this name may mean in a file of that kind, the likeliest first; empty where the name says nothing.

    A name that is a known phrase scores 1, one that holds a phrase less, the less of it the phrase covers; a near miss of
    spelling scores 0.6.
    """
    known = _targets(kind_name)
    best: dict[Target, Meaning] = {}
    for start, end, text in phrases(said):
        if end < len(said) and said[end] != "of" and said[-1] in rules()["other_things"]:
            continue
        for target in known.get(text, ()):
            if (target == FURTHER_LINE or text in rules()["whole_names"]) and end - start < len(said):
                continue
            covered = (end - start) / len(said)
            score = 1.0 if covered == 1 else 0.5 + 0.4 * covered
            if target not in best or score > best[target].score:
                best[target] = Meaning(target, score, text)
    if not best:
        best = _misspelt(" ".join(said), known)
    return sorted(best.values(), key=lambda meaning: -meaning.score)


def _misspelt(text: str, known: dict[str, tuple[Target, ...]]) -> dict[Target, Meaning]:
    if len(text) < 5:
        return {}
    near = process.extractOne(text, [phrase for phrase in known if len(phrase) >= 5], scorer=fuzz.ratio, score_cutoff=85)
    return {target: Meaning(target, 0.6, near[0]) for target in known[near[0]]} if near else {}


@cache
def _role_phrases(kind_name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for role in kind(kind_name).roles.values():
        for phrase in (role.name, role.label, *rules()["roles"].get(role.name, ())):
            roles = found.setdefault(" ".join(words(phrase)), [])
            if role.name not in roles:
                roles.append(role.name)
    return {phrase: tuple(roles) for phrase, roles in found.items()}


def roles_in(said: Sequence[str], kind_name: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each role of the kind that the words name, with the words that are left without it; the longest phrase first."""
    known = _role_phrases(kind_name)
    return [(role, (*said[:start], *said[end:])) for start, end, text in phrases(said) for role in known.get(text, ())]


def event_cues() -> dict[str, tuple[str, ...]]:
    """Event kind -> the phrases that speak for it."""
    return {event.name: tuple(rules()["kinds"].get(event.name, {}).get("cues", ())) for event in event_kinds()}
