"""How good a store's links are, and a model fitted to its records: what people may draw, read and train, written to the audit.

Samples and figures are of the links between mentions that the account may see, and say nothing of others. Training reads every
record, as a build does, and needs the same permission; what comes out of it are rates.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from stronghold import engine
from stronghold.errors import BadInput
from stronghold.governance import audit, policy
from stronghold.governance.acts import refuse_act
from stronghold.governance.gateway import Gateway
from stronghold.governance.overlay import LaidOver, lay_over
from stronghold.governance.why_one import snapshot_model
from stronghold.linking.clerical import FIELDS, Judged, SamplePair, read_sample, write_sample
from stronghold.linking.decisions import Decision
from stronghold.linking.drift import Drift, LinkSummary, drift_between, summarise
from stronghold.linking.fitting import Fitting, fit_model
from stronghold.linking.sampling import Stratum, draw, strata_of
from stronghold.picture.models import choose_model, model_in_use, unchoose_model
from stronghold.picture.snapshot import PICTURE_FILE, Snapshot
from stronghold.picture.store import Store

__all__ = [
    "DrawnSample",
    "LinkFigures",
    "draw_pairs",
    "draw_sample",
    "export_sample",
    "figures",
    "judged_sample",
    "train_model",
    "use_shipped_model",
]

_KEPT = 16  # figures of so many pictures and readers
_VISIBLE = """
    CREATE TEMP TABLE visible_mention AS
    SELECT m.* FROM mention m JOIN record r USING (record_id) WHERE list_contains($classes::INTEGER[], r.class_id);
"""
_LINKS = """
    CREATE TEMP TABLE visible_node AS
    SELECT n.node_id, min(m.mention_key) AS key FROM node n JOIN visible_mention m USING (mention_id) GROUP BY n.node_id;
    CREATE TEMP TABLE visible_link AS
    SELECT k.mention_l, k.mention_r, k.match_weight, k.probability, k.accepted FROM link k
    SEMI JOIN visible_node l ON l.node_id = k.mention_l SEMI JOIN visible_node r ON r.node_id = k.mention_r;
"""


# What the earlier picture did not have, or had with another content.
_CAME = """
    CREATE TEMP TABLE came AS
    SELECT mention_id FROM visible_mention JOIN record USING (record_id)
    ANTI JOIN was_there ON was_there.said = hash(record.record_key, record.content_hash)
"""
_CAME_LINKS = """
    CREATE TEMP TABLE came_link AS
    WITH old_node AS (SELECT DISTINCT node_id FROM node SEMI JOIN (FROM visible_mention ANTI JOIN came USING (mention_id)) USING (mention_id))
    SELECT k.* FROM visible_link k LEFT JOIN old_node l ON l.node_id = k.mention_l LEFT JOIN old_node r ON r.node_id = k.mention_r
    WHERE l.node_id IS NULL OR r.node_id IS NULL
"""


@dataclass(frozen=True)
class LinkFigures:
    """Links in numbers. ``drift`` is from the snapshot ``before`` (``None``: there is none)."""

    snapshot: str
    summary: LinkSummary
    before: str | None
    drift: Drift | None


@dataclass(frozen=True)
class DrawnSample:
    """A sample of the links of ``snapshot`` that an account may see. ``terms``: the visibility classes of all it was drawn from."""

    snapshot: str
    seed: int
    strata: tuple[Stratum, ...]
    pairs: tuple[SamplePair, ...]
    terms: tuple[Mapping[str, str], ...]


def figures(gateway: Gateway, store: Path, *, earlier: str | None = None) -> LinkFigures:
    """The links that the account may see, in numbers, and what changed since ``earlier`` (a snapshot's id; else the one before)."""
    opened = Store.open(store)
    snapshot = opened.snapshot(gateway.snapshot_id)
    before = earlier or _earlier(opened, snapshot)
    _write(gateway, "link quality", before=before or "")
    asked = [_of(gateway, each) for each in (snapshot, *([opened.snapshot(before)] if before else []))]
    summary, drift = _figures(asked[0], asked[1] if before else None)
    return LinkFigures(snapshot.id, summary, before, drift)


@dataclass(frozen=True)
class _Seen:
    """A snapshot as an account sees it: its folder, the classes, and what was withdrawn since. The same gives the same figures."""

    path: Path
    classes: tuple[int, ...]
    laid: LaidOver


def _of(gateway: Gateway, snapshot: Snapshot) -> _Seen:
    classes = policy.visible_classes(gateway.account, gateway.purpose, snapshot.classes()).visible_ids
    with closing(snapshot.connect()) as con:
        return _Seen(snapshot.path, tuple(classes), lay_over(con, snapshot))


@lru_cache(maxsize=_KEPT)
def _figures(seen: _Seen, earlier: _Seen | None) -> tuple[LinkSummary, Drift | None]:
    """Counts alone; worked out once for all who see the same of the same pictures, as they take seconds in a large one."""
    if earlier is None:
        with _opened(Snapshot(seen.path), seen.classes) as con:
            return _summary(con), None
    with _opened(Snapshot(earlier.path), earlier.classes) as con:
        first = _summary(con)
        was_there = con.sql(
            "SELECT DISTINCT hash(r.record_key, r.content_hash) AS said FROM record r SEMI JOIN visible_mention USING (record_id)"
        ).to_arrow_table()
    with _opened(Snapshot(seen.path), seen.classes) as con:
        con.register("was_there", was_there)
        con.execute(_CAME)
        con.execute(_CAME_LINKS)
        summary = _summary(con)
        came = summarise(con, links="came_link", mentions="visible_mention", only="came")
    return summary, drift_between(first, summary, came)


def _summary(con: duckdb.DuckDBPyConnection) -> LinkSummary:
    return summarise(con, links="visible_link", mentions="visible_mention")


def draw_pairs(gateway: Gateway, store: Path, *, size: int, seed: int) -> DrawnSample:
    """A sample of the links that the account may see, for people to judge: the pairs' keys, and nothing that records say."""
    snapshot = Store.open(store).snapshot(gateway.snapshot_id)
    with _visible(gateway, snapshot) as con:
        strata = strata_of(con, _threshold(snapshot), "visible_link")
        drawn = draw(con, strata, size, seed=seed, frame="visible_link")
        if not drawn:
            raise BadInput("no two records that you may see were linked or nearly so.", remedy="There is nothing to judge.")
        nodes = sorted({node for pair in drawn for node in (pair.node_l, pair.node_r)})
        keys: dict[int, str] = dict(
            con.execute(
                "SELECT node_id, key FROM visible_node WHERE node_id IN (SELECT unnest($nodes::BIGINT[]))", {"nodes": nodes}
            ).fetchall()
        )
        pairs = tuple(SamplePair(pair.number, pair.stratum, keys[pair.node_l], keys[pair.node_r]) for pair in drawn)
        rows = con.execute(
            "SELECT DISTINCT c.agency, c.handling, c.sensitivity, c.operation FROM visibility_class c JOIN record r USING (class_id)"
            " SEMI JOIN visible_mention m ON m.record_id = r.record_id AND m.kind = 'person' ORDER BY ALL"
        ).fetchall()
    terms = tuple(
        {name: value or "" for name, value in zip(("agency", "handling", "sensitivity", "operation"), row, strict=True)}
        for row in rows
    )
    return DrawnSample(snapshot.id, seed, tuple(strata), pairs, terms)


def draw_sample(gateway: Gateway, store: Path, path: Path, *, size: int, seed: int) -> int:
    """Draw a sample of the links that the account may see, for people to judge, into ``path`` and its design beside it; how many."""
    drawn = draw_pairs(gateway, store, size=size, seed=seed)
    return export_sample(gateway, store, path, drawn)


def export_sample(gateway: Gateway, store: Path, path: Path, drawn: DrawnSample) -> int:
    """Write a sample that was drawn into ``path`` and its design beside it, with the values as they are now; how many pairs.

    Every record whose values go into the file is named in the audit first. Pairs of which a record has gone or may not be seen are
    left out of the file; the design keeps them, as pairs that nobody answered.
    """
    snapshot = Store.open(store).snapshot(gateway.snapshot_id)
    with _visible(gateway, snapshot) as con:
        sides = _sides(con, {key for pair in drawn.pairs for key in (pair.left, pair.right)})
    pairs = [pair for pair in drawn.pairs if pair.left in sides and pair.right in sides]
    records = sorted({key.split("#")[0] for pair in pairs for key in (pair.left, pair.right)})
    _write(gateway, "link sample exported", subjects=records, pairs=len(pairs), seed=drawn.seed)
    write_sample(path, drawn.strata, drawn.pairs, sides, snapshot=drawn.snapshot, seed=drawn.seed)
    return len(pairs)


def judged_sample(gateway: Gateway, path: Path) -> Judged:
    """What people said of a sample, projected to all links that it was drawn from."""
    judged = read_sample(path)
    _write(gateway, "link sample read", judged=judged.estimate.judged, drawn_of=judged.snapshot)
    return judged


def train_model(
    gateway: Gateway,
    store: Path,
    *,
    decisions: Sequence[Decision] = (),
    progress: Callable[[str], None] | None = None,
) -> Fitting:
    """Fit the model to every record of the served snapshot; where it is not worse, the next build starts from it.

    ``Refused`` to those who may not build the picture. The answer holds rates and counts, nothing of anybody.
    """
    _require_build(gateway)
    opened = Store.open(store)
    snapshot = opened.snapshot(gateway.snapshot_id)
    _write(gateway, "model training")
    with closing(engine.connect()) as con:
        path = str(snapshot.path / PICTURE_FILE).replace("'", "''")
        con.execute(f"ATTACH '{path}' AS picture (READ_ONLY)")
        for table in ("person", "mention", "record", "source"):
            con.execute(f"CREATE VIEW {table} AS FROM picture.{table}")
        fitting = fit_model(con, model_in_use(opened), decisions=decisions, progress=progress)
    if not fitting.reasons_against:
        kept = choose_model(opened, fitting.model)
        _write(gateway, "model chosen", model=kept.stem, nodes=fitting.nodes)
    else:
        _write(gateway, "model refused", reasons=list(fitting.reasons_against), nodes=fitting.nodes)
    return fitting


def use_shipped_model(gateway: Gateway, store: Path) -> bool:
    """Let the next build start from the shipped model again; whether another was chosen. ``Refused`` as by :func:`train_model`."""
    _require_build(gateway)
    _write(gateway, "model chosen", model="shipped")
    return unchoose_model(Store.open(store))


def _require_build(gateway: Gateway) -> None:
    if not policy.may(gateway.account, "build", gateway.purpose):
        refuse_act(
            gateway.account,
            gateway.purpose,
            "train",
            "Only those who may build the picture may train its model, and for that purpose.",
            remedy="State the purpose data_quality, or ask an analyst.",
        )


def _write(gateway: Gateway, action: str, *, subjects: Sequence[str] = (), **detail: object) -> None:
    audit.append_durably(
        action,
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=subjects,
        detail={"snapshot": gateway.snapshot_id, **detail},
    )


def _earlier(store: Store, snapshot: Snapshot) -> str | None:
    """The snapshot that this one goes on from, if it is still there."""
    previous = snapshot.manifest.previous
    return previous if previous in {info.id for info in store.snapshots()} else None


def _visible(gateway: Gateway, snapshot: Snapshot) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    return _opened(snapshot, policy.visible_classes(gateway.account, gateway.purpose, snapshot.classes()).visible_ids)


@contextmanager
def _opened(snapshot: Snapshot, classes: Sequence[int]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The snapshot with ``visible_mention``, ``visible_node`` and ``visible_link``: what may be seen of it by those who see ``classes``."""
    with closing(snapshot.connect()) as con:
        lay_over(con, snapshot)
        con.execute(_VISIBLE, {"classes": list(classes)})
        con.execute(_LINKS)
        yield con


def _threshold(snapshot: Snapshot) -> float:
    model, problem = snapshot_model(snapshot)
    if model is None:
        raise BadInput(
            problem or "No people were linked in this picture.", remedy=None if problem else "There is nothing to judge."
        )
    return model.threshold


def _sides(con: duckdb.DuckDBPyConnection, keys: Collection[str]) -> dict[str, dict[str, object]]:
    """By key, the visible ones of those mentions with their values."""
    columns = {row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE person)").fetchall()}
    fields = [name for name in FIELDS if name in columns]
    rows = con.execute(
        f"""
        SELECT m.mention_key, s.agency, r.handling, {", ".join(f"p.{name}" for name in fields)}
        FROM visible_mention m JOIN person p USING (mention_id) JOIN record r USING (record_id) JOIN source s USING (source_id)
        WHERE m.mention_key IN (SELECT unnest($keys::VARCHAR[]))
        """,  # noqa: S608 - columns of the vocabulary
        {"keys": sorted(keys)},
    ).fetchall()
    names = ["agency", "handling", *fields]
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
