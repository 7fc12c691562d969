"""Groups as a reader may see them: found again by the records that they may see, or withheld whole."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from stronghold.network.groups.described import Group, describe_groups
from stronghold.network.groups.identity import name_groups

__all__ = ["groups_visible"]


def groups_visible(con: duckdb.DuckDBPyConnection, class_ids: Collection[int]) -> dict[str, Group]:
    """The picture's groups by id, each as records of these visibility classes alone show it.

    Who is a member, how likely, and who is said to supply are worked out again from those records, among the people of the groups that the
    picture has and those at their edges; so hidden records change no number that is shown. What is then no group any more (too few who
    are said to supply, or who are tied to each other) is not among them. A group keeps its id by the members that it shares with the
    picture's; a part that visible records alone would set apart from it has none, and is withheld.
    """
    rows = con.execute("SELECT group_id, list(entity_id ORDER BY entity_id) FROM group_member GROUP BY group_id").fetchall()
    there = {name: frozenset(members) for name, members in rows}
    near = con.execute("SELECT entity_id FROM group_member UNION SELECT entity_id FROM group_edge ORDER BY entity_id").fetchall()
    groups = describe_groups(con, [who for (who,) in near], class_ids=class_ids)
    named = name_groups([[member.entity_id for member in group.members] for group in groups], there)
    return {name: group for name, group in zip(named.ids, groups, strict=True) if name in there}
