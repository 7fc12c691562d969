"""Drawing a sample and keeping it, and giving it out as a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from stronghold.casework.clerical.reading import permitted_sample, require_clerk
from stronghold.casework.models import ClericalPair, ClericalSample
from stronghold.governance import audit
from stronghold.governance.gateway import Gateway
from stronghold.governance.link_quality import DrawnSample, draw_pairs, export_sample
from stronghold.linking.clerical import SamplePair, strata_as_json, strata_from_json

__all__ = ["as_drawn", "draw", "export"]


def draw(gateway: Gateway, store: Path, *, size: int, seed: int) -> ClericalSample:
    """Draw a sample of the links that the account may see and keep it, in one transaction with its audit entry.

    ``Refused`` where the account may not decide who is the same for its purpose, ``BadInput`` where there is nothing to draw.
    """
    require_clerk(gateway)
    drawn = draw_pairs(gateway, store, size=size, seed=seed)
    with transaction.atomic():
        row = ClericalSample.objects.create(
            snapshot=drawn.snapshot,
            seed=seed,
            strata=strata_as_json(drawn.strata),
            terms=[dict(term) for term in drawn.terms],
            drawn_by=gateway.account,
            drawn_at=datetime.now(UTC),
            purpose=gateway.purpose,
        )
        ClericalPair.objects.bulk_create(
            ClericalPair(sample=row, number=pair.number, stratum=pair.stratum, left=pair.left, right=pair.right)
            for pair in drawn.pairs
        )
        audit.append(
            "link sample drawn",
            account=gateway.account,
            purpose=gateway.purpose,
            detail={"sample": row.pk, "snapshot": drawn.snapshot, "pairs": len(drawn.pairs), "seed": seed},
        )
    return row


def export(gateway: Gateway, store: Path, number: int, path: Path) -> int:
    """Write the sample to ``path`` (``.csv`` or ``.xlsx``) and its design beside it, for people to fill in; how many pairs.

    ``Refused`` and ``NotVisible`` as by :func:`draw` and :func:`.reading.permitted_sample`.
    """
    require_clerk(gateway)
    return export_sample(gateway, store, path, as_drawn(permitted_sample(gateway, number)))


def as_drawn(row: ClericalSample) -> DrawnSample:
    pairs = tuple(SamplePair(*each) for each in row.pairs.order_by("number").values_list("number", "stratum", "left", "right"))
    return DrawnSample(row.snapshot, row.seed, tuple(strata_from_json(row.strata)), pairs, tuple(row.terms))
