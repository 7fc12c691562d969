"""``stronghold train``: fit the linking model to one's own records, and use it where it is not worse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress, TaskID

from stronghold.cli.console import out, print_json, progress_bar, say, table, warn
from stronghold.cli.options import AsJson
from stronghold.cli.reading import gateway
from stronghold.errors import BadInput

if TYPE_CHECKING:
    from stronghold.linking.decisions import Decision
    from stronghold.linking.fitting import Fitting

__all__ = ["train"]

_CHANGES_SHOWN = 20
_Mappings = Annotated[
    list[Path] | None,
    typer.Option(help="The files' mapping; once for all, or once a file. Without it one is proposed.", show_default=False),
]
_Labels = Annotated[
    Path | None,
    typer.Option(help="A sample of pairs that people judged (`stronghold link-quality --draw`), to judge the models by."),
]


def train(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE...]", help="Person files to try it on, instead of a store.", show_default=False),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option("--store", envvar="STRONGHOLD_STORE", help="The store's folder.", show_default=False, file_okay=False),
    ] = None,
    account: Annotated[
        str | None,
        typer.Option(
            "--as", envvar="STRONGHOLD_AS", help="The named account that trains. Written to the audit.", show_default=False
        ),
    ] = None,
    purpose: Annotated[
        str, typer.Option("--purpose", envvar="STRONGHOLD_PURPOSE", help="Why, written to the audit.")
    ] = "data_quality",
    mapping: _Mappings = None,
    labels: _Labels = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="Write the model here as JSON, if it is not worse.", show_default=False)
    ] = None,
    shipped: Annotated[bool, typer.Option("--shipped", help="With a store: go back to the model that is shipped.")] = False,
    json: AsJson = False,
) -> None:
    """Fit the linking model to your own records, without known truth, and judge it against the one in use.

    It is used by the next build from files (`stronghold build FOLDER`) unless it is worse: then the reasons are printed, nothing
    changes, and the command ends with 1. The judging is described in the guide, docs/guide/linking.md.

    Example: `stronghold train --store town --as amina` or, to try it on files, `stronghold train people.csv --to model.json`
    """
    if bool(files) == (store is not None):
        raise BadInput("there is nothing to train on, or two things.", remedy="Give --store DIR, or one or more files.")
    if store is not None and account is None:
        raise BadInput("training on a store is done by a named account.", remedy="Say who: --as NAME.")
    if store is not None and shipped:
        _shipped(store, account or "", purpose)
        return
    with progress_bar(quiet=json) as bar:
        task = bar.add_task("Starting", total=None)
        tell = partial(_step, bar, task)
        if store is not None:
            fitting = _on_store(store, account or "", purpose, labels, tell)
        else:
            fitting = _on_files(files or [], mapping or [], labels, tell)
    kept = not fitting.reasons_against and (store is not None or to is not None)
    if to is not None and kept:
        from stronghold.picture.durable import write_durably

        write_durably(to, fitting.model.to_json())
    if json:
        print_json(_machine(fitting, kept))
    else:
        _tell(fitting, kept, store)
    if fitting.reasons_against:
        raise typer.Exit(1)


def _step(bar: Progress, task: TaskID, step: str) -> None:
    bar.update(task, description=step)


def _labels(path: Path | None) -> tuple[Decision, ...]:
    from stronghold.linking.clerical import read_sample

    return read_sample(path).decisions if path else ()


def _on_files(files: list[Path], given: list[Path], labels: Path | None, tell: Callable[[str], None]) -> Fitting:
    from stronghold.cli.link import mappings_of
    from stronghold.linking.files import fit_files

    mappings, warnings = mappings_of(files, given, None)
    for each in warnings:
        warn("Noted", each)
    inputs = list(zip(files, mappings, strict=True))
    return fit_files(inputs, decisions=_labels(labels), progress=tell)


def _on_store(store: Path, account: str, purpose: str, labels: Path | None, tell: Callable[[str], None]) -> Fitting:
    with gateway(store, account, purpose) as opened:
        # Models can only be imported once Django is set up for the store, which the gateway does.
        from stronghold.casework.clerical import answered_labels
        from stronghold.casework.decisions.handing_over import labels as decided
        from stronghold.governance.link_quality import train_model

        decisions = [*(label.decision for label in decided("person")), *answered_labels(), *_labels(labels)]
        return train_model(opened, store, decisions=decisions, progress=tell)


def _shipped(store: Path, account: str, purpose: str) -> None:
    with gateway(store, account, purpose) as opened:
        from stronghold.governance.link_quality import use_shipped_model

        there = use_shipped_model(opened, store)
    say("The next build starts from the shipped model." if there else "No other model was chosen.")


def _machine(fitting: Fitting, kept: bool) -> dict[str, Any]:
    return {
        "accepted": not fitting.reasons_against,
        "kept": kept,
        "reasons": list(fitting.reasons_against),
        "criteria": [asdict(criterion) for criterion in fitting.criteria],
        "changes": [{**asdict(change), "by": change.by} for change in fitting.changes],
        "entries": fitting.nodes,
        "held_out": fitting.held_out,
    }


def _tell(fitting: Fitting, kept: bool, store: Path | None) -> None:
    out.print(f"Learnt from {fitting.nodes:,} different entries, judged on {fitting.held_out:,} others.")
    rows = [
        (c.comparison, c.level, f"{c.before:+.1f}", f"{c.after:+.1f}", f"{c.by:+.1f}", _words(c.by))
        for c in fitting.changes[:_CHANGES_SHOWN]
    ]
    title = "What changed: weights in powers of two, for (+) and against (-) one person"
    out.print(table(title, ["Field", "Found", "Before", "After", "Change", "In words"], rows))
    if len(fitting.changes) > _CHANGES_SHOWN:
        out.print(f"{len(fitting.changes) - _CHANGES_SHOWN:,} smaller changes are not shown; --json has all.")
    marks = {True: "worse", False: "not worse", None: "cannot tell"}
    out.print(table("How it was judged", ["By", "Found", ""], [(c.name, c.words, marks[c.worse]) for c in fitting.criteria]))
    if fitting.reasons_against:
        for reason in fitting.reasons_against:
            warn("Refused", reason)
        say("Nothing was changed: the model in use stays.")
    elif kept and store is not None:
        say("The next build from files starts from this model: stronghold build FOLDER --store " + str(store))
    elif not kept:
        say("Nothing was written: give --to FILE to keep the model, or --store to use it.")


def _words(by: float) -> str:
    """A change of weight in words."""
    times = 2.0 ** abs(by)
    said = f"{times:.1f}" if times < 10 else f"{times:,.0f}"
    return f"speaks {said} times more {'for' if by > 0 else 'against'} one person"
