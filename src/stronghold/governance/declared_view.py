"""A declared group beside the one that was found: who is in both, who only in one, and how far the two agree."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb

from stronghold.governance.declared_groups import FOLLOWED, NamedPerson, ShownDeclared
from stronghold.governance.labels import named
from stronghold.network.groups.declared import Declared, compare_with_declared
from stronghold.network.groups.described import Group

__all__ = ["DeclaredPerson", "DeclaredView", "FoundPerson", "declared_view", "mention_keys"]

_MOST_KEYS = 50


@dataclass(frozen=True)
class FoundPerson:
    """Somebody as visible records call them."""

    entity_id: str
    label: str
    child: bool


@dataclass(frozen=True)
class DeclaredPerson:
    """Somebody who was named in a declared group: who that is today (several after a split, nobody where no record is left)."""

    person: NamedPerson
    today: tuple[FoundPerson, ...]


@dataclass(frozen=True)
class DeclaredView:
    """A declared group: whom it names, and the found group that it is compared with (``found_id``; ``None``: none shares anyone).

    ``shown_as`` is the id of the group as it stands (``None``: it is withdrawn, or nobody is in it): that of the found group, or its own where
    none was found, or where another declared group is that one. ``in_both``, ``only_declared`` and ``only_found`` are the members of the two;
    ``said_not``: found, and declared not to belong.
    """

    number: int
    name: str
    people: tuple[DeclaredPerson, ...]
    found_id: str | None
    shown_as: str | None
    in_both: tuple[FoundPerson, ...]
    only_declared: tuple[FoundPerson, ...]
    only_found: tuple[FoundPerson, ...]
    said_not: tuple[FoundPerson, ...]

    @property
    def declared_members(self) -> int:
        return len(self.in_both) + len(self.only_declared)

    @property
    def found_members(self) -> int:
        return len(self.in_both) + len(self.only_found) + len(self.said_not)

    @property
    def agreement(self) -> float:
        """From 0 (nobody in both) to 1 (the same people): twice those in both by the members of the two together (Dice, or F1)."""
        members = self.declared_members + self.found_members
        return 2 * len(self.in_both) / members if members else 0.0

    @property
    def subjects(self) -> tuple[str, ...]:
        """Everyone whom it shows."""
        shown = (*self.in_both, *self.only_declared, *self.only_found, *self.said_not)
        return tuple(dict.fromkeys(one.entity_id for one in (*shown, *(each for line in self.people for each in line.today))))


def declared_view(
    con: duckdb.DuckDBPyConnection, found: Mapping[str, Group], shown: ShownDeclared, shown_as: str | None
) -> DeclaredView:
    """One declared group beside the ``found`` ones. ``con`` has the table ``visible``."""
    standing = [each for each in shown.people if each.line.stands]
    belong = frozenset(each.entities[0] for each in standing if each.line.belongs and each.state in FOLLOWED)
    never = frozenset(entity for each in standing if not each.line.belongs for entity in each.entities)
    declared = Declared(str(shown.group.number), belong - never, never, shown.group.found_id)
    (beside,) = compare_with_declared(found, [declared])
    everyone = {*belong, *never, *beside.only_found, *(entity for each in shown.people for entity in each.entities)}
    names = named(con, sorted(everyone))

    def people(ids: Collection[str]) -> tuple[FoundPerson, ...]:
        views = [FoundPerson(one, names[one].label, names[one].child) for one in ids if one in names]
        return tuple(sorted(views, key=lambda view: (view.label, view.entity_id)))

    return DeclaredView(
        number=shown.group.number,
        name=shown.group.name,
        people=tuple(DeclaredPerson(each, people(each.entities)) for each in shown.people),
        found_id=beside.found_id,
        shown_as=shown_as,
        in_both=people(beside.in_both),
        only_declared=people(beside.only_declared),
        only_found=people(beside.only_found),
        said_not=people(beside.said_not),
    )


def mention_keys(con: duckdb.DuckDBPyConnection, entity_id: str) -> tuple[str, ...]:
    """Keys of visible mentions of the entity, the latest records first, 50 at most. ``con`` has the table ``visible``."""
    rows = con.execute(
        """SELECT mention_key FROM entity_member JOIN mention USING (mention_id) JOIN record USING (record_id) JOIN visible USING (class_id)
        WHERE entity_id = $id ORDER BY occurred_from DESC NULLS LAST, mention_key LIMIT $most""",
        {"id": entity_id, "most": _MOST_KEYS},
    ).fetchall()
    return tuple(key for (key,) in rows)
