"""A made-up picture with a group: three who are said to supply and their ties, and an innocent family and team around them."""

from __future__ import annotations

from collections.abc import Sequence

from stronghold.network.hubs import find_hubs
from stronghold.network.ties import find_ties
from tests.network.handmade import Town

__all__ = ["entities", "supplying", "together"]


def together(town: Town, people: Sequence[str], *, times: int = 3, at: str = "2024-03-01", agency: str = "Police") -> None:
    """Every two of ``people`` arrested together so many times."""
    for number in range(times):
        for place, one in enumerate(people):
            for other in people[place + 1 :]:
                town.record("arrest", [("arrested", one), ("arrested", other)], at=f"{at} 1{number}:00", agency=agency)


def supplying(town: Town, people: Sequence[str], *, narrative: str = "dealing heroin", role: str = "subject") -> None:
    for one in people:
        town.record("intelligence_report", [(role, one)], at="2024-04-01", grades=("1", "A"), narrative=narrative)


def entities(town: Town) -> None:
    """The tables that ties and groups are read from, of what the town holds."""
    town.con.execute(
        """CREATE OR REPLACE TABLE entity AS
        SELECT entity_id, any_value(m.kind) AS kind FROM entity_member JOIN mention m USING (mention_id) GROUP BY entity_id"""
    )
    town.con.execute("CREATE TABLE IF NOT EXISTS entity_alias (old_id VARCHAR, entity_id VARCHAR, reason VARCHAR)")
    find_ties(town.con)
    find_hubs(town.con)
