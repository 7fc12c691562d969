from __future__ import annotations

import pyarrow as pa

from stronghold.town.truth_readme import _MEANINGS, FIRST_LINE, truth_readme
from stronghold.town.world import EVENTS, SCHEMAS


def test_the_page_names_every_table_with_its_columns():
    page = truth_readme(1_000, 3, {name: schema.empty_table() for name, schema in SCHEMAS.items()})
    assert page.startswith(FIRST_LINE)
    for name, schema in SCHEMAS.items():
        (line,) = [line for line in page.splitlines() if line.startswith(f"| {name} |")]
        assert all(f"`{column}`" in line for column in schema.names)
    assert "1,000 people, seed 3" in page


def test_every_table_that_is_no_happening_has_its_meaning():
    assert set(_MEANINGS) == set(SCHEMAS) - set(EVENTS)


def test_rows_are_counted():
    assert "| ward | 2 |" in truth_readme(1_000, 3, {"ward": pa.table({"ward": [0, 1]})})
