"""``stronghold withdraw``: take a record out of the picture, or say that it is false; undo it; list what was withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from stronghold.cli.console import out, print_json, say, table
from stronghold.cli.options import Account, AsJson, Purpose, Reason, StoreFolder
from stronghold.cli.reading import gateway
from stronghold.cli.undoable import told_of, who_when_why

if TYPE_CHECKING:
    from stronghold.casework.resting import Resting
    from stronghold.casework.withdrawals import WithdrawalView
    from stronghold.governance.bearing import Bearing

__all__ = ["app"]


class _RecordFirst(TyperGroup):
    """``stronghold withdraw KEY`` is ``stronghold withdraw record KEY``: every record key has a stroke, and no command has."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if any("/" in argument for argument in args[:1]):
            args = ["record", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    name="withdraw",
    cls=_RecordFirst,
    help="Take a record out of the picture, or say that it is false; undo it; list what was withdrawn.",
    no_args_is_help=True,
)

_STATES = {
    "waiting": "holds; for good with the next build",
    "in picture": "the picture was built so",
    "leaving": "undone; comes back with the next build",
    "undone": "undone",
}


@app.command("record")
def record(
    key: Annotated[
        str, typer.Argument(metavar="RECORD_KEY", help="The record's key, as `stronghold show` has it.", show_default=False)
    ],
    reason: Reason,
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    corrected: Annotated[
        bool, typer.Option("--until-corrected", help="Another version of the record, sent later, is taken in again.")
    ] = False,
    false: Annotated[
        bool, typer.Option("--found-false", help="Keep it to be seen, graded as false: it is evidence of nothing.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Withdraw a record of your own agency: at once nobody sees it, and the next build leaves it out whatever is sent again.

    What rested on it is listed, and whoever answers for that is told. The source file stays in the store.

    Example: `stronghold withdraw police/crime/arrest/17 --reason "Sent by mistake" --store town --as amina --purpose data_quality`
    """
    from stronghold.errors import BadInput

    if corrected and false:
        raise BadInput("A record is either false or waits for its corrected version.", remedy="Give one of the two options.")
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import withdrawals
        from stronghold.casework.models import Withdrawal
        from stronghold.intake.withdrawals import Effect

        effect = Effect.DISCREDITED if false else Effect.CORRECTED if corrected else Effect.WITHDRAWN
        withdrawals.readied(opened, key)
        bearing = opened.bearing(key.strip(), discredited=false)
        made = withdrawals.withdraw(opened, key, effect, reason=reason, origin=Withdrawal.Origin.COMMAND)
        view = withdrawals.read(opened, made.row.number)
    if json:
        print_json({**_machine(view), "rested_on_it": [_rested(one) for one in made.resting], **_borne(bearing)})
        return
    say(f"Withdrawal {made.row.number}: {made.row.record_key} is {made.row.get_effect_display()}, at once and for everybody.")
    _tell(made.resting, bearing)
    say(f"The next build makes it so for good: stronghold build --store {store}")


@app.command("undo")
def undo(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The withdrawal's number.", min=1)],
    reason: Reason,
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    json: AsJson = False,
) -> None:
    """A withdrawal no longer counts. Where the picture was built with it, the record comes back with the next build.

    Example: `stronghold withdraw undo 3 --reason "It was the other report" --store town --as amina --purpose data_quality`
    """
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import withdrawals

        withdrawals.undo(opened, number, reason=reason)
        view = withdrawals.read(opened, number)
    if json:
        print_json(_machine(view))
    elif view.state == "leaving":
        say(f"Withdrawal {number} is undone. The record is back after the next build: stronghold build --store {store}")
    else:
        say(f"Withdrawal {number} is undone.")


@app.command("list")
def list_withdrawals(
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most this many.")] = 100,
    json: AsJson = False,
) -> None:
    """List what was withdrawn or found false, of records that the account may see, the latest first.

    Example: `stronghold withdraw list --store town --as amina --purpose data_quality`
    """
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import withdrawals

        found = withdrawals.listed(opened, limit=limit)
    if json:
        print_json({"found": found.found, "withdrawals": [_machine(view) for view in found.withdrawals]})
        return
    if not found.found:
        say("No record that you may see was withdrawn.")
        return
    rows = [
        (
            view.row.number,
            view.row.record_key,
            view.row.get_effect_display(),
            who_when_why(view.row),
            _STATES[view.state],
        )
        for view in found.withdrawals
    ]
    out.print(table("Withdrawn records", ["Number", "Record", "What", "Who, when and why", "State"], rows, numbers=[0]))
    if found.found > len(rows):
        say(f"Shown: the latest {len(rows):,} of {found.found:,}.")


def _tell(resting: tuple[Resting, ...], bearing: Bearing) -> None:
    if not resting and not any(_lines(bearing)):
        say("Nothing rested on it.")
        return
    for one in resting:
        say(f"Rested on it: {one.noun} {one.key}. {one.how} Whoever answers for it is told.")
    for line in _lines(bearing):
        say(line)


def _lines(bearing: Bearing) -> list[str]:
    lines = [f"Vanishes: {e.label} ({e.entity_id}), of whom no other record speaks." for e in bearing.entities if e.vanishes]
    lines += [f"May fall into {e.parts}: {e.label} ({e.entity_id})." for e in bearing.entities if e.falls_apart]
    for tie in bearing.ties:
        left = "is gone" if tie.is_lost else f"falls from {tie.before:.2f} to {tie.after:.2f}"
        lines.append(f"The tie between {tie.label_l} ({tie.entity_l}) and {tie.label_r} ({tie.entity_r}), {tie.layer}, {left}.")
    return [*lines, *(f"A part of group {group} rested on it." for group in bearing.groups)]


def _borne(bearing: Bearing) -> dict[str, Any]:
    return {
        "entities": [{"id": e.entity_id, "records_left": e.records, "parts": e.parts} for e in bearing.entities],
        "ties": [
            {"between": [t.entity_l, t.entity_r], "layer": t.layer, "before": t.before, "after": t.after} for t in bearing.ties
        ],
        "groups": list(bearing.groups),
    }


def _rested(one: Resting) -> dict[str, str]:
    return {"noun": one.noun, "key": one.key, "how": one.how}


def _machine(view: WithdrawalView) -> dict[str, Any]:
    row = view.row
    return {"number": row.number, "record": row.record_key, "effect": row.effect, **told_of(row, view.state)}
