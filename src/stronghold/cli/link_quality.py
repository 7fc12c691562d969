"""``stronghold link-quality``: how good the links of a store are, by what people said of them, and what a load changed."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stronghold.cli.console import out, print_json, say, table
from stronghold.cli.options import Account, AsJson, Purpose, StoreFolder
from stronghold.cli.reading import gateway
from stronghold.errors import BadInput

if TYPE_CHECKING:
    from stronghold.governance.link_quality import LinkFigures
    from stronghold.linking.clerical import Judged
    from stronghold.linking.intervals import Interval
    from stronghold.linking.quality import LabelledQuality

__all__ = ["link_quality"]


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
    pairs: Annotated[int, typer.Option(min=20, max=5_000, help="How many pairs to draw.")] = 200,
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
        from stronghold.linking.quality import labelled_quality

        if draw:
            drawn = draw_sample(opened, store, draw, size=pairs, seed=seed)
            _told_drawn(draw, drawn, json=json)
            return
        if read:
            _told_judged(judged_sample(opened, read), json=json)
            return
        found = figures(opened, store, earlier=since)
        said = [(bool(label.accepted), label.decision.judgement is Judgement.SAME) for label in labels() if label.from_review]
    labelled = labelled_quality(said)
    if json:
        print_json({**asdict(found), "labelled": asdict(labelled)})
        return
    _told_figures(found, labelled)


def _told_drawn(path: Path, drawn: int, *, json: bool) -> None:
    from stronghold.linking.clerical import ANSWER, design_beside

    if json:
        print_json({"drawn": drawn, "file": str(path), "design": str(design_beside(path))})
        return
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


def _told_figures(found: LinkFigures, labelled: LabelledQuality) -> None:
    from stronghold.linking.quality import WEIGHT_EDGES

    ends = [-math.inf, *WEIGHT_EDGES, math.inf]
    was = found.drift.before.weights if found.drift else (None,) * len(found.summary.weights)
    rows = [
        (_bin(low, high), before, now)
        for low, high, before, now in zip(ends, ends[1:], was, found.summary.weights, strict=False)
        if before or now
    ]
    out.print(table("Pairs by match weight (powers of two)", ["Weight", "Before", "Now"], rows, numbers=(1, 2)))
    if labelled.pairs:
        shown = [("Precision", _share(labelled.precision)), ("Recall", _share(labelled.recall)), ("F1", _share(labelled.f1))]
        out.print(table(f"Of {labelled.pairs:,} pairs that people judged in review", ["", "Value (95 % interval)"], shown))
        say("People are asked about doubtful pairs: these figures are of those. For all links, draw a sample with --draw.")
    else:
        say("Nobody has judged a pair in review yet. For figures of all links, draw a sample with --draw FILE.")
    if found.drift is None:
        say("There is no earlier snapshot to compare with.")
        return
    say(f"Since {found.before}: {found.drift.moved:.1%} of links lie in other ranges of weight.")
    changed = [
        (s.source, _share(s.before), _share(s.after), _share(s.change, sign="+"), "look at this" if s.notable else "")
        for s in found.drift.sources
    ]
    out.print(table("Mentions linked to another, by source", ["Source", "Before", "Now", "Change", ""], changed))


def _bin(low: float, high: float) -> str:
    if math.isinf(low):
        return f"under {high:g}"
    return f"{low:g} or more" if math.isinf(high) else f"{low:g} to {high:g}"


def _share(found: Interval | None, sign: str = "") -> str:
    return f"{found.value:{sign}.3f} ({found.low:{sign}.3f} to {found.high:{sign}.3f})" if found else "not known"
