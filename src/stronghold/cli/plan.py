"""``stronghold plan``: whom to act on so that a network falls apart the most, with proof or a stated bound."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stronghold.cli.console import print_json, say
from stronghold.cli.options import AsJson
from stronghold.errors import BadInput

if TYPE_CHECKING:
    from stronghold.network.disruption.plan import Plan

__all__ = ["plan"]


def plan(
    edges: Annotated[Path, typer.Option("--edges", metavar="FILE", help="A CSV of ties: source,target and, if known, strength.")],
    people: Annotated[int, typer.Option("--people", metavar="K", help="How many people to act on.")],
    exclude: Annotated[
        Path | None, typer.Option("--exclude", metavar="FILE", help="Ids of people who are never chosen, one a line.")
    ] = None,
    uncertain: Annotated[
        bool, typer.Option("--uncertain", help="Take each tie as real with the chance that is its strength.")
    ] = False,
    largest: Annotated[
        bool, typer.Option("--largest", help="Make the largest part smallest, in place of the fewest pairs.")
    ] = False,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, max=3600, help="How long it may take.")] = 10.0,
    json: AsJson = False,
) -> None:
    """Say which K people to act on so that the fewest of the others can still reach each other over ties.

    Those left out by --exclude are never chosen, and stay in the network. The answer says whether it is proved that no choice is better;
    where not, how far from best it can be at most. It is about ties in a file, and says nothing of what anybody did: docs/guide/plans.md
    says why you may disagree.

    Example: `stronghold plan --edges ties.csv --people 3 --exclude protected.txt`
    """
    from stronghold.network.disruption.plan import make_plan
    from stronghold.network.disruption.uncertain import make_uncertain_plan
    from stronghold.network.edges_file import read_edges, read_ids

    if uncertain and largest:
        raise BadInput("--largest cannot be had with --uncertain.", remedy="Leave one of them out.")
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
        told = asdict(found)
        first = ("chosen", "surviving_pairs", "largest_component", "bound", "gap", "proved", "seconds")
        print_json({name: told.pop(name) for name in first} | told | {"loops": read.loops, "repeats": read.repeats})
        return
    if read.loops or read.repeats:
        say(f"Left out of {edges.name}: {read.loops:,} ties of somebody to themselves, {read.repeats:,} ties given before.")
    say(f"Act on: {', '.join(found.chosen) or 'nobody: nothing is gained'}")
    still = f"{found.surviving_pairs:,.0f} of the others still do; the largest part is {found.largest_component:,} people"
    say(f"Of {found.pairs_before:,} pairs who reach each other, {still}.")
    say(_surety(found))
    for reason in found.reasons:
        say(f"- {reason}")
    for other in found.alternatives:
        say(f"Nearly as good: {', '.join(other.chosen)} ({other.surviving_pairs:,.0f} pairs)")


def _surety(found: Plan) -> str:
    from stronghold.network.disruption.uncertain import UncertainPlan

    if isinstance(found, UncertainPlan):
        mean = f"A mean over {found.scenarios:,} drawn networks, {found.low:,.0f} to {found.high:,.0f} (95 %)."
        return f"{mean} Another choice may leave {found.gap:.1%} less by estimate, {found.gap_limit:.1%} at most (95 %)."
    if found.proved:
        return "Proved: no choice of as many does better."
    return f"Not proved in {found.seconds:.0f} s: no choice goes below {found.bound:,.0f} (a gap of {found.gap:.0%})."
