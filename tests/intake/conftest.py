"""Files made for one test, with their mappings, and a database to load them into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from stronghold.engine import connect
from stronghold.intake.load import SourceInput
from stronghold.intake.mapping import Mapping

MakeSource = Callable[..., SourceInput]

TERMS = """
[source]
agency = "Town Council"
system = "Housing"
purpose = "Prevention of crime"
lawful_basis = "Crime and Disorder Act 1998, section 115"
"""
TENANTS = (
    TERMS
    + """
[[record]]
kind = "person"
key = ["Ref"]
[record.columns]
full_name = "Name"
date_of_birth = "Born"
postcode = "Postcode"
phone = "Phone"
"""
)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as connection:
        yield connection


@pytest.fixture
def make_source(tmp_path: Path) -> MakeSource:
    """Writes a file and gives it as a source: ``make_source(name, text, mapping)``."""

    def make(name: str, text: str, mapping: str = TENANTS) -> SourceInput:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return SourceInput(path, name, Mapping.from_toml(mapping, file=f"{name}.mapping.toml"))

    return make


@pytest.fixture
def tenants() -> str:
    """The text of a mapping of a list of tenants: Ref (key), Name, Born, Postcode, Phone."""
    return TENANTS


@pytest.fixture
def terms() -> str:
    """The [source] table of that mapping alone."""
    return TERMS
