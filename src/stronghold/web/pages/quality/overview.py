"""The page "Quality of linking": what is known of how good the links are, and what the last load changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.casework import clerical, decisions
from stronghold.governance.gateway import Gateway
from stronghold.governance.link_quality import LinkFigures, figures
from stronghold.linking.decisions import Judgement
from stronghold.linking.drift import ShareDrift
from stronghold.linking.drift_words import column_words, feed_words, findings, span_words
from stronghold.linking.quality import Band, by_band
from stronghold.web.doors import Request, reads
from stronghold.web.pages.quality.figures import band_chart, estimate_chart, size_chart, weight_chart
from stronghold.web.pages.quality.forms import DrawForm

__all__ = ["link_quality", "urlpatterns"]


@reads
def link_quality(request: Request, gateway: Gateway) -> HttpResponse:
    found = figures(gateway, request.store.path)
    samples = clerical.listed(gateway)
    # The latest sample that says something stands for the picture, until a later one does.
    told = next((each for each in samples if each.estimate.precision), None)
    bands = _bands()
    context: dict[str, Any] = {
        "figures": found,
        "samples": samples,
        "told": told,
        "estimate": estimate_chart(told) if told else None,
        "bands": bands,
        "band_chart": band_chart(bands) if bands else None,
        "answers": sum(band.asked for band in bands),
        "as_expected": all(band.as_expected for band in bands),
        "weights": weight_chart(found.summary, found.drift),
        "sizes": size_chart(found.summary, found.drift),
        "findings": findings(found.drift) if found.drift else (),
        "feeds": _feeds(found),
        "form": DrawForm(),
    }
    return render(request, "pages/quality/overview.html", context)


def _bands() -> tuple[Band, ...]:
    """What the review's answers that stand say, band by band: counts, and nothing of anybody."""
    answers = [label for label in decisions.labels("person") if label.from_review and label.match_weight is not None]
    return by_band([(label.match_weight or 0.0, label.decision.judgement is Judgement.SAME) for label in answers])


def _feeds(found: LinkFigures) -> list[dict[str, Any]]:
    """By feed, its shares as a table shows them: those linked, then each column that anything gives."""
    if found.drift is None:
        return []
    feeds: dict[str, dict[str, Any]] = {}
    for share in found.drift.shares:
        name = feed_words((share.agency, share.system, share.kind))
        feed = feeds.setdefault(name, {"name": name, "rows": [], "notable": False, "new": share.before is None})
        feed["rows"].append(_row(share))
        feed["notable"] |= share.notable
    return sorted(feeds.values(), key=lambda feed: (not feed["notable"], feed["name"]))


def _row(share: ShareDrift) -> dict[str, Any]:
    return {
        "label": column_words(share.column),
        "before": span_words(share.before),
        "came": span_words(share.came),
        "now": span_words(share.now),
        "notable": share.notable,
    }


urlpatterns = [path("quality/", link_quality, name="link_quality")]
