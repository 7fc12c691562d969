"""Groups that people declared, as they hold for one reader of one picture: resolved to its entities, or withheld whole.

Casework keeps them and is asked for them here; without it there are none. A declared group holds for those who may see, for their purpose,
a record of everyone whom it names or ever named; to others nothing of it is told, neither is it applied. Where the picture holds no record of
somebody any more, who may see it is decided by the terms that their records were kept on when they were named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb

from stronghold.governance.whereabouts import State, state_of
from stronghold.network.groups.declared import Declared
from stronghold.picture.classes import VisibilityClass

__all__ = [
    "FOLLOWED",
    "Declarations",
    "DeclaredGroup",
    "DeclaredLine",
    "NamedPerson",
    "PersonState",
    "ShownDeclared",
    "Source",
    "add_source",
    "declarations",
    "resolve_lines",
    "terms_of",
]

PersonState = State | Literal["elsewhere"]
"""What has become of someone who was named, by the records that the reader may see; ``elsewhere``: declared in an earlier group."""

FOLLOWED = (State.SAME, State.MOVED)
"""The states in which somebody is taken to belong as it was said. That they moved is shown, for a person to confirm."""


@dataclass(frozen=True)
class DeclaredLine:
    """Someone who was named: ``keys`` of the mentions that were meant, the entity they were seen in, and whether they ``belong``; it
    ``stands`` unless it was taken back. ``kept``: the classes of the records that the keys were of when they were named."""

    number: int
    keys: tuple[str, ...]
    entity_id: str
    belongs: bool
    stands: bool = True
    kept: tuple[VisibilityClass, ...] = ()


@dataclass(frozen=True)
class DeclaredGroup:
    """A declared group as casework keeps it, with everyone whom it ever named; ``found_id``: the found group that it is, if any; it
    ``stands`` unless it was withdrawn."""

    number: int
    name: str
    found_id: str | None
    lines: tuple[DeclaredLine, ...]
    stands: bool = True


@dataclass(frozen=True)
class NamedPerson:
    """A line as it holds today: ``entities`` that have some of what was meant, most first, and what has become of it."""

    line: DeclaredLine
    entities: tuple[str, ...]
    state: PersonState


@dataclass(frozen=True)
class ShownDeclared:
    """One that holds for the reader, with everyone whom it names."""

    group: DeclaredGroup
    people: tuple[NamedPerson, ...]


@dataclass(frozen=True)
class Declarations:
    """Those that hold for the reader, by number: as they are applied (named ``D-`` and the number), and with whom they name."""

    applied: tuple[Declared, ...] = ()
    shown: tuple[ShownDeclared, ...] = ()


Source = Callable[[], Iterable[DeclaredGroup]]
"""Gives the declared groups, also those withdrawn."""

Sees = Callable[[Sequence[VisibilityClass]], bool]
"""Tells whether the reader may see records of one of the classes."""

_sources: list[Source] = []


def add_source(source: Source) -> None:
    """From now on ask ``source`` as well: casework does so at start-up."""
    if source not in _sources:
        _sources.append(source)


def declarations(con: duckdb.DuckDBPyConnection, sees: Sees) -> Declarations:
    """The declared groups that hold for this reader. ``con`` has the table ``visible``.

    Somebody who fell into several entities belongs to none of them until a person says which; whoever was declared not to belong stays out by
    each of them. Somebody who is declared in two groups belongs to the earlier one.
    """
    groups = sorted((group for source in _sources for group in source()), key=lambda group: group.number)
    seen = resolve_lines(con, [line for group in groups for line in group.lines], sees)
    applied, shown = [], []
    taken: set[str] = set()
    for group in groups:
        named = [seen.get(line.number) for line in group.lines]
        if not group.lines or None in named:
            continue
        here = _apart(group, [each for each in named if each is not None], taken)
        shown.append(ShownDeclared(group, tuple(here)))
        if not group.stands:
            continue
        standing = [each for each in here if each.line.stands]
        never = frozenset(entity for each in standing if not each.line.belongs for entity in each.entities)
        members = frozenset(each.entities[0] for each in standing if each.line.belongs and each.state in FOLLOWED) - never
        taken |= members
        applied.append(Declared(f"D-{group.number}", members, never, group.found_id))
    return Declarations(tuple(applied), tuple(shown))


def resolve_lines(con: duckdb.DuckDBPyConnection, lines: Sequence[DeclaredLine], sees: Sees) -> Mapping[int, NamedPerson]:
    """By the number of the line, those of which the reader may see a record, or of which none is left and the reader might have seen one."""
    if not lines:
        return {}
    rows = con.execute(
        """SELECT mention_key, entity_id, class_id IN (SELECT class_id FROM visible) FROM mention JOIN record USING (record_id)
        JOIN entity_member USING (mention_id) WHERE mention_key IN (SELECT unnest($keys::VARCHAR[]))""",
        {"keys": sorted({key for line in lines for key in line.keys})},
    ).fetchall()
    there = {key: (entity, seen) for key, entity, seen in rows}
    found = {}
    for line in lines:
        known = [there[key] for key in line.keys if key in there]
        shown: dict[str, int] = defaultdict(int)
        for entity, seen in known:
            if seen:
                shown[entity] += 1
        if not shown and (known or not sees(line.kept)):
            continue  # hidden from this reader
        entities = tuple(sorted(shown, key=lambda entity: (-shown[entity], entity)))
        found[line.number] = NamedPerson(line, entities, state_of(line.entity_id, entities))
    return found


def terms_of(con: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> tuple[dict[str, str], ...]:
    """The terms (agency, handling, sensitivity, operation) of the visible records that mentions of those keys are in, each once."""
    rows = con.execute(
        """SELECT DISTINCT coalesce(c.agency, ''), coalesce(c.handling, ''), coalesce(c.sensitivity, ''), coalesce(c.operation, '')
        FROM mention JOIN record USING (record_id) JOIN visible USING (class_id) JOIN visibility_class c USING (class_id)
        WHERE mention_key IN (SELECT unnest($keys::VARCHAR[])) ORDER BY ALL""",
        {"keys": sorted(keys)},
    ).fetchall()
    return tuple(dict(zip(("agency", "handling", "sensitivity", "operation"), row, strict=True)) for row in rows)


def _apart(group: DeclaredGroup, named: Sequence[NamedPerson], taken: set[str]) -> list[NamedPerson]:
    """Those who belong to an earlier group already are marked so."""
    return [
        NamedPerson(each.line, each.entities, "elsewhere")
        if group.stands and each.line.stands and each.line.belongs and each.state in FOLLOWED and each.entities[0] in taken
        else each
        for each in named
    ]
