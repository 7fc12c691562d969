"""A system's files are written: its cards kept, its rows spoilt a little, mappings beside them, the truth elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from stronghold.town.agencies.cards import Cards, keep_cards
from stronghold.town.agencies.directory import Directory
from stronghold.town.agencies.mentions import Named
from stronghold.town.agencies.outputs import Output, open_output
from stronghold.town.agencies.rows import Batch, RecordRows
from stronghold.town.agencies.sayings import clerk
from stronghold.town.agencies.sheet import Record, Sheet, System
from stronghold.town.agencies.spans import Ints
from stronghold.town.agencies.spoiling import KEPT, Spoilt, spoil
from stronghold.town.agencies.truth import TruthFiles

__all__ = ["FileReport", "write_system"]

_LATER_DAYS, _IN_BOTH_DAYS = 365, 31


@dataclass(frozen=True)
class FileReport:
    """A file that was written: its rows, of which so many come twice and so many cannot be read."""

    name: str
    agency: str
    system: str
    rows: int
    twice: int
    unreadable: int


class _SheetFiles:
    """The file or two files of a sheet as they grow. Files without rows are taken away again: nobody sends those."""

    def __init__(self, sheet: Sheet, folder: Path, stack: ExitStack) -> None:
        self.sheet = sheet
        self.paths = [folder / name for name in sheet.files]
        self._outputs: list[Output] = [open_output(sheet, path) for path in self.paths]
        for output in self._outputs:
            stack.callback(output.close)
        self.counts = np.zeros((len(self.paths), 3), np.int64)  # rows, twice, unreadable

    def write(self, place: int, cells: pa.Table, spoilt: Spoilt, chosen: NDArray[np.bool_]) -> None:
        """Write the chosen rows of a batch to one of the files."""
        whole = np.flatnonzero(chosen & ~spoilt.broken)
        whole = np.repeat(whole, 1 + spoilt.twice[whole])
        half = len(whole) // 2
        output = self._outputs[place]
        self._write_whole(output, cells, whole[:half])
        broken = np.flatnonzero(chosen & spoilt.broken)
        for row in cells.take(pa.array(broken)).to_pylist():
            output.write_broken(list(row.values()))
        self._write_whole(output, cells, whole[half:])
        twice = int(spoilt.twice[chosen].sum())
        unreadable = int(pc.sum(pc.not_equal(spoilt.fate.filter(pa.array(chosen)), KEPT)).as_py() or 0)
        self.counts[place] += (len(whole) + len(broken), twice, unreadable)

    @staticmethod
    def _write_whole(output: Output, cells: pa.Table, rows: Ints) -> None:
        if len(rows):
            output.write(cells.take(pa.array(rows)))

    def finish(self, system: System) -> list[FileReport]:
        """Call when the files are closed: writes the mappings."""
        reports = []
        for path, counts in zip(self.paths, self.counts.tolist(), strict=True):
            if not counts[0]:
                path.unlink()
                continue
            mapping = path.parent / f"{path.name}.mapping.toml"
            mapping.write_text(system.mapping(self.sheet).to_toml(), encoding="utf-8")
            reports.append(FileReport(path.name, system.terms.agency, system.terms.system, *counts))
        return reports


class _SystemWriter:
    def __init__(self, seed: int, town: Directory, system: System, truth: TruthFiles) -> None:
        self._rng = np.random.default_rng([seed, crc32(f"{system.terms.agency}/{system.terms.system}".encode())])
        self._town, self._system, self._truth = town, system, truth
        self._later = town.world.size.end.astype("datetime64[s]") - np.timedelta64(_LATER_DAYS, "D")

    def write(self, folder: Path, tell: Callable[[str], None]) -> list[FileReport]:
        system = self._system
        rows = {id(r): RecordRows(self._rng, self._town, r) for sheet in system.sheets for r in sheet.records}
        people = [one.people() for one in rows.values()]
        who, day = (np.concatenate(arrays) for arrays in zip(*people, strict=True))
        begin = np.cumsum([0, *(len(each) for each, _ in people)])
        first = dict(zip(rows, begin.tolist(), strict=False))
        cards = keep_cards(self._rng, self._town, who, day, system.habits)
        reports: list[FileReport] = []
        for sheet in system.sheets:
            with ExitStack() as stack:
                files = _SheetFiles(sheet, folder, stack)
                for record in sheet.records:
                    self._record(files, record, rows[id(record)], cards, first[id(record)], tell)
            reports += files.finish(system)
        return reports

    def _record(
        self, files: _SheetFiles, record: Record, rows: RecordRows, cards: Cards, first: int, tell: Callable[[str], None]
    ) -> None:
        started = False
        for batch in rows.batches(cards, first, self._system.habits):
            signed = clerk(self._system.terms.system[:2].upper())(batch.happenings)
            spoilt = spoil(self._rng, record, batch.cells.append_column(files.sheet.signed, signed), first=not started)
            started = True
            cells = pa.table(
                [self._column(spoilt.cells, name) for name in files.sheet.column_names()], files.sheet.column_names()
            )
            for place, chosen in enumerate(self._chosen(files.sheet, batch)):
                files.write(place, cells, spoilt, chosen)
            self._tell_truth(files.sheet, record, batch, spoilt)
            tell(files.sheet.file)

    @staticmethod
    def _column(cells: pa.Table, name: str) -> pa.Array:
        return cells[name].combine_chunks() if name in cells.column_names else pa.nulls(cells.num_rows, pa.string())

    def _chosen(self, sheet: Sheet, batch: Batch) -> list[NDArray[np.bool_]]:
        """Which rows go into each of the sheet's files."""
        if not sheet.later_file:
            return [np.ones(batch.cells.num_rows, bool)]
        time = batch.happenings["time"].to_numpy().astype("datetime64[s]")
        return [time < self._later + np.timedelta64(_IN_BOTH_DAYS, "D"), time >= self._later]

    def _tell_truth(self, sheet: Sheet, record: Record, batch: Batch, spoilt: Spoilt) -> None:
        terms = self._system.terms
        keys = pc.binary_join_element_wise(f"{terms.agency}/{terms.system}/{record.kind}", batch.keys, "/")
        again = np.flatnonzero(spoilt.twice)
        rows = pa.array(np.concatenate([np.arange(len(keys)), again]))
        keys = pa.concat_arrays([keys, pc.binary_join_element_wise(keys.take(pa.array(again)), "/2", "")])
        self._truth.add_records(keys, record.kind, sheet.file, batch.happenings.take(rows), spoilt.fate.take(rows))
        self._truth.add_mentions(keys, (_rows_of(one, rows) for one in batch.named))


def _rows_of(named: Named, rows: pa.Array) -> Named:
    return replace(named, true_id=named.true_id.take(rows), there=named.there.take(rows))


def write_system(
    folder: Path, truth: TruthFiles, town: Directory, system: System, seed: int, tell: Callable[[str], None]
) -> list[FileReport]:
    """Write the system's files and mappings to ``folder``. ``tell`` hears the name of each file as its batches are written."""
    return _SystemWriter(seed, town, system, truth).write(folder, tell)
