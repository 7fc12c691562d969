"""``stronghold plan``: whom to act on so that a network falls apart the most, with proof or a stated bound."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from stronghold.cli.console import print_json, say
from stronghold.cli.options import AsJson
from stronghold.errors import BadInput

if TYPE_CHECKING:
    from stronghold.network.disruption.plan import Plan

__all__ = ["comes_to", "plan", "plan_told"]

Value = TypeVar("Value")
Edges = Annotated[
    Path | None, typer.Option("--edges", metavar="FILE", help="Ties as GraphML, or CSV: source,target and, if known, strength.")
]
PlanStore = Annotated[
    Path | None, typer.Option("--store", help="A store's folder, for one of its groups.", show_default=False, file_okay=False)
]
Exclude = Annotated[
    Path | None, typer.Option("--exclude", metavar="FILE", help="Ids of people who are never chosen, one a line.")
]
Uncertain = Annotated[bool, typer.Option("--uncertain", help="Take each tie as real with the chance that is its strength.")]
Largest = Annotated[bool, typer.Option("--largest", help="Make the largest part smallest, in place of the fewest pairs.")]
TakenForFalse = Annotated[
    list[str] | None,
    typer.Option(
        "--false", metavar="KEY", help="A record of the store, or a file's name, to be taken for false; again for more."
    ),
]
EachSource = Annotated[
    bool, typer.Option("--each-source", help="Say as well what the plan would be were each file behind the group false.")
]
PlanAccount = Annotated[
    str | None, typer.Option("--as", envvar="STRONGHOLD_AS", help="The named account that reads.", show_default=False)
]
PlanPurpose = Annotated[
    str | None, typer.Option("--purpose", envvar="STRONGHOLD_PURPOSE", help="Why it reads.", show_default=False)
]


def plan(
    people: Annotated[int, typer.Option("--people", metavar="K", help="How many people to act on.")],
    edges: Edges = None,
    store: PlanStore = None,
    group: Annotated[str | None, typer.Option("--group", metavar="ID", help="The group of the store (G-...).")] = None,
    exclude: Exclude = None,
    uncertain: Uncertain = False,
    largest: Largest = False,
    false: TakenForFalse = None,
    each_source: EachSource = False,
    account: PlanAccount = None,
    purpose: PlanPurpose = None,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, max=3600, help="How long it may take.")] = 10.0,
    json: AsJson = False,
) -> None:
    """Say which K people to act on so that the fewest of the others can still reach each other over ties.

    With --store and --group it is a group of a picture, read as --as for --purpose. People with a live reason to be protected, or whom
    somebody confirmed as such, are never chosen; whom nobody has checked is listed, and the plan may not be released until they are.
    With --edges it is a file of ties, and only those of --exclude are left out: it is about ties in a file, and says nothing of what
    anybody did.

    The answer says whether it is proved that no choice is better; where not, how far from best it can be at most. docs/guide/plans.md says
    why you may disagree.

    Example: `stronghold plan --edges ties.csv --people 3 --exclude protected.txt`

    Example: `stronghold plan --store town --group G-1A2B3C4D --people 3 --as amina --purpose disruption`
    """
    if (edges is None) == (store is None):
        raise BadInput("A plan is for a file of ties or for a group of a store.", remedy="Give --edges, or --store and --group.")
    if uncertain and largest:
        raise BadInput("--largest cannot be had with --uncertain.", remedy="Leave one of them out.")
    if edges is not None:
        for option, given in (("--group", group), ("--false", false), ("--each-source", each_source)):
            if given:
                raise BadInput(f"{option} is for a group of a store.", remedy=f"Leave {option} out, or give --store.")
        _of_file(edges, people, exclude, uncertain=uncertain, largest=largest, seconds=seconds, json=json)
        return
    from stronghold.cli.group_plan import plan_of_group

    if largest:
        raise BadInput("--largest is for --edges alone.", remedy="Leave it out.")
    plan_of_group(
        _needed(store, "--store"),
        _needed(group, "--group"),
        people,
        account=_needed(account, "--as"),
        purpose=_needed(purpose, "--purpose"),
        exclude=exclude,
        false=false or (),
        uncertain=uncertain,
        each_source=each_source,
        seconds=seconds,
        json=json,
    )


def _needed(given: Value | None, option: str) -> Value:
    if given is None:
        raise BadInput(f"A plan for a group needs {option}.", remedy=f"Give {option}.")
    return given


def _of_file(
    edges: Path, people: int, exclude: Path | None, *, uncertain: bool, largest: bool, seconds: float, json: bool
) -> None:
    from stronghold.network.disruption.plan import make_plan
    from stronghold.network.disruption.uncertain import make_uncertain_plan
    from stronghold.network.edges_file import read_edges, read_ids

    read = read_edges(edges)
    excluded = read_ids(exclude) if exclude else ()
    for line, name in excluded:
        if name not in read.network.place:
            remedy = "Mend the id, or take the line out."
            raise BadInput(
                f"names {name!r}, who is not in {edges.name}.", file=exclude.name if exclude else "", line=line, remedy=remedy
            )
    left_out = {name for _, name in excluded}
    found: Plan
    if uncertain:
        found = make_uncertain_plan(read.network, people, excluded=left_out, seconds=seconds)
    else:
        found = make_plan(read.network, people, excluded=left_out, objective="largest" if largest else "pairs", seconds=seconds)
    if json:
        print_json(plan_told(found) | {"loops": read.loops, "repeats": read.repeats})
        return
    if read.loops or read.repeats:
        say(f"Left out of {edges.name}: {read.loops:,} ties of somebody to themselves, {read.repeats:,} ties given before.")
    say(f"Act on: {', '.join(found.chosen) or 'nobody: nothing is gained'}")
    say(comes_to(found))
    for reason in found.reasons:
        say(f"- {reason}")
    for other in found.alternatives:
        say(f"Nearly as good: {', '.join(other.chosen)} ({other.surviving_pairs:,.0f} pairs)")


def plan_told(found: Plan) -> dict[str, Any]:
    """A plan as JSON has it, what is asked for first in front."""
    told = asdict(found)
    first = ("chosen", "surviving_pairs", "largest_component", "bound", "gap", "proved", "seconds")
    return {name: told.pop(name) for name in first} | told


def comes_to(found: Plan) -> str:
    """What a plan does to its network, and how sure it is that no other does more."""
    still = f"{found.surviving_pairs:,.0f} of the others still do; the largest part is {found.largest_component:,} people"
    return f"Of {found.pairs_before:,} pairs who reach each other, {still}.\n{_surety(found)}"


def _surety(found: Plan) -> str:
    from stronghold.network.disruption.uncertain import UncertainPlan

    if isinstance(found, UncertainPlan):
        mean = f"A mean over {found.scenarios:,} drawn networks, {found.low:,.0f} to {found.high:,.0f} (95 %)."
        return f"{mean} Another choice may leave {found.gap:.1%} less by estimate, {found.gap_limit:.1%} at most (95 %)."
    if found.proved:
        return "Proved: no choice of as many does better."
    return f"Not proved in {found.seconds:.0f} s: no choice goes below {found.bound:,.0f} (a gap of {found.gap:.0%})."
