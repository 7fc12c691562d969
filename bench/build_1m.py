"""From partners' files to a served picture: a million person mentions of four agencies, two million calls, the shipped model."""

from __future__ import annotations

import json
from pathlib import Path

from bench.rows import Part, Row, measured
from bench.truth import cluster_rates
from stronghold.picture.build import build as build_picture
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store
from stronghold.town import call_files, people_files

SIZE = 1_000_000
_CALLS_A_MENTION = 2
_BUILD = "build"


def prepare(folder: Path, size: int) -> None:
    truth = people_files(folder, size, seed=7)
    call_files(truth.files, _CALLS_A_MENTION * size, seed=7, phones_held=truth.phones)
    (folder / "truth.json").write_text(json.dumps({"people": truth.people}), encoding="utf-8")


def build(folder: Path, size: int) -> list[Row]:
    """With the shipped model. The build's own meter gives the stages; the whole is measured from outside it."""
    with measured(_BUILD, "whole") as whole:
        report = build_picture(Store.create(folder / "store"), folder / "files", train="never")
    manifest = report.manifest
    stages = [Row(_BUILD, cost.stage, cost.cpu_seconds, cost.wall_seconds, cost.peak_mb) for cost in manifest.timings]
    counts = manifest.counts
    people = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["people"]
    whole.figures = {
        "read": counts["read"],
        "kept": counts["kept"],
        "quarantined": counts["quarantined"],
        "refused files": len(report.refused),
        "mentions": sum(counts["mentions"].values()),
        "entities": sum(counts["entities"].values()),
        "people": counts["entities"]["person"],
        "true people": people,
        "ties": sum(counts["ties"].values()),
        "evidence": counts["evidence"],
        "picture MB": round((report.snapshot.path / "picture.duckdb").stat().st_size / 2**20),
        "target": "90 CPU s, 3,072 MB",
    }
    return [*stages, whole, _score(report.snapshot, folder)]


def _score(snapshot: Snapshot, folder: Path) -> Row:
    con = snapshot.connect()
    con.execute(
        f"""
        CREATE TEMP TABLE clustered AS
        SELECT em.entity_id AS cluster, t.person FROM '{folder / "truth" / "people.parquet"}' t
        JOIN record r USING (record_key) JOIN mention m ON m.record_id = r.record_id AND m.kind = 'person'
        JOIN entity_member em USING (mention_id)
        """
    )
    found = cluster_rates(con, "clustered")
    con.close()
    figures = {"cluster F1": round(found.f1, 4), "precision": round(found.precision, 4), "recall": round(found.recall, 4)}
    return Row(_BUILD, "people against the truth", figures={**figures})


PARTS: dict[str, Part] = {_BUILD: build}


def conclude(rows: list[Row]) -> list[Row]:
    return []
