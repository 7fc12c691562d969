"""``stronghold plans``: keep a plan for a group, list and show those that were kept, release or withdraw one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from stronghold.cli.console import out, print_json, say, table
from stronghold.cli.options import Account, AsJson, Purpose, Reason, StoreFolder
from stronghold.cli.reading import gateway

if TYPE_CHECKING:
    from stronghold.casework.plans import PlanView

__all__ = ["app"]

app = typer.Typer(
    name="plans",
    help="Keep a plan for a group, list and show those that were kept, release or withdraw one.",
    no_args_is_help=True,
)

_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The plan's number.", min=1)]


@app.command("save")
def save(
    group: Annotated[str, typer.Argument(metavar="GROUP", help="The group (G-...).", show_default=False)],
    people: Annotated[int, typer.Option("--people", metavar="K", help="How many people to act on.", min=1, show_default=False)],
    aim: Annotated[str, typer.Option("--aim", help="What the plan is for, in your own words.", show_default=False)],
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, max=3600, help="How long it may take.")] = 10.0,
    json: AsJson = False,
) -> None:
    """Make a plan as `stronghold plan` does, and keep it as a draft.

    Example: `stronghold plans save G-1A2B3C4D --people 3 --aim "The Ash line" --store town --as sam --purpose disruption`
    """
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import plans

        made = opened.group_plan(group, people, seconds=seconds).plan
        plan = plans.save(opened, group, made.chosen, aim=aim, best=made)
        view = plans.read(opened, plan.number)
    if json:
        print_json(_machine(view))
    else:
        say(f"Plan {plan.number} is kept as a draft: {', '.join(_names(view))}.")


@app.command("list")
def list_plans(store: StoreFolder, account: Account, purpose: Purpose, json: AsJson = False) -> None:
    """List the plans of which the account may see everybody who was chosen, the latest first.

    Example: `stronghold plans list --store town --as sam --purpose disruption`
    """
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import plans

        found = plans.listed(opened)
    if json:
        print_json([_machine(view) for view in found])
        return
    if not found:
        say("No plan that you may see was kept.")
        return
    rows = [(v.row.number, v.row.group_id, len(v.people), v.row.state, f"{v.row.by.username}: {v.row.aim}") for v in found]
    out.print(table("Plans", ["Number", "Group", "People", "State", "Whose, and what for"], rows, numbers=[0, 2]))


@app.command("show")
def show(number: _Number, store: StoreFolder, account: Account, purpose: Purpose, json: AsJson = False) -> None:
    """Show a plan: whom it chose, who that is today, and what keeps it from being released.

    Example: `stronghold plans show 3 --store town --as sam --purpose disruption`
    """
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import plans

        view = plans.read(opened, number)
        blocks = plans.blocks(opened, view)
    if json:
        unchecked = [each.entity_id for each in blocks.unchecked]
        print_json(_machine(view) | {"blocked_by": list(blocks.reasons), "unchecked": unchecked})
        return
    say(f"Plan {number} for {view.row.group_id}, {view.row.state}: {view.row.aim}")
    for each in view.people:
        warning = " TO BE PROTECTED: do not act on this plan." if each.is_protected else ""
        say(
            f"- {', '.join(one.label for one in each.today) or 'no record left'} ({each.row.entity_id}).{warning} {each.row.sentence}"
        )
    for reason in blocks.reasons:
        say(f"It may not be released. {reason}")
    for person in blocks.unchecked:
        say(f"Nobody has checked: {person.label} ({person.entity_id})")


@app.command("release")
def release(
    number: _Number, reason: Reason, store: StoreFolder, account: Account, purpose: Purpose, json: AsJson = False
) -> None:
    """Release a plan: refused while anybody in its group is unchecked, anybody whom it chose has to be protected or is no longer who
    was chosen, or a record it rests on no longer stands.

    Example: `stronghold plans release 3 --reason "Day of action, 4 March" --store town --as sam --purpose disruption`
    """
    _step("release", number, reason, store, account, purpose, json=json)


@app.command("withdraw")
def withdraw(
    number: _Number, reason: Reason, store: StoreFolder, account: Account, purpose: Purpose, json: AsJson = False
) -> None:
    """Withdraw a plan. It is kept, with every step that was taken.

    Example: `stronghold plans withdraw 3 --reason "The line has moved on" --store town --as sam --purpose disruption`
    """
    _step("withdraw", number, reason, store, account, purpose, json=json)


def _step(verb: str, number: int, reason: str, store: StoreFolder, account: str, purpose: str, *, json: bool) -> None:
    with gateway(store, account, purpose) as opened:
        from stronghold.casework import plans

        (plans.release if verb == "release" else plans.withdraw)(opened, number, reason=reason)
        view = plans.read(opened, number)
    if json:
        print_json(_machine(view))
    else:
        say(f"Plan {number} is {view.row.state}.")


def _names(view: PlanView) -> list[str]:
    return [f"{', '.join(one.label for one in each.today)} ({each.row.entity_id})" for each in view.people]


def _machine(view: PlanView) -> dict[str, Any]:
    row = view.row
    return {
        "number": row.number,
        "group": row.group_id,
        "state": row.state,
        "aim": row.aim,
        "chosen": [each.row.entity_id for each in view.people],
        "protected": [each.row.entity_id for each in view.protected],
        "result": row.result,
        "by": row.by.username,
        "at": row.at.isoformat(),
        "steps": [
            {"to": step.to, "by": step.by.username if step.by else None, "at": step.at.isoformat(), "reason": step.reason}
            for step in view.steps
        ],
    }
