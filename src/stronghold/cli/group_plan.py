"""``stronghold plan --store --group``: the plan for a group of a picture, in words or as JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stronghold.cli.console import print_json, say
from stronghold.cli.plan import comes_to, plan_told
from stronghold.cli.reading import gateway
from stronghold.errors import BadInput

if TYPE_CHECKING:
    from stronghold.governance.planning import GroupPlan, SourceDropped
    from stronghold.network.disruption.replacement import Successor

__all__ = ["plan_of_group"]

_NAMED = 20


def plan_of_group(
    store: Path,
    group: str,
    people: int,
    *,
    account: str,
    purpose: str,
    exclude: Path | None,
    false: Collection[str],
    uncertain: bool,
    each_source: bool,
    seconds: float,
    json: bool,
) -> None:
    """Make the plan and print it. ``BadInput`` as the gateway gives it, or where ``exclude`` names who is not in the group."""
    from stronghold.network.edges_file import read_ids

    excluded = read_ids(exclude) if exclude else ()
    with gateway(store, account, purpose) as opened:
        from stronghold.governance.sources_behind import doubted

        if excluded:
            there = set(opened.group_graph(group).ids)
            for line, name in excluded:
                if name not in there:
                    file = exclude.name if exclude else ""
                    raise BadInput(
                        f"names {name!r}, who is not in {group}.",
                        file=file,
                        line=line,
                        remedy="Mend the id, or take the line out.",
                    )
        asked: dict[str, Any] = {
            "excluded": [name for _, name in excluded],
            **doubted(false),
            "uncertain": uncertain,
        }
        found = opened.group_plan(group, people, **asked, seconds=seconds)
        planned = found.plan.chosen
        dropped = opened.plan_without_each_source(group, people, planned=planned, **asked) if each_source else ()
    if json:
        print_json(_as_json(found, dropped))
    else:
        for text in _lines(found, dropped):
            say(text)


def _as_json(found: GroupPlan, dropped: Collection[SourceDropped]) -> dict[str, Any]:
    standing = found.standing
    return plan_told(found.plan) | {
        "group": standing.group.group_id,
        "snapshot": found.snapshot_id,
        "people": [asdict(person) for person in found.chosen],
        "never": [asdict(person) for person in standing.never],
        "unchecked": [asdict(person) for person in standing.unchecked],
        "released": False,
        "blocked_by": list(found.blocked_by),
        "next": [asdict(place) for place in found.replacement.replacements],
        "protect_first": [asdict(person) for person in found.protect_first],
        "surviving_pairs_replaced": found.replacement.after.surviving_pairs,
        "before": asdict(found.before),
        "after": asdict(found.after),
        "without_each_source": [asdict(each) for each in dropped],
    }


def _lines(found: GroupPlan, dropped: Collection[SourceDropped]) -> Iterator[str]:
    standing = found.standing
    yield f"{standing.group.label} ({standing.group.group_id}), {len(standing.network.ids):,} members"
    yield f"Act on: {', '.join(f'{each.label} ({each.entity_id})' for each in found.chosen) or 'nobody: nothing is gained'}"
    yield comes_to(found.plan)
    for each in found.chosen:
        warning = " Nobody has checked whether they are to be protected." if each.unchecked else ""
        yield f"- {each.label}: {each.sentence}{warning}"
    for other in found.alternatives:
        names = ", ".join(standing.called(who).label for who in other.chosen)
        yield f"Nearly as good: {names} ({_pairs(other.surviving_pairs)})"
    yield from _next(found)
    if standing.never:
        yield "\nNever to be chosen, but to be protected"
    for person in standing.never:
        why = "; ".join(person.reasons) or "for a reason that you may not see"
        yield f"- {person.label} ({person.entity_id}): {why}"
    if standing.unchecked:
        names = ", ".join(f"{who.label} ({who.entity_id})" for who in standing.unchecked[:_NAMED])
        more = f" and {len(standing.unchecked) - _NAMED:,} more" if len(standing.unchecked) > _NAMED else ""
        yield f"\nNobody has checked: {names}{more}"
    for reason in found.blocked_by:
        yield f"This plan may not be released. {reason}"
    if dropped:
        yield "\nWere one file false"
    for source in dropped:
        yield f"- without {source.name}: {_were_false(source)}"


def _were_false(source: SourceDropped) -> str:
    if source.problem:
        return source.problem
    if source.stands:
        return f"no choice is better ({_pairs(source.surviving_pairs)})"
    called = ", ".join(f"{each.label} ({each.entity_id})" for each in source.people) or "nobody: nothing is gained"
    return f"{called} ({_pairs(source.surviving_pairs)})"


def _next(found: GroupPlan) -> Iterator[str]:
    for place in found.replacement.replacements:
        called = found.standing.called(place.out).label
        if place.successors:
            first = place.successors[0]
            who = found.standing.called(first.person).label
            knows = (
                f"is tied to {first.shared:,} of the people left whom {called} was tied to"
                if first.shared
                else f"is tied to {called}"
            )
            yield f"{called} could be replaced by {who} ({first.person}), who {knows}.{_first(first)}"
        else:
            yield f"Nobody near {called} could take their place."
    if found.replacement.replacements:
        yield f"So replaced, {_pairs(found.replacement.after.surviving_pairs)} would reach each other again."
    if found.protect_first:
        yield "\nCould be put into a place that becomes empty: protect them first"
    for person in found.protect_first:
        to_be = person.entity_id in {each.entity_id for each in found.standing.never}
        yield f"- {person.label} ({person.entity_id}): {'to be protected' if to_be else 'nobody has checked'}"


def _pairs(number: float) -> str:
    return "1 pair" if round(number) == 1 else f"{number:,.0f} pairs"


def _first(successor: Successor) -> str:
    if successor.protected:
        return " They are to be protected: protect them first."
    return " Nobody has checked whether they are to be protected: do so first." if successor.unchecked else ""
