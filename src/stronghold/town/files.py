"""The invented town's people as partners would send them, one file an agency, with the truth about who is who kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from stronghold.town.layouts import LAYOUTS, Layout
from stronghold.town.mentions import Mentions, mentions_of_town

__all__ = ["AGENCIES", "Truth", "people_files"]

AGENCIES = tuple(LAYOUTS)
_TRUTH_SCHEMA = pa.schema([("record_key", pa.string()), ("person", pa.int64())])


@dataclass(frozen=True)
class Truth:
    """What was written and who is who in it.

    ``files`` is the folder to build from; ``table`` is the Parquet file ``record_key, person``, outside it. ``phones`` is how
    many telephone numbers the town holds.
    """

    files: Path
    table: Path
    mentions: int
    people: int
    phones: int


class _AgencyFile:
    """One agency's file as it grows, with the keys of its records."""

    def __init__(self, layout: Layout, folder: Path, stack: ExitStack) -> None:
        self.layout = layout
        self._stack = stack
        self._path = folder / layout.file
        self._writer: pa.csv.CSVWriter | None = None
        self._rows = 0

    def add(self, block: Mentions) -> list[str]:
        """Write the block's rows; gives the record key of each."""
        numbers = np.arange(self._rows + 1, self._rows + len(block) + 1)
        self._rows += len(block)
        keys = np.char.add(self.layout.prefix, np.char.zfill(numbers.astype(np.str_), 7))
        table = pa.table({self.layout.key: keys, **self.layout.columns(block)})
        if self._writer is None:
            self._writer = self._stack.enter_context(pa.csv.CSVWriter(self._path, table.schema))
        self._writer.write_table(table)
        whole = np.char.add(f"{self.layout.agency}/{self.layout.system}/person/", keys)
        return [str(key) for key in whole]


def _agency_of(rng: np.random.Generator, block: Mentions, layouts: Sequence[Layout]) -> NDArray[np.int64]:
    of = np.empty(len(block), np.int64)
    for adult in (True, False):
        rows = np.flatnonzero(block.adult == adult)
        shares = np.array([x.adult_share if adult else x.child_share for x in layouts])
        of[rows] = rng.choice(len(layouts), len(rows), p=shares / shares.sum())
    return of


def people_files(folder: Path, mentions: int, seed: int, *, agencies: Sequence[str] = AGENCIES) -> Truth:
    """Write the people of ``people_table(mentions, seed)`` as the files of ``agencies``, each with its mapping beside it.

    The files go to ``folder/files``, the truth to ``folder/truth/people.parquet``. A child's records are mostly the children's
    services', an adult's mostly the police's or the council's. ``ValueError`` for an agency that has no layout.
    """
    unknown = [a for a in agencies if a not in LAYOUTS]
    if unknown or not agencies:
        raise ValueError(f"no layout for {unknown}; known: {AGENCIES}")
    layouts = [LAYOUTS[a] for a in agencies]
    files, table = folder / "files", folder / "truth" / "people.parquet"
    files.mkdir(parents=True, exist_ok=True)
    table.parent.mkdir(parents=True, exist_ok=True)
    for layout in layouts:
        (files / layout.file).with_suffix(".mapping.toml").write_text(layout.mapping().to_toml(), encoding="utf-8")
    rng = np.random.default_rng([seed, 1])
    people = phones = 0
    with ExitStack() as stack:
        written = [_AgencyFile(layout, files, stack) for layout in layouts]
        truth = stack.enter_context(pa.parquet.ParquetWriter(table, _TRUTH_SCHEMA))
        for block in mentions_of_town(mentions, seed):
            shuffled = block.at(rng.permutation(len(block)))
            agency = _agency_of(rng, shuffled, layouts)
            for number, file in enumerate(written):
                part = shuffled.at(np.flatnonzero(agency == number))
                truth.write_table(pa.table({"record_key": file.add(part), "person": part.person}, _TRUTH_SCHEMA))
            people, phones = int(block.person[-1]) + 1, block.phones
    return Truth(files=files, table=table, mentions=mentions, people=people, phones=phones)
