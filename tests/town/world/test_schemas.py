from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stronghold.town.world.schemas import EVENTS, REFERENCES, SCHEMAS
from stronghold.vocabulary import kind


def test_every_reference_finds_its_row(world):
    tables = world.tables()
    checked = 0
    for name, table in tables.items():
        for field in table.schema:
            target = REFERENCES.get((name, field.name), field.name)
            if target in tables and field.name != name and pa.types.is_integer(field.type):
                rows = table[field.name].drop_null().to_numpy()
                assert len(rows) == 0 or (rows.min() >= 0 and rows.max() < tables[target].num_rows), (name, field.name)
                checked += 1
    assert checked > 80


def test_rows_are_numbered_from_nought(world):
    for name, table in world.tables().items():
        for column in {name, "event"} & set(table.schema.names):
            if name != "involved" and pa.types.is_integer(table.schema.field(column).type):
                assert np.array_equal(table[column].to_numpy(), np.arange(table.num_rows)), name


def test_kinds_and_roles_are_those_of_the_vocabulary(world):
    assert all(kind(name).is_ == "event" for name in EVENTS)
    used = world.involved.group_by(["kind", "role", "sort"]).aggregate([]).to_pylist()
    for row in used:
        role = kind(row["kind"]).roles[row["role"]]
        assert {"home": "address"}.get(row["sort"], row["sort"]) in role.kinds, row


def test_those_involved_are_rows_of_their_tables(world):
    tables = world.tables()
    for name in EVENTS:
        for sort in ("person", "home", "phone", "vehicle"):
            rows = world.involved.filter(pc.and_(pc.equal(world.involved["kind"], name), pc.equal(world.involved["sort"], sort)))
            if rows.num_rows:
                assert rows["event"].to_numpy().max() < tables[name].num_rows
                assert rows["who"].to_numpy().max() < tables[sort].num_rows
    assert set(SCHEMAS) == set(tables)
