"""``stronghold link-quality``: how good the links of a store are, by what people said of them, and what a load changed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stronghold.cli.console import out, print_json, say, table, warn
from stronghold.cli.options import Account, AsJson, Purpose, StoreFolder
from stronghold.cli.reading import gateway
from stronghold.errors import BadInput

if TYPE_CHECKING:
    from stronghold.governance.link_quality import LinkFigures
    from stronghold.linking.clerical import Judged
    from stronghold.linking.intervals import Interval
    from stronghold.linking.quality import Band, LabelledQuality

__all__ = ["link_quality"]

_Pairs = Annotated[
    int,
    typer.Option(
        min=20,
        max=5_000,
        help="How many pairs to draw. Of each range of match weight 12 are drawn at least, or all it has, however few you ask for.",
    ),
]


def link_quality(
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    draw: Annotated[
        Path | None,
        typer.Option(
            "--draw", metavar="FILE", help="Draw a sample of pairs for people to judge (.csv or .xlsx).", show_default=False
        ),
    ] = None,
    read: Annotated[
        Path | None,
        typer.Option(
            "--read", metavar="FILE", help="Read a sample that people have judged: precision and recall.", show_default=False
        ),
    ] = None,
    pairs: _Pairs = 200,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws other pairs.")] = 1,
    since: Annotated[
        str | None,
        typer.Option(metavar="SNAPSHOT", help="Compare with this snapshot instead of the one before.", show_default=False),
    ] = None,
    json: AsJson = False,
) -> None:
    """How good the links between records are: from people's decisions, from a judged sample, and what changed with the last load.

    Without known truth, draw a sample, let people say of each pair whether it is one person, and read it back. Everything is of
    the records that the account may see.

    Example: `stronghold link-quality --store town --as amina --purpose disruption --draw sample.csv`
    """
    if draw and read:
        raise BadInput("a sample is drawn or read, not both at once.", remedy="Give --draw or --read.")
    with gateway(store, account, purpose) as opened:
        # Models can only be imported once Django is set up for the store, which the gateway does.
        from stronghold.casework.decisions.handing_over import labels
        from stronghold.governance.link_quality import draw_sample, figures, judged_sample
        from stronghold.linking.decisions import Judgement
        from stronghold.linking.quality import by_band, labelled_quality

        if draw:
            drawn = draw_sample(opened, store, draw, size=pairs, seed=seed)
            _told_drawn(draw, drawn, pairs, json=json)
            return
        if read:
            _told_judged(judged_sample(opened, read), json=json)
            return
        found = figures(opened, store, earlier=since)
        answers = [label for label in labels() if label.from_review]
        said = [(bool(label.accepted), label.decision.judgement is Judgement.SAME) for label in answers]
        weighed = [(a.match_weight, a.decision.judgement is Judgement.SAME) for a in answers if a.match_weight is not None]
    labelled, bands = labelled_quality(said), by_band(weighed)
    if json:
        from stronghold.linking.drift_words import findings

        told = {"labelled": asdict(labelled), "bands": [_machine(band) for band in bands]}
        print_json({**asdict(found), **told, "findings": list(findings(found.drift)) if found.drift else []})
        return
    _told_figures(found, labelled, bands)


def _told_drawn(path: Path, drawn: int, asked: int, *, json: bool) -> None:
    from stronghold.linking.clerical import ANSWER, design_beside
    from stronghold.linking.sampling import other_than_asked

    why = other_than_asked(drawn, asked)
    if json:
        print_json({"asked": asked, "drawn": drawn, "why": why, "file": str(path), "design": str(design_beside(path))})
        return
    if why:
        say(why)
    say(
        f"{drawn:,} pairs are in {path}. Fill in the column '{ANSWER}' for each, then read it back with --read {path}.\n"
        f"Keep {design_beside(path).name} beside it. Both records of a pair are in the file: treat it as you treat them."
    )


def _told_judged(judged: Judged, *, json: bool) -> None:
    if json:
        print_json(
            {"estimate": asdict(judged.estimate), "drawn": judged.drawn, "empty": judged.empty, "snapshot": judged.snapshot}
        )
        return
    found = judged.estimate
    rows = [
        ("Precision", "of the links, the share that is right", _share(found.precision)),
        ("Recall", "of the pairs of one person that were compared and kept, the share that is linked", _share(found.recall)),
        ("F1", "the harmonic mean of the two", _share(found.f1)),
    ]
    out.print(
        table(
            f"By {found.judged:,} judged pairs of snapshot {judged.snapshot}", ["", "Of what", "Estimate (95 % interval)"], rows
        )
    )
    if found.unsure:
        say(f"{found.unsure:,} pairs could not be judged and were left out.")
    if found.either_way:
        (low, high), (least, most) = found.either_way
        say(f"If all of those were wrongly taken: precision {low:.3f} to {high:.3f}, recall {least:.3f} to {most:.3f}.")
    if judged.empty:
        say(f"{judged.empty:,} of {judged.drawn:,} pairs have no answer yet.")
    if found.recall is None:
        say("Some strata have no judged pair: judge more of the sample.")


def _told_figures(found: LinkFigures, labelled: LabelledQuality, bands: Sequence[Band]) -> None:
    from stronghold.linking.drift_words import size_ranges, weight_ranges

    before = found.drift.before if found.drift else None
    for title, names, was, now in (
        ("Pairs by match weight (powers of two)", weight_ranges(), before and before.weights, found.summary.weights),
        ("People by how many entries they have", size_ranges(), before and before.sizes, found.summary.sizes),
    ):
        rows = [row for row in zip(names, was or [None] * len(now), now, strict=True) if row[1] or row[2]]
        out.print(table(title, ["", "Before", "Now"], rows, numbers=(1, 2)))
    if labelled.pairs:
        shown = [("Precision", _share(labelled.precision)), ("Recall", _share(labelled.recall)), ("F1", _share(labelled.f1))]
        out.print(table(f"Of {labelled.pairs:,} pairs that people judged in review", ["", "Value (95 % interval)"], shown))
        by_band = [(_bin(b.low, b.high), b.asked, b.same, _share(b.share), f"{b.expected:.3f}") for b in bands]
        headings = ["Match weight", "Judged", "One person", "Share (95 % interval)", "The model said"]
        out.print(table("The same by match weight", headings, by_band, numbers=(1, 2)))
        say("People are asked about doubtful pairs: these figures are of those. For all links, draw a sample with --draw.")
    else:
        say("Nobody has judged a pair in review yet. For figures of all links, draw a sample with --draw FILE.")
    _told_drift(found)


def _told_drift(found: LinkFigures) -> None:
    from stronghold.linking.drift_words import column_words, feed_words, findings

    if found.drift is None:
        say("There is no earlier snapshot to compare with.")
        return
    changed = [
        (
            feed_words((s.agency, s.system, s.kind)),
            _share(s.before),
            _share(s.came),
            _share(s.now),
            "look at this" if s.notable else "",
        )
        for s in found.drift.shares
        if s.column is None
    ]
    title = f"{column_words(None)}, since {found.before}"
    out.print(table(title, ["Records", "Before", "Of what came", "Now", ""], changed))
    told = findings(found.drift)
    for words in told:
        warn("Drift", words)
    if not told:
        say(f"Since {found.before} nothing changed beyond what chance explains.")


def _machine(band: Band) -> dict[str, object]:
    """JSON has no endless numbers: an end that is one is left open."""
    return {**asdict(band), **{name: None for name in ("low", "high") if math.isinf(getattr(band, name))}}


def _bin(low: float, high: float) -> str:
    if math.isinf(low):
        return f"under {high:g}"
    return f"{low:g} or more" if math.isinf(high) else f"{low:g} to {high:g}"


def _share(found: Interval | None) -> str:
    return str(found) if found else "not known"
