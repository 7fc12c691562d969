"""One build as the worker runs it: what goes into the picture, how far it has come, and what came out."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from stronghold.casework import decisions, withdrawals
from stronghold.casework.incoming import data_file, named
from stronghold.casework.models import Build, Upload
from stronghold.casework.reports import file_names, for_build
from stronghold.casework.uploads import dated_name, read_mapping
from stronghold.engine import Engine
from stronghold.errors import BadInput
from stronghold.intake.load import SourceInput
from stronghold.intake.readers import open_source
from stronghold.picture.build import build as build_picture
from stronghold.picture.manifest import Manifest, SourceEntry
from stronghold.picture.progress import BuildProgress
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store

__all__ = ["Building", "Told", "made_by"]

_BETWEEN_WRITES = 0.5  # seconds


@dataclass(frozen=True)
class Told:
    """What came of a build. ``result`` holds counts by name, as the build's row keeps it; ``problems`` is name -> why not used."""

    snapshot: str
    result: Mapping[str, Any]
    problems: Mapping[str, str]
    digests: frozenset[tuple[str, str]]

    @classmethod
    def of_manifest(cls, manifest: Manifest, problems: Mapping[str, str] | None = None) -> Told:
        """As the snapshot's manifest says it; ``problems`` are of files that were kept out of it beforehand."""
        refused = {one.name: _sentence(one.reason, one.line, one.column, one.remedy) for one in manifest.refused}
        counts = manifest.counts
        result = {
            "files": len(manifest.inputs),
            "refused": len(manifest.refused) + len(problems or {}),
            "read": counts["read"],
            "kept": counts["kept"],
            "quarantined": counts["quarantined"],
            "records": counts["records"],
            "entities": counts["entities"],
            "corrections": len(manifest.corrections),
        }
        digests = frozenset((entry.name, entry.sha256) for entry in manifest.inputs)
        return cls(manifest.id, result, {**refused, **(problems or {})}, digests)

    def problem_with(self, upload: Upload) -> str | None:
        """Why the snapshot does not hold the file; ``None`` where it does."""
        if (upload.name, upload.sha256) in self.digests:
            return None
        return self.problems.get(upload.name, "The build did not take the file in. Accept it again.")


class Building:
    """One run of a build that has begun."""

    def __init__(self, store: Store, build: Build) -> None:
        self._store = store
        self._build = build
        self._written = 0.0
        self._problems: dict[str, str] = {}

    def run(self) -> Told:
        """Build the picture with what was accepted, entered and decided; ``BadInput`` where there can be none."""
        with tempfile.TemporaryDirectory() as folder:
            adding = [*self._accepted(), *for_build(Path(folder))]
            report = build_picture(
                self._store,
                None,
                adding=adding,
                leaving_out=file_names(),
                decisions=decisions.for_build(),
                withdrawals=withdrawals.for_build(),
                progress=self._tell,
                engine=Engine.named(settings.STRONGHOLD_ENGINE),
            )
        return Told.of_manifest(report.manifest, self._problems)

    def _accepted(self) -> list[SourceInput]:
        """The accepted files. One that cannot be read to its end is kept out, so that the file it was to replace stays."""
        current = self._store.current()
        served = {entry.name: entry for entry in (current.manifest.inputs if current else ())}
        found: list[SourceInput] = []
        for upload in Upload.objects.select_related("agency", "sent_by").filter(build=self._build).order_by("sent_at"):
            self._give_own_name(upload, served, {source.name for source in found})
            data = data_file(self._store, upload.pk)
            try:
                mapping = read_mapping(upload, upload.mapping, upload.sent_by)
                with named(data, upload.name) as path:
                    if upload.name in served:
                        _read_through(path, mapping.source.sheet)
            except BadInput as error:
                self._problems[upload.name] = str(error)
                continue
            found.append(SourceInput(data, upload.name, mapping))
        return found

    @staticmethod
    def _give_own_name(upload: Upload, served: Mapping[str, SourceEntry], taken: set[str]) -> None:
        """A file never takes the place of another agency's, nor of one that goes into the same build."""
        theirs = upload.name in served and served[upload.name].agency != upload.agency.name
        if theirs or upload.name in taken:
            upload.name = dated_name(upload.name, {*served, *taken})
            upload.save(update_fields=["name"])

    def _tell(self, at: BuildProgress) -> None:
        """Write the progress to the row, at most twice a second; every row has the last of each stage."""
        now = time.monotonic()
        if now - self._written < _BETWEEN_WRITES and at.stage == self._build.stage:
            return
        self._written = now
        self._build.stage = at.stage
        # Of a file being read only how far: its name may be for some alone.
        detail = at.detail.rpartition(": ")[2] if at.stage == "load" else at.detail
        Build.objects.filter(pk=self._build.pk).update(stage=at.stage, detail=detail, share=at.share)


def made_by(store: Store, build: Build) -> Snapshot | None:
    """The snapshot that a build made before its process ended, if it came so far: the first after it began, following the same
    picture and holding its files."""
    if build.started_at is None:
        return None
    began = build.started_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    wanted = {(upload.name, upload.sha256) for upload in Upload.objects.filter(build=build)}
    for info in store.snapshots():
        snapshot = store.snapshot(info.id)
        if info.created < began or (info.previous or "") != build.previous:
            continue
        held = {(entry.name, entry.sha256) for entry in snapshot.manifest.inputs}
        refused = {one.name for one in snapshot.manifest.refused}
        return snapshot if all(one in held or one[0] in refused for one in wanted) else None
    return None


def _read_through(path: Path, sheet: str | None) -> None:
    with open_source(path, sheet=sheet) as reader:
        for _ in reader.batches():
            pass


def _sentence(reason: str, line: int | None, column: str | None, remedy: str | None) -> str:
    where = ", ".join(filter(None, [f"line {line}" if line else None, f"column “{column}”" if column else None]))
    said = f"{where}: {reason}" if where else reason
    return f"{said[:1].upper()}{said[1:]} {remedy or ''}".strip()
