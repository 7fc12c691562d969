"""Samples as they stand: how far each has been judged, and what follows from it for all the links that it was drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stronghold.casework.decisions import refuse
from stronghold.casework.models import ClericalPair, ClericalSample
from stronghold.casework.undoable import sees_terms
from stronghold.governance import audit, policy
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible
from stronghold.linking.clerical import strata_from_json
from stronghold.linking.decisions import Decision, Judgement
from stronghold.linking.intervals import Interval, wilson
from stronghold.linking.sampling import Estimate, Stratum, estimate

__all__ = ["SampleView", "StratumView", "answered_labels", "listed", "permitted_sample", "require_clerk", "sample_view"]

_SAYS: Mapping[str, bool | None] = {"yes": True, "no": False, "unsure": None}


@dataclass(frozen=True)
class StratumView:
    """A stratum, how many of its pairs were drawn and answered either way, and the share said to be one person."""

    stratum: Stratum
    drawn: int
    yes: int
    no: int
    unsure: int
    share: Interval | None


@dataclass(frozen=True)
class SampleView:
    """A sample, how many of its pairs have an answer, and what the answers say of all links of its snapshot."""

    row: ClericalSample
    pairs: int
    answered: int
    estimate: Estimate
    strata: tuple[StratumView, ...]
    served: bool

    @property
    def left(self) -> int:
        return self.pairs - self.answered

    @property
    def links(self) -> int:
        """How many accepted links the sample stands for."""
        return sum(each.stratum.pairs for each in self.strata if each.stratum.accepted)


def listed(gateway: Gateway) -> tuple[SampleView, ...]:
    """The samples that the account may see, the latest first."""
    rows = [row for row in ClericalSample.objects.select_related("drawn_by") if _permitted(gateway, row)]
    _write(gateway, "link samples listed", samples=[row.pk for row in rows])
    return tuple(_view(gateway, row) for row in rows)


def sample_view(gateway: Gateway, number: int) -> SampleView:
    """The sample of that number; ``NotVisible`` as by :func:`permitted_sample`."""
    row = permitted_sample(gateway, number)
    _write(gateway, "link sample looked at", sample=number)
    return _view(gateway, row)


def permitted_sample(gateway: Gateway, number: int) -> ClericalSample:
    """The sample, where the account may see all that it was drawn from; ``NotVisible``, in the same words, where there is none."""
    row = ClericalSample.objects.select_related("drawn_by").filter(pk=number).first()
    if row is None or not _permitted(gateway, row):
        _write(gateway, "link sample looked at", sample=number, found=0)
        raise NotVisible(
            f"There is no sample {number} that you may see.", remedy="See the samples on the page of linking's quality."
        )
    return row


def require_clerk(gateway: Gateway) -> None:
    """``Refused`` where the account may not say who is the same for its purpose; it is written to the audit."""
    if not policy.may(gateway.account, "decide", gateway.purpose):
        refuse(gateway)


def answered_labels() -> list[Decision]:
    """What people said of pairs of samples, for judging a model by; of a pair in several samples what was said last."""
    rows = ClericalPair.objects.filter(answer__in=["yes", "no"]).order_by("at", "pk")
    last = {(row.left, row.right): row for row in rows}
    return [
        Decision(row.pk, Judgement.SAME if row.answer == "yes" else Judgement.NOT_SAME, row.left, row.right)
        for row in sorted(last.values(), key=lambda row: row.pk)
    ]


def _permitted(gateway: Gateway, row: ClericalSample) -> bool:
    return all(map(sees_terms(gateway, row.terms), row.terms))


def _view(gateway: Gateway, row: ClericalSample) -> SampleView:
    strata = strata_from_json(row.strata)
    found: dict[int, list[str]] = {}
    for place, answer in row.pairs.values_list("stratum", "answer"):
        found.setdefault(place, []).append(answer)
    answers = {place: [_SAYS[said] for said in each if said] for place, each in found.items()}
    told = []
    for place, stratum in enumerate(strata):
        said = found.get(place, [])
        yes, no = said.count("yes"), said.count("no")
        told.append(StratumView(stratum, len(said), yes, no, said.count("unsure"), wilson(yes, yes + no, stratum.pairs)))
    return SampleView(
        row,
        sum(map(len, found.values())),
        sum(map(len, answers.values())),
        estimate(strata, answers),
        tuple(told),
        row.snapshot == gateway.snapshot_id,
    )


def _write(gateway: Gateway, action: str, **detail: object) -> None:
    audit.append_durably(action, account=gateway.account, purpose=gateway.purpose, detail={**detail})
