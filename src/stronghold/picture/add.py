"""The day's work: further files into the served picture, which ends as a full build of all files would end.

A copy of the served picture takes in what is new; only what that touches is linked, named and tied again. Where that cannot give
exactly what a full build would, the picture is built again in full, and the report says why.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from stronghold.engine import DUCKDB, Engine
from stronghold.errors import BadInput
from stronghold.intake.corrections import Correction, load_corrections
from stronghold.intake.load import ComesBackError, LoadProgress, LoadReport, SourceInput, load_more
from stronghold.intake.readers import Limits
from stronghold.intake.withdrawals import Effect, Withdrawal
from stronghold.linking.belonging import update_belongings
from stronghold.linking.decisions import Decision
from stronghold.linking.identity import name_touched
from stronghold.linking.incremental import IncrementReport, can_go_on, link_more
from stronghold.linking.model import PersonModel
from stronghold.linking.touched_things import resolve_touched
from stronghold.network.ties import TieReport, update_ties
from stronghold.picture.build import LITTLE, Asked, Made, Making, held, model_of
from stronghold.picture.changes import Changes, tell_changes
from stronghold.picture.indexes import drop_indexes
from stronghold.picture.manifest import library_versions
from stronghold.picture.models import chosen_model
from stronghold.picture.progress import Progress
from stronghold.picture.search_update import update_search_file
from stronghold.picture.snapshot import PICTURE_FILE, SEARCH_FILE, Snapshot
from stronghold.picture.sources import keep_sources, kept_sources
from stronghold.picture.store import Store

__all__ = ["AddReport", "add"]


@dataclass(frozen=True)
class AddReport(Made):
    """What adding made. ``unchanged`` are the files that were there already, as they are.

    ``changes`` and ``linked`` say what was touched; where the picture was built again in full there are none, and ``rebuilt`` says why.
    """

    unchanged: tuple[str, ...] = field(kw_only=True, default=())
    changes: Changes | None = field(kw_only=True, default=None)
    linked: IncrementReport | None = field(kw_only=True, default=None)
    rebuilt: str | None = field(kw_only=True, default=None)


def add(
    store: Store,
    adding: Sequence[SourceInput],
    *,
    leaving_out: Collection[str] = (),
    decisions: Sequence[Decision] = (),
    withdrawals: Sequence[Withdrawal] = (),
    progress: Progress | None = None,
    wait: float = 0.0,
    limits: Limits | None = None,
    engine: Engine = DUCKDB,
) -> AddReport:
    """Take further files into the served picture and serve the new one: the same as ``build(store, None, adding=...)``, in the time
    that the new files take.

    Each file takes the place of one of the same name; one that is there already as it is changes nothing. Records have ids and
    sources numbers in the order in which they came, not in that of the files' names. ``leaving_out``, ``decisions``,
    ``withdrawals``, ``wait`` and ``limits`` are as for :func:`.build.build`. ``BadInput`` where there is no picture yet, where no
    file can be used, where one that cannot be used would take another's place, or where two have one name; then what was served is
    served still.
    ``engine`` is for where everything has to be built again: what is new is linked here.
    """
    names = [source.name for source in adding]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise BadInput(
            "two of the files have this name.", file=twice, remedy="Give one of them another name, or add them in turn."
        )
    asked = Asked(
        None,
        tuple(adding),
        frozenset(leaving_out),
        tuple(decisions),
        "auto",
        limits or Limits.from_environment(),
        withdrawals=tuple(withdrawals),
        engine=engine,
    )
    with held(store, wait):
        adds = _Adding(store, asked, progress)
        try:
            made = adds.run()
        except _NeedsRebuildError as reason:
            full = _AddingAnew(store, asked, progress).run()
            return AddReport(full.snapshot, full.manifest, full.load, full.ties, full.map_refused, rebuilt=str(reason))
    return AddReport(
        made.snapshot, made.manifest, made.load, made.ties, unchanged=adds.unchanged, changes=adds.changes, linked=adds.linked
    )


class _NeedsRebuildError(Exception):
    """What is asked cannot be done in the picture that is there; the message says why."""


class _AddingAnew(Making):
    """Everything built again with what is added: what cannot be used loses nothing here either."""

    def _load(
        self, con: duckdb.DuckDBPyConnection, sources: Sequence[SourceInput], corrections: Sequence[Correction]
    ) -> LoadReport:
        loaded = super()._load(con, sources, corrections)
        added = {source.name for source in self._asked.adding}
        if self._previous is not None:
            # A kept source that this version cannot read any more is told of, as in every build; it is not what was asked for.
            refused = [error for error in loaded.refused if error.file in added]
            _require_nothing_lost(refused, len(added), self._previous)
        return loaded


def _require_nothing_lost(refused: Sequence[BadInput], sent: int, served: Snapshot) -> None:
    """Raises where one of the ``refused`` files would take another's place, or none of those ``sent`` could be used."""
    there = {entry.name for entry in served.manifest.inputs}
    fatal = [error for error in refused if error.file in there]
    if fatal or (refused and len(refused) == sent):
        raise (fatal or refused)[0]


class _Adding(Making):
    """A snapshot made from the served one."""

    def __init__(self, store: Store, asked: Asked, progress: Progress | None) -> None:
        super().__init__(store, asked, progress)
        if self._previous is None:
            raise BadInput(
                "the store has no picture to add to.", file=str(store.path), remedy="Build one first: stronghold build FOLDER"
            )
        self._served: Snapshot = self._previous
        self._instead: frozenset[str] = frozenset()
        self.unchanged: tuple[str, ...] = ()
        self.changes: Changes | None = None
        self.linked: IncrementReport | None = None

    def _sources(self, reading: Path) -> list[SourceInput]:
        """The files to be read: those that are new or other than before, and those there of which rows were corrected since, or are
        withdrawn no more."""
        self._require_possible()
        inputs = {entry.name: entry for entry in self._served.manifest.inputs}
        sent = keep_sources(
            self._asked.adding,
            self._store.sources_folder,
            reading / "sent",
            progress=lambda done, total: self._tell("keep sources", done, total),
        )
        corrected = self._corrected_since()
        same = {
            source.name
            for source in sent
            if (there := inputs.get(source.name)) and _hashes(source) == (there.sha256, there.mapping_sha256)
        }
        again = {name for name, entry in inputs.items() if entry.sha256 in corrected} | self._with_rows_that_return()
        self.unchanged = tuple(sorted(same - again))
        self._instead = (self._asked.leaving_out | {source.name for source in sent} | again) - frozenset(self.unchanged)
        again -= self._asked.leaving_out | {source.name for source in sent}
        before = replace(self._served.manifest, inputs=tuple(inputs[name] for name in sorted(again)))
        kept = kept_sources(before, self._store.sources_folder, reading / "before")
        shutil.copyfile(self._served.path / PICTURE_FILE, reading.parent / PICTURE_FILE)
        return [*kept, *(source for source in sent if source.name not in self.unchanged)]

    def _threads(self, sources: Sequence[SourceInput]) -> int | None:
        # The work goes over what is there as well.
        there = sum(entry.bytes for entry in self._served.manifest.inputs)
        return super()._threads(sources) if there <= LITTLE else None

    def _require_possible(self) -> None:
        manifest = self._served.manifest
        if self._frozen() is None:
            raise _NeedsRebuildError(
                "the picture has come to hold far more than what its records are weighed by was found from, or another version weighed them"
            )
        if chosen_model(self._store, since=manifest.created) is not None:
            raise _NeedsRebuildError("another model for linking people was chosen since")
        if dict(manifest.versions) != library_versions():
            raise _NeedsRebuildError("the picture was made by other versions of this program or its libraries")
        if len({entry.name for entry in manifest.inputs}) < len(manifest.inputs):
            raise _NeedsRebuildError("two sources of the picture have one name")
        with closing(self._served.connect()) as con:
            if not can_go_on(con):
                raise _NeedsRebuildError("the picture was made by an earlier version, which did not keep what adding goes by")

    def _corrected_since(self) -> frozenset[str]:
        """Hashes of the sources whose rows were corrected after the served picture was made."""
        before = {(file.name, file.sha256) for file in self._served.manifest.corrections}
        now = {(file.name, file.sha256) for file in self._corrections()[1]}
        if before - now:
            raise _NeedsRebuildError("corrections that the picture was made with are not there any more")
        paths = [self._store.corrections_folder / name for name, _ in now - before]
        return frozenset(correction.source_sha256 for path in paths for correction in load_corrections(path))

    def _with_rows_that_return(self) -> set[str]:
        """The names of the sources that hold a record which was withdrawn and no longer is."""
        out = {w.record_key: w for w in self._asked.withdrawals if w.effect is not Effect.DISCREDITED}
        with closing(self._served.connect()) as con:
            rows = con.execute(
                "SELECT record_key, content_hash, name FROM withdrawn_record JOIN source USING (source_id)"
            ).fetchall()
        return {
            name
            for key, content, name in rows
            if key not in out or (out[key].effect is Effect.CORRECTED and out[key].content_hash != content)
        }

    def _load(
        self, con: duckdb.DuckDBPyConnection, sources: Sequence[SourceInput], corrections: Sequence[Correction]
    ) -> LoadReport:
        def tell(at: LoadProgress) -> None:
            self._tell("load", round(at.share * 1000), 1000, f"{at.name}: {at.rows:,} rows")

        try:
            with self._stage("load"):
                drop_indexes(con)
                loaded = load_more(
                    con,
                    sources,
                    instead=self._instead,
                    corrections=corrections,
                    withdrawals=self._asked.withdrawals,
                    progress=tell,
                    limits=self._asked.limits,
                )
        except ComesBackError:
            raise _NeedsRebuildError("a row that another record stood before has to come back") from None
        _require_nothing_lost(loaded.refused, len(sources), self._served)
        return loaded

    def _link(self, con: duckdb.DuckDBPyConnection) -> PersonModel:
        model = model_of(self._served)
        decisions = self._asked.decisions
        with self._stage("link people"):
            self.linked = link_more(con, model, decisions=decisions, progress=self._link_steps())
        with self._stage("resolve things"):
            resolve_touched(con)
        with self._stage("name entities"):
            name_touched(con)
            self.changes = tell_changes(con)
            con.execute("DROP TABLE person_cluster")
            con.execute("DROP TABLE thing_cluster")
        return model

    def _index_texts(self, con: duckdb.DuckDBPyConnection, path: Path) -> None:
        served = self._served.path
        if not update_search_file(con, served / PICTURE_FILE, served / SEARCH_FILE, path):
            super()._index_texts(con, path)

    def _find_ties(self, con: duckdb.DuckDBPyConnection) -> TieReport:
        # What was found false, or is no longer, weighs otherwise, though its mentions are where they were.
        con.execute(
            """INSERT INTO moved_mention BY NAME
            SELECT mention_id, entity_id, entity_id AS before FROM mention JOIN regraded_record USING (record_id)
            JOIN entity_member USING (mention_id)"""
        )
        update_belongings(con)
        return update_ties(con)


def _hashes(source: SourceInput) -> tuple[str, str] | None:
    """Hash of the bytes (the name of the folder that they are kept in) and of the mapping, as the manifest has them."""
    if source.mapping is None:
        return None
    return source.path.resolve().parent.name, hashlib.sha256(source.mapping.to_toml().encode()).hexdigest()
