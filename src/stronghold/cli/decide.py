"""``stronghold decide``: say which records are of the same person, home or thing, and which are not; undo what was said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stronghold.cli.console import out, print_json, say, table
from stronghold.cli.options import Account, AsJson, Purpose, Reason, StoreFolder
from stronghold.cli.reading import gateway
from stronghold.cli.undoable import told_of, who_when_why

if TYPE_CHECKING:
    from stronghold.casework.decisions import DecisionView
    from stronghold.governance.sides import MentionSide

__all__ = ["STATES", "app", "machine_decision", "said_of"]

app = typer.Typer(
    name="decide",
    help="Say which records are of the same person, home or thing, and which are not; undo it; list it.",
    no_args_is_help=True,
)

_Key = Annotated[
    str,
    typer.Argument(
        metavar="KEY",
        help="The key of someone or something that a record names (`stronghold show ID --json` has them), or an entity's id:"
        " then the record that says most of it is taken.",
        show_default=False,
    ),
]
STATES = {
    "waiting": "waits for the next build",
    "in picture": "in the picture",
    "leaving": "undone; the picture has it until the next build",
    "undone": "undone",
}


@app.command("same")
def same(
    left: _Key, right: _Key, reason: Reason, store: StoreFolder, account: Account, purpose: Purpose, json: AsJson = False
) -> None:
    """Two are the same: the next build takes them for one, whatever the evidence says.

    Where earlier decisions say otherwise they are named, and nothing is decided.

    Example: `stronghold decide same P-7K2M9QXD P-0V5R3TXA --reason "Seen together by PC Hale" --store town --as amina --purpose disruption`
    """
    _decide("same", left, right, reason, store, account, purpose, json)


@app.command("not-same")
def not_same(
    left: _Key, right: _Key, reason: Reason, store: StoreFolder, account: Account, purpose: Purpose, json: AsJson = False
) -> None:
    """Two are not the same: the next build keeps them apart, whatever the evidence says.

    Example: `stronghold decide not-same KEY KEY --reason "Father and son" --store town --as amina --purpose disruption`
    """
    _decide("not_same", left, right, reason, store, account, purpose, json)


@app.command("undo")
def undo(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The decision's number.", min=1)],
    reason: Reason,
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    json: AsJson = False,
) -> None:
    """A decision no longer counts: the next build is as if it had never been made. It is kept, with both reasons.

    Example: `stronghold decide undo 12 --reason "The brothers were mixed up" --store town --as amina --purpose disruption`
    """
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import decisions

        decisions.undo(opened, number, reason=reason)
        view = decisions.read(opened, number)
    if json:
        print_json(machine_decision(view))
    else:
        say(f"Decision {number} is undone. The picture is without it after the next build: stronghold build --store {store}")


@app.command("list")
def list_decisions(
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most this many.")] = 100,
    json: AsJson = False,
) -> None:
    """List the decisions about records that the account may see, the latest first.

    Example: `stronghold decide list --store town --as amina --purpose disruption`
    """
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import decisions

        found = decisions.listed(opened, limit=limit)
    if json:
        print_json({"found": found.found, "decisions": [machine_decision(view) for view in found.decisions]})
        return
    if not found.found:
        say("Nothing has been decided about records that you may see.")
        return
    rows = [
        (
            view.row.number,
            said_of(view),
            f"{view.row.left}\n{view.row.right}",
            who_when_why(view.row),
            STATES[view.state],
        )
        for view in found.decisions
    ]
    out.print(table("Decisions", ["Number", "What", "Keys", "Who, when and why", "State"], rows, numbers=[0]))
    if found.found > len(rows):
        say(f"Shown: the latest {len(rows):,} of {found.found:,}.")


def _decide(judgement: str, left: str, right: str, reason: str, store: Path, account: str, purpose: str, json: bool) -> None:
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import decisions
        from stronghold.casework.models import Decision
        from stronghold.linking.decisions import Judgement

        both = opened.side_by_side(left, right)
        wanted = decisions.Wanted(Judgement(judgement), both.left.anchor, both.right.anchor)
        (row,) = decisions.decide(opened, [wanted], reason=reason, origin=Decision.Origin.COMMAND)
        view = decisions.read(opened, row.number)
    if json:
        print_json(machine_decision(view))
        return
    say(f"Decision {row.number}: {said_of(view)}.")
    if view.state == "waiting":
        say(f"The picture shows it after the next build: stronghold build --store {store}")


def said_of(view: DecisionView) -> str:
    """What was decided of whom, in words."""
    return f"{_called(view.left)} {'is the same as' if view.same else 'is not the same as'} {_called(view.right)}"


def _called(side: MentionSide | None) -> str:
    return f"{side.mention.label} ({side.entity_id})" if side else "a record that is no longer in the picture"


def machine_decision(view: DecisionView) -> dict[str, Any]:
    """The decision for a machine's answer."""
    row = view.row
    return {
        "number": row.number,
        "judgement": row.judgement,
        "kind": row.kind,
        "left": row.left,
        "right": row.right,
        "entities": [side.entity_id if side else None for side in (view.left, view.right)],
        **told_of(row, view.state),
    }
