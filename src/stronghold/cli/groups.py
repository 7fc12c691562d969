"""``stronghold groups``: the groups that were found, who is in them, how likely, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stronghold.cli.console import out, print_json, say, table
from stronghold.cli.options import Account, AsJson, Purpose, StoreFolder
from stronghold.cli.reading import gateway

if TYPE_CHECKING:
    from stronghold.governance.group_evidence import MemberEvidence
    from stronghold.governance.groups import GroupSummary, GroupView, MemberView

__all__ = ["groups"]

_TIES_SHOWN = 5


def groups(
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    group: Annotated[
        str | None, typer.Option("--group", metavar="ID", help="This group alone, with the evidence (G-...).")
    ] = None,
    json: AsJson = False,
) -> None:
    """List the groups that supply drugs, as far as the account may see; with --group one of them, with who is in it and why.

    A member is somebody likelier than not to belong, by ties drawn again by their strengths, and tied to two other members at least. That
    records tie people to each other says what the partners wrote down, not what anybody did. --json gives every group with its members,
    probabilities and evidence.

    Example: `stronghold groups --store town --as amina --purpose disruption`
    """
    with gateway(store, account, purpose) as opened:
        found = opened.groups()
        asked = [group] if group else [each.group_id for each in found] if json else []
        views = [(opened.group(name), opened.group_evidence(name)) for name in asked]
    if json:
        print_json({"groups": [_as_json(view, evidence) for view, evidence in views]})
    elif group:
        for line in _group(*views[0]):
            say(line)
    else:
        _list(found)


def _list(found: tuple[GroupSummary, ...]) -> None:
    if not found:
        out.print(
            "No group can be seen. A group needs three people of whom visible records say that they supply, tied to each other."
        )
        return
    rows = [
        (
            each.group_id,
            each.label,
            f"{each.members:,}",
            f"{each.edge:,}",
            f"{each.suppliers:,}",
            f"{each.lines:,}",
            _span(each),
            "; ".join(each.changes),
        )
        for each in found
    ]
    columns = ["Id", "What", "Members", "At the edge", "Said to supply", "Lines", "Seen", "Since last time"]
    out.print(table("Groups", columns, rows, whole=[0]))


def _group(view: GroupView, evidence: tuple[MemberEvidence, ...]) -> Iterator[str]:
    why = {each.entity_id: each for each in evidence}
    summary = view.summary
    yield f"{summary.label} ({summary.group_id})\n{summary.members:,} members, {summary.edge:,} at the edge. Seen {_span(summary)}."
    for heading, people in (("Members", view.people), ("At the edge: possible, never counted", view.edge)):
        if people:
            yield f"\n{heading}"
        for person in people:
            yield from _person(person, why[person.entity_id])
    if view.lines:
        yield "\nNumbers that the group uses"
    for line in view.lines:
        uses = f"in touch with {line.in_touch:,} numbers, had by {line.had_by:,} members; wrote to many at once {line.bursts:,} times"
        yield f"  {line.entity_id}: {uses}"
    if view.places:
        yield "\nWhere"
    for place in view.places[:10]:
        yield f"  {place.area_name or place.district or f'{place.latitude}, {place.longitude}'}: {place.records:,} records"


def _person(person: MemberView, why: MemberEvidence) -> Iterator[str]:
    marks = [
        word
        for word, there in (
            ("in the core", person.core),
            ("under 18", person.child),
            ("said to be used by others: protect first", person.used),
        )
        if there
    ]
    yield f"\n  {person.label} ({person.entity_id}): {person.probability:.0%} likely{', ' + ', '.join(marks) if marks else ''}"
    for sentence, records in why.said:
        yield f"    {sentence}: {'; '.join(records[:_TIES_SHOWN])}"
    for tie in why.ties[:_TIES_SHOWN]:
        way = f" by {' and '.join(tie.via)}" if tie.via else ""
        yield f"    {tie.layer}{way} with {tie.entity_id}, strength {tie.strength:.2f}: {'; '.join(tie.records[:3])}"
    if len(why.ties) > _TIES_SHOWN:
        yield f"    and {len(why.ties) - _TIES_SHOWN} more ties"


def _span(summary: GroupSummary) -> str:
    first, last = (moment.strftime("%Y-%m-%d") if moment else "unknown" for moment in (summary.first_seen, summary.last_seen))
    return f"{first} to {last}"


def _as_json(view: GroupView, evidence: tuple[MemberEvidence, ...]) -> dict[str, Any]:
    why = {each.entity_id: each for each in evidence}
    told = asdict(view)
    for person in (*told["people"], *told["edge"]):
        each = why[person["entity_id"]]
        person["evidence"] = {
            "said": [{"sentence": sentence, "records": list(records)} for sentence, records in each.said],
            "ties": [asdict(tie) for tie in each.ties],
        }
    return told
