"""``stronghold protection``: look whether somebody is to be protected, record what was found, undo it, list what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from stronghold.cli.console import out, print_json, say, table
from stronghold.cli.options import Account, AsJson, Purpose, Reason, StoreFolder
from stronghold.cli.reading import gateway
from stronghold.errors import BadInput

if TYPE_CHECKING:
    from stronghold.casework.checks import CheckView
    from stronghold.governance.protection import ProtectionView

__all__ = ["app", "person_as_json", "state_in_words"]

app = typer.Typer(
    name="protection",
    help="Look whether somebody is to be protected, record what was found, undo it, list what was recorded.",
    no_args_is_help=True,
)

_OUTCOMES = ("protected", "no-reason")


@app.command("show")
def show(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The person's id (P-...).", show_default=False)],
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    json: AsJson = False,
) -> None:
    """Say whether somebody is to be protected, with the records, and the mark of what was shown, which a check that finds no reason needs.

    Example: `stronghold protection show P-4Q7T2MZ0 --store town --as wanda --purpose safeguarding`
    """
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import checks

        view, mark = checks.looked_up(opened, person)
    if json:
        print_json(person_as_json(view) | {"seen": mark})
        return
    say(f"{view.label} ({view.entity_id}): {state_in_words(view)}")
    for reason in view.reasons:
        settled = " Looked at, and found to be none." if reason.is_settled else ""
        say(f"- {reason.sentence}.{settled}")
        for key in reason.records:
            say(f"    {key}")
    say(f"What you were shown: {mark}")


@app.command("check")
def check(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The person's id (P-...).", show_default=False)],
    outcome: Annotated[str, typer.Option("--found", metavar="WHAT", help="protected or no-reason.", show_default=False)],
    reason: Reason,
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    seen: Annotated[str, typer.Option("--seen", metavar="MARK", help="What you were shown, as `protection show` says it.")] = "",
    json: AsJson = False,
) -> None:
    """Record whether somebody is to be protected; it holds at once. Social workers and safeguarding leads do, for safeguarding.

    To find no reason where records give one outweighs them: it needs --seen, and all others who may check people are told.

    Example: `stronghold protection check P-4Q7T2MZ0 --found protected --reason "Told me" --store town --as wanda --purpose safeguarding`
    """
    if outcome not in _OUTCOMES:
        raise BadInput(f"--found cannot be {outcome!r}.", column="found", remedy=f"Give one of: {', '.join(_OUTCOMES)}.")
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import checks
        from stronghold.concern import Outcome

        found = Outcome.PROTECTED if outcome == "protected" else Outcome.NO_REASON
        row = checks.check(opened, person, found, reason=reason, seen=seen)
        view = checks.read(opened, row.number)
    if json:
        print_json(_machine(view))
    else:
        say(f"Check {row.number} is recorded, and holds at once: {row.get_outcome_display()}.")


@app.command("undo")
def undo(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The check's number.", min=1)],
    reason: Reason,
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    json: AsJson = False,
) -> None:
    """A check no longer counts, at once. It is kept, with both reasons.

    Example: `stronghold protection undo 3 --reason "It was her sister" --store town --as wanda --purpose safeguarding`
    """
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import checks

        checks.undo(opened, number, reason=reason)
        view = checks.read(opened, number)
    if json:
        print_json(_machine(view))
    else:
        say(f"Check {number} is undone.")


@app.command("list")
def list_checks(
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most this many.")] = 100,
    json: AsJson = False,
) -> None:
    """List the checks of people whom the account may see, the latest first.

    Example: `stronghold protection list --store town --as wanda --purpose safeguarding`
    """
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import checks

        found = checks.listed(opened, limit=limit)
    if json:
        print_json({"found": found.found, "checks": [_machine(view) for view in found.checks]})
        return
    if not found.found:
        say("Nobody whom you may see was checked.")
        return
    rows = [
        (
            view.row.number,
            ", ".join(each.label for each in view.people),
            view.row.get_outcome_display(),
            f"{view.row.by.username}, {view.row.at:%Y-%m-%d}: {view.reason or '(for those who may check)'}",
            view.state,
        )
        for view in found.checks
    ]
    out.print(table("Protection checks", ["Number", "Person", "Found", "Who, when and why", "State"], rows, numbers=[0]))
    if found.found > len(rows):
        say(f"Shown: the latest {len(rows):,} of {found.found:,}.")


def state_in_words(view: ProtectionView) -> str:
    """Whether somebody is to be protected, in words."""
    if view.state == "unchecked":
        return "no record that you may see gives a reason, and nobody has checked"
    if view.state == "no reason found":
        return f"no reason found (check {view.cleared[0] if view.cleared else ''})"
    why = " (what you may see does not say why)" if view.is_unsaid else ""
    return "to be protected" + (f" (check {view.confirmed[0]})" if view.confirmed else why)


def person_as_json(view: ProtectionView) -> dict[str, Any]:
    """What a program is told of a person's protection."""
    reasons = [{"sentence": each.sentence, "records": list(each.records), "settled": each.is_settled} for each in view.reasons]
    return {"id": view.entity_id, "label": view.label, "state": view.state, "reasons": reasons}


def _machine(view: CheckView) -> dict[str, Any]:
    row = view.row
    undone = {"by": row.undone_by.username, "reason": view.undo_reason} if row.undone_by else None
    return {
        "number": row.number,
        "people": [each.entity_id for each in view.people],
        "found": row.outcome,
        "against_records": row.overrides,
        "looked_at": list(view.looked_at),
        "by": row.by.username,
        "at": row.at.isoformat(),
        "reason": view.reason,
        "state": view.state,
        "undone": undone,
    }
