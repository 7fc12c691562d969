"""Fixtures that promises share with the rooms that keep them."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from stronghold.intake.mapping import Mapping as FileMapping
from stronghold.intake.mapping import RecordMapping, SourceTerms
from stronghold.linking.files import link_files

_GOVERNANCE = Path(__file__).parents[1] / "governance" / "conftest.py"
_spec = importlib.util.spec_from_file_location("governance_fixtures", _GOVERNANCE)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)

made_store = _fixtures.made_store
grouped_store = _fixtures.grouped_store
account = _fixtures.account
next_picture = _fixtures.next_picture
"""Serves another picture from a store: see ``tests/governance/conftest.py``."""


Row = Mapping[str, object]


@pytest.fixture(scope="session")
def people_file() -> Callable[..., tuple[Path, FileMapping]]:
    """Write rows of people to a CSV file with its mapping beside it; the columns are named as the vocabulary names them."""

    def write(path: Path, rows: Iterable[Row], columns: Sequence[str], system: str = "crime") -> tuple[Path, FileMapping]:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        terms = SourceTerms("police", system, "prevention of crime", "Data Protection Act 2018, part 3", date_order="year first")
        own = {name: (name,) for name in columns if name != "unique_id"}
        mapping = FileMapping(terms, (RecordMapping("person", columns=own, key=("unique_id",)),))
        path.with_suffix(".mapping.toml").write_text(mapping.to_toml(), encoding="utf-8")
        return path, mapping

    return write


@pytest.fixture(scope="session")
def linked() -> Callable[..., dict[str, str]]:
    """Link files alone; the entity of each record, by the source's own key."""

    def link(inputs: Sequence[tuple[Path, FileMapping]], out: Path, **options: Any) -> dict[str, str]:
        link_files(inputs, out, **options)
        with out.open(newline="", encoding="utf-8-sig") as file:
            return {row["record_id"]: row["entity_id"] for row in csv.DictReader(file)}

    return link
