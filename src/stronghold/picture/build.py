"""The main job: a folder of partners' files becomes a new snapshot, checked, then served in one step.

A build that fails or is killed leaves the served picture as it was; what it left half-done is cleared by the next one.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import duckdb

from stronghold.engine import DUCKDB, Engine, connect
from stronghold.errors import BadInput
from stronghold.intake.corrections import Correction, load_corrections
from stronghold.intake.load import LoadProgress, LoadReport, SourceInput, load
from stronghold.intake.readers import Limits, PassedOver
from stronghold.intake.withdrawals import Withdrawal
from stronghold.linking.belonging import find_belongings
from stronghold.linking.decisions import Decision
from stronghold.linking.identity import name_entities
from stronghold.linking.model import PersonModel
from stronghold.linking.pairs import pair_work
from stronghold.linking.people import LinkReport, Train, link_people
from stronghold.linking.things import resolve_things
from stronghold.network import write_network
from stronghold.network.ties import TieReport, find_ties
from stronghold.picture.base_map import MAP_FILE, carry_map, take_map
from stronghold.picture.check import check_picture
from stronghold.picture.classes import assign_classes
from stronghold.picture.costs import CostMeter
from stronghold.picture.durable import sync_file
from stronghold.picture.indexes import index_tables
from stronghold.picture.ledger import counts_of, model_entry, refused_file, source_entries
from stronghold.picture.manifest import CorrectionFile, Manifest, RefusedFile, hash_file, library_versions
from stronghold.picture.models import chosen_model
from stronghold.picture.progress import BuildProgress, Progress
from stronghold.picture.search_index import write_search_file
from stronghold.picture.snapshot import MODEL_FILE, PICTURE_FILE, SEARCH_FILE, Snapshot
from stronghold.picture.sources import find_sources, keep_sources, kept_sources
from stronghold.picture.store import Store

__all__ = ["LITTLE", "Asked", "BuildReport", "Made", "Making", "build", "held", "model_of"]

_READING = "reading"
_SPILL = "spill"
_TOLD = 3
_LINK_STEPS = 5
_OUTGROWN = 2
LITTLE = 2_000_000
"""Bytes of all files together that are built from by one thread."""
# So few different entries say little of frequencies in any case.
_FEW = 100


@dataclass(frozen=True)
class Made:
    """What a build made: the snapshot that is now served, with its manifest, and what loading and tying reported."""

    snapshot: Snapshot
    manifest: Manifest
    load: LoadReport
    ties: TieReport
    map_refused: tuple[BadInput, ...] = ()

    @property
    def refused(self) -> tuple[BadInput, ...]:
        """The files that could not be used, the base map among them; the build went on without them."""
        return (*self.load.refused, *self.map_refused)


@dataclass(frozen=True)
class BuildReport(Made):
    """What a build made, and what linking reported."""

    links: LinkReport = field(kw_only=True)


def build(
    store: Store,
    folder: Path | None,
    *,
    adding: Sequence[SourceInput] = (),
    leaving_out: Collection[str] = (),
    decisions: Sequence[Decision] = (),
    withdrawals: Sequence[Withdrawal] = (),
    progress: Progress | None = None,
    train: Train = "auto",
    wait: float = 0.0,
    limits: Limits | None = None,
    engine: Engine = DUCKDB,
) -> BuildReport:
    """Build a snapshot of the files in ``folder`` and serve it; without a folder, of the sources of the served snapshot.

    ``adding`` are further sources: each takes the place of one of the same name. Sources named in ``leaving_out`` are dropped
    (unless they are added). ``decisions`` are what people decided about who is the same; links obey them. ``withdrawals``
    are the records that people withdrew or found false: those stay out, these count for nothing. A base map
    (``map.geojson``) in the folder is kept with the snapshot, else that of the one before.
    A rebuild without a folder also keeps the linking model and the frequencies of the served snapshot, unless ``train`` is
    ``"always"`` or more is added than was there. Raises
    ``BadInput`` where no file can be used, where the result fails its checks, or where another build holds the store for longer
    than ``wait`` seconds; then what was served is served still.
    Pairs of people are found and scored on ``engine``; the picture is the same on each.
    """
    asked = Asked(
        folder,
        tuple(adding),
        frozenset(leaving_out),
        tuple(decisions),
        train,
        limits or Limits.from_environment(),
        withdrawals=tuple(withdrawals),
        engine=engine,
    )
    with held(store, wait):
        making = Making(store, asked, progress)
        made = making.run()
    assert making.links is not None  # noqa: S101 - a build that was run has linked
    return BuildReport(made.snapshot, made.manifest, made.load, made.ties, made.map_refused, links=making.links)


@contextmanager
def held(store: Store, wait: float) -> Iterator[None]:
    """Hold the store for a build, and clear up after it; what the machine will not do is told as ``BadInput``."""
    with store.lock(wait=wait):
        try:
            yield
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise BadInput(
                f"the build could not go on: {error}.",
                file=str(store.path),
                remedy="Is there room on the disk and in memory? The picture served before is untouched.",
            ) from error
        finally:
            store.clear_leftovers()


@dataclass(frozen=True)
class Asked:
    """What a build was asked to do."""

    folder: Path | None
    adding: tuple[SourceInput, ...]
    leaving_out: frozenset[str]
    decisions: tuple[Decision, ...]
    train: Train
    limits: Limits
    withdrawals: tuple[Withdrawal, ...] = ()
    engine: Engine = DUCKDB


class Making:
    """The making of one snapshot, stage by stage; :class:`.add.Adding` makes some stages in another way. The caller holds the lock."""

    def __init__(self, store: Store, asked: Asked, progress: Progress | None) -> None:
        self._store = store
        self._asked = asked
        self._progress = progress
        self._meter = CostMeter()
        self._previous = store.current()
        self._created, self._id = _new_id(store)
        self._passed_over: tuple[PassedOver, ...] = ()
        self.links: LinkReport | None = None

    def run(self) -> Made:
        """Make the snapshot and serve it."""
        building = self._store.begin(self._id)
        with self._stage("keep sources"):
            sources = self._sources(building / _READING)
            map_refused = self._base_map(building)
        corrections, correction_files = self._corrections()
        with closing(connect(building / PICTURE_FILE, temp_dir=building / _SPILL, threads=self._threads(sources))) as con:
            loaded = self._load(con, sources, corrections)
            shutil.rmtree(building / _READING, ignore_errors=True)
            model = self._link(con)
            ties = self._tie(con)
            with self._stage("index for search"):
                self._index_texts(con, building / SEARCH_FILE)
            with self._stage("check"):
                check_picture(con)
            with self._stage("index for look-ups"):
                index_tables(con)
            counts = counts_of(con, loaded, ties)
            inputs = source_entries(con)
            with self._stage("seal"):
                con.execute("CHECKPOINT")
        (building / MODEL_FILE).write_text(model.to_json(), encoding="utf-8")
        files = _seal(building)
        manifest = Manifest(
            id=self._id,
            created=self._created,
            versions=library_versions(),
            inputs=inputs,
            refused=tuple(refused_file(error) for error in (*loaded.refused, *map_refused)),
            corrections=correction_files,
            passed_over=tuple(RefusedFile(path.name, reason) for path, reason in self._passed_over),
            model=model_entry(model, files[MODEL_FILE]),
            counts=counts,
            timings=tuple(self._meter.costs),
            files=files,
            decisions_sequence=max((d.sequence for d in self._asked.decisions), default=0),
            decisions=tuple(sorted(d.sequence for d in self._asked.decisions)),
            withdrawals=tuple(sorted(w.number for w in self._asked.withdrawals)),
            previous=self._previous.id if self._previous else None,
        )
        manifest.write(building)
        return Made(self._store.finish(building), manifest, loaded, ties, map_refused)

    def _threads(self, sources: Sequence[SourceInput]) -> int | None:
        """One for little files, where dividing the work takes longer than it saves; else as many as there are."""
        return 1 if sum(source.path.stat().st_size for source in sources if source.path.is_file()) <= LITTLE else None

    def _sources(self, reading: Path) -> list[SourceInput]:
        kept = self._store.sources_folder
        asked = self._asked
        sent: list[SourceInput] = []
        before: list[SourceInput] = []
        if asked.folder is not None:
            sent, passed_over = find_sources(asked.folder, asked.limits)
            self._passed_over = tuple(passed for passed in passed_over if passed.path.name != MAP_FILE)
        elif self._previous is not None:
            before = kept_sources(self._previous.manifest, kept, reading / "before")
        elif not asked.adding:
            raise BadInput(
                "the store has no picture to build again.",
                file=str(self._store.path),
                remedy="Build from a folder of files first.",
            )
        instead = asked.leaving_out | {source.name for source in asked.adding}
        sent = [*(source for source in sent if source.name not in instead), *asked.adding]
        before = [source for source in before if source.name not in instead]
        tell = self._tell
        return [*before, *keep_sources(sent, kept, reading / "sent", progress=lambda n, of: tell("keep sources", n, of))]

    def _base_map(self, building: Path) -> tuple[BadInput, ...]:
        """Lay the base map into the snapshot; what is wrong with the folder's, in whose place the one before stays."""
        problem: tuple[BadInput, ...] = ()
        try:
            if self._asked.folder is not None and take_map(self._asked.folder, building):
                return ()
        except BadInput as error:
            problem = (error,)
        carry_map(self._previous.path if self._previous else None, building)
        return problem

    def _corrections(self) -> tuple[list[Correction], tuple[CorrectionFile, ...]]:
        """The corrected rows that the store holds, and the files they are in."""
        paths = sorted(self._store.corrections_folder.glob("*.jsonl"))
        rows = [correction for path in paths for correction in load_corrections(path)]
        return rows, tuple(CorrectionFile(path.name, hash_file(path)) for path in paths)

    def _load(
        self, con: duckdb.DuckDBPyConnection, sources: Sequence[SourceInput], corrections: Sequence[Correction]
    ) -> LoadReport:
        def tell(at: LoadProgress) -> None:
            self._tell("load", round(at.share * 1000), 1000, f"{at.name}: {at.rows:,} rows")

        with self._stage("load"):
            loaded = load(
                con,
                sources,
                corrections=corrections,
                withdrawals=self._asked.withdrawals,
                progress=tell,
                limits=self._asked.limits,
            )
        if not loaded.sources:
            raise _nothing_usable(loaded.refused)
        return loaded

    def _link(self, con: duckdb.DuckDBPyConnection) -> PersonModel:
        frozen = self._frozen()
        chosen = chosen_model(self._store, since=frozen.manifest.created if frozen else None)
        if chosen is not None:
            frozen = None  # what people chose since goes before what was used so far
        with self._stage("link people"), pair_work(self._asked.engine) as pairs:
            self.links = link_people(
                con,
                model=chosen or (model_of(frozen) if frozen else None),
                train=self._asked.train,
                decisions=self._asked.decisions,
                frozen=frozen.path / PICTURE_FILE if frozen else None,
                pairs=pairs,
                progress=self._link_steps(),
            )
        with self._stage("resolve things"):
            resolve_things(con, decisions=self._asked.decisions)
        with self._stage("name entities"):
            name_entities(con, self._previous.path / PICTURE_FILE if self._previous else None)
            con.execute("DROP TABLE person_cluster")
            con.execute("DROP TABLE thing_cluster")
        return self.links.model

    def _link_steps(self) -> Callable[[str], None]:
        steps = count(1)
        return lambda step: self._tell("link people", min(next(steps), _LINK_STEPS), _LINK_STEPS + 1, step)

    def _frozen(self) -> Snapshot | None:
        """The snapshot whose model and frequencies are used again: the served one, unless most of the records are new, it has
        come to hold twice what these were found by, or its model has the shape of another version."""
        if self._asked.folder is not None or self._previous is None or self._asked.train == "always":
            return None
        before = sum(entry.bytes for entry in self._previous.manifest.inputs)
        added = sum(source.path.stat().st_size for source in self._asked.adding if source.path.is_file())
        if added > before or not _model_fits(self._previous) or _outgrown(self._previous):
            return None
        return self._previous

    def _tie(self, con: duckdb.DuckDBPyConnection) -> TieReport:
        with self._stage("find ties"):
            ties = self._find_ties(con)
        with self._stage("find groups"):
            write_network(con, self._previous.path / PICTURE_FILE if self._previous else None, self._id)
        with self._stage("assign classes"):
            assign_classes(con)
        return ties

    def _find_ties(self, con: duckdb.DuckDBPyConnection) -> TieReport:
        find_belongings(con)
        return find_ties(con)

    def _index_texts(self, con: duckdb.DuckDBPyConnection, path: Path) -> None:
        write_search_file(con, path, progress=lambda done, total: self._tell("index for search", done, total))

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        self._tell(name, 0, 1)
        with self._meter.stage(name):
            yield
        self._tell(name, 1, 1)

    def _tell(self, stage: str, done: int, total: int, detail: str = "") -> None:
        if self._progress is not None:
            self._progress(BuildProgress.at(stage, done, total, detail))


def model_of(snapshot: Snapshot) -> PersonModel:
    """The model that the snapshot was linked by."""
    path = snapshot.path / MODEL_FILE
    return PersonModel.from_json(path.read_text(encoding="utf-8"), file=str(path))


def _model_fits(snapshot: Snapshot) -> bool:
    """Whether this version can weigh with the snapshot's model. One it cannot is no reason to build nothing."""
    try:
        model_of(snapshot)
    except BadInput:
        return False
    return True


def _outgrown(snapshot: Snapshot) -> bool:
    with closing(snapshot.connect()) as con:
        nodes = con.execute("SELECT count(DISTINCT node_id) FROM node").fetchall()[0][0]
    return int(nodes) > _OUTGROWN * max(model_of(snapshot).nodes, _FEW)


def _new_id(store: Store) -> tuple[str, str]:
    """(when it is made, in ISO 8601; the id), later than every snapshot there is, also where the clock was put back."""
    now = datetime.now(UTC)
    known = store.snapshots()
    if known:
        now = max(now, datetime.fromisoformat(known[-1].created) + timedelta(milliseconds=1))
    created = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    digest = hashlib.sha256("\n".join([created, *(info.id for info in known)]).encode()).hexdigest()
    return created, f"{created[:23].translate(str.maketrans('', '', '-:.'))}Z-{digest[:8]}"


def _seal(building: Path) -> dict[str, str]:
    """Make the snapshot's files private and safe on disk; file name -> SHA-256. What was only for the build is removed."""
    shutil.rmtree(building / _SPILL, ignore_errors=True)
    hashes: dict[str, str] = {}
    for name in (PICTURE_FILE, SEARCH_FILE, MODEL_FILE, MAP_FILE):
        path = building / name
        if name == MAP_FILE and not path.is_file():
            continue
        path.chmod(0o600)
        sync_file(path)
        hashes[name] = hash_file(path)
    return hashes


def _nothing_usable(refused: Sequence[BadInput]) -> BadInput:
    """Why there is nothing to build from."""
    if len(refused) == 1:
        return refused[0]
    told = " ".join(str(error) for error in refused[:_TOLD])
    more = f" ({len(refused) - _TOLD} more files were refused.)" if len(refused) > _TOLD else ""
    return BadInput(f"no file could be used. {told}{more}", remedy="The picture served before is untouched.")
