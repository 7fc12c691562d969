"""A picture made by hand: a few records, for tests of what is found in a network."""

from __future__ import annotations

from typing import Any

from stronghold import engine
from stronghold.intake.loading.schema import create_tables

__all__ = ["Town"]


class Town:
    """A picture made by hand: records, who is named in them, and which entity each mention is of."""

    def __init__(self) -> None:
        self.con = engine.connect()
        create_tables(self.con)
        self.con.execute("CREATE TABLE entity_member (mention_id BIGINT, entity_id VARCHAR)")
        self.agencies: dict[str, int] = {}
        self.records = 0
        self.mentions = 0

    def record(
        self,
        kind_name: str,
        involved: list[tuple[str, str]],
        *,
        agency: str = "Police",
        at: str | None = None,
        to: str | None = None,
        grades: tuple[str | None, str | None] = (None, None),
        **columns: Any,
    ) -> list[int]:
        """Add a record with (role, entity) of those involved; the ids of their mentions."""
        if agency not in self.agencies:
            self.agencies[agency] = len(self.agencies) + 1
            self.con.execute("INSERT INTO source (source_id, agency) VALUES (?, ?)", [self.agencies[agency], agency])
        self.records += 1
        self.con.execute(
            "INSERT INTO record (record_id, record_key, kind, source_id, occurred_from, occurred_to, source_grade,"
            " information_grade) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [self.records, f"r{self.records}", kind_name, self.agencies[agency], at, to, *grades],
        )
        if columns:
            names = ", ".join(f'"{name}"' for name in ("record_id", *columns))
            marks = ", ".join("?" * (len(columns) + 1))
            self.con.execute(f'INSERT INTO "{kind_name}" ({names}) VALUES ({marks})', [self.records, *columns.values()])
        return [self.mention(role, entity) for role, entity in involved]

    def mention(self, role: str, entity: str, *, belongs_to: int | None = None, part: str | None = None) -> int:
        kinds = {"P": "person", "A": "address", "T": "phone", "V": "vehicle", "O": "organisation"}
        self.mentions += 1
        self.con.execute(
            "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?)",
            [self.mentions, f"m{self.mentions}", self.records, kinds[entity[0]], role, belongs_to, part],
        )
        self.con.execute("INSERT INTO entity_member VALUES (?, ?)", [self.mentions, entity])
        return self.mentions

    def ties(self) -> dict[tuple[str, str, str], tuple[int, int, float]]:
        rows = self.con.execute("SELECT entity_l, entity_r, layer, records, agencies, strength FROM tie").fetchall()
        return {(left, right, layer): (records, agencies, strength) for left, right, layer, records, agencies, strength in rows}
