"""How good a store's links are, and a model fitted to its records: what people may draw, read and train, written to the audit.

Samples and figures are of the links between mentions that the account may see, and say nothing of others. Training reads every
record, as a build does, and needs the same permission; what comes out of it are rates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from stronghold import engine
from stronghold.errors import BadInput
from stronghold.governance import audit, policy
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import Refused
from stronghold.linking.clerical import FIELDS, Judged, read_sample, write_sample
from stronghold.linking.decisions import Decision
from stronghold.linking.fitting import Fitting, fit_model
from stronghold.linking.model import PersonModel
from stronghold.linking.quality import Drift, LinkSummary, drift_between, summarise
from stronghold.linking.sampling import draw, strata_of
from stronghold.picture.models import choose_model, model_in_use, unchoose_model
from stronghold.picture.snapshot import MODEL_FILE, PICTURE_FILE, Snapshot
from stronghold.picture.store import Store

__all__ = ["LinkFigures", "draw_sample", "figures", "judged_sample", "train_model", "use_shipped_model"]

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


@dataclass(frozen=True)
class LinkFigures:
    """Links in numbers. ``drift`` is from the snapshot before (``None``: there is none)."""

    snapshot: str
    summary: LinkSummary
    before: str | None
    drift: Drift | None


def figures(gateway: Gateway, store: Path, *, earlier: str | None = None) -> LinkFigures:
    """The links that the account may see, in numbers, and what changed since ``earlier`` (a snapshot's id; else the one before)."""
    opened = Store.open(store)
    snapshot = opened.snapshot(gateway.snapshot_id)
    before = earlier or _earlier(opened, snapshot)
    _write(gateway, "link quality", before=before or "")
    with _visible(gateway, snapshot) as con:
        summary = summarise(con, links="visible_link", mentions="visible_mention")
    if before is None:
        return LinkFigures(snapshot.id, summary, None, None)
    with _visible(gateway, opened.snapshot(before)) as con:
        first = summarise(con, links="visible_link", mentions="visible_mention")
    return LinkFigures(snapshot.id, summary, before, drift_between(first, summary))


def draw_sample(gateway: Gateway, store: Path, path: Path, *, size: int, seed: int) -> int:
    """Draw a sample of the links that the account may see, for people to judge, into ``path`` and its design beside it; how many.

    Every record whose values go into the file is named in the audit first.
    """
    snapshot = Store.open(store).snapshot(gateway.snapshot_id)
    with _visible(gateway, snapshot) as con:
        strata = strata_of(con, _threshold(snapshot), "visible_link")
        drawn = draw(con, strata, size, seed=seed, frame="visible_link")
        if not drawn:
            raise BadInput("no two records that you may see were linked or nearly so.", remedy="There is nothing to judge.")
        sides = _sides(con, sorted({node for pair in drawn for node in (pair.node_l, pair.node_r)}))
        records = sorted({str(side["key"]).split("#")[0] for side in sides.values()})
        _write(gateway, "link sample exported", subjects=records, pairs=len(drawn), seed=seed)
        write_sample(path, strata, drawn, sides, snapshot=snapshot.id, seed=seed)
    return len(drawn)


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
        detail = {"reason": "act not permitted", "act": "train"}
        audit.append_durably("refused", account=gateway.account, purpose=gateway.purpose, detail=detail)
        raise Refused(
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


@contextmanager
def _visible(gateway: Gateway, snapshot: Snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    """The snapshot with ``visible_mention``, ``visible_node`` and ``visible_link``: what the account may see of it."""
    classes = policy.visible_classes(gateway.account, gateway.purpose, snapshot.classes()).visible_ids
    with closing(snapshot.connect()) as con:
        con.execute(_VISIBLE, {"classes": list(classes)})
        con.execute(_LINKS)
        yield con


def _threshold(snapshot: Snapshot) -> float:
    path = snapshot.path / MODEL_FILE
    return PersonModel.from_json(path.read_text(encoding="utf-8"), file=str(path)).threshold


def _sides(con: duckdb.DuckDBPyConnection, nodes: Sequence[int]) -> dict[int, dict[str, object]]:
    """By node, a visible mention of it with its values. Mentions of a node are alike in every compared field."""
    columns = {row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE person)").fetchall()}
    fields = [name for name in FIELDS if name in columns]
    cursor = con.execute(
        f"""
        SELECT v.node_id, v.key, s.agency, r.handling, {", ".join(f"p.{name}" for name in fields)}
        FROM visible_node v JOIN visible_mention m ON m.mention_key = v.key JOIN person p USING (mention_id)
        JOIN record r USING (record_id) JOIN source s USING (source_id) WHERE list_contains($nodes::BIGINT[], v.node_id)
        """,  # noqa: S608 - columns of the vocabulary
        {"nodes": list(nodes)},
    )
    names = ["key", "agency", "handling", *fields]
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in cursor.fetchall()}
