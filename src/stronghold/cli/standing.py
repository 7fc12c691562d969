"""``stronghold standing``: why each person of a group matters to supply, with the records, and whom to protect first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stronghold.cli.console import print_json, say
from stronghold.cli.options import Account, AsJson, Purpose, StoreFolder
from stronghold.cli.protection import person_as_json, state_in_words
from stronghold.cli.reading import gateway

if TYPE_CHECKING:
    from stronghold.governance.group_measures import MeasuresView
    from stronghold.governance.group_standing import ReasonView, StandingView
    from stronghold.governance.protection import LiveReason

__all__ = ["standing"]

_RECORDS_SHOWN = 5


def standing(
    store: StoreFolder,
    group: Annotated[str, typer.Option("--group", metavar="ID", help="The group (G-...), as `stronghold groups` lists it.")],
    account: Account,
    purpose: Purpose,
    json: AsJson = False,
) -> None:
    """Say why each person of a group matters to supply: stated reasons with their records, never one number or a rank.

    Whoever is to be protected comes first and is marked. A place in the network is told with its interval, and with how often it is
    found again when some ties or people are missing. --json gives every reason with its records, and the measures of the group.

    Example: `stronghold standing --store town --group G-20KRBPMT --as amina --purpose disruption`
    """
    with gateway(store, account, purpose) as opened:
        people = opened.group_standing(group)
        measured = opened.group_measures(group)
    if json:
        print_json({"group": group.strip().upper(), "people": [_as_json(one) for one in people], "measures": _measures(measured)})
        return
    for one in people:
        for line in _person(one):
            say(line)


def _person(one: StandingView) -> Iterator[str]:
    yield f"{one.label} ({one.entity_id}){': protect first' if one.protect else ''}"
    for live in one.protection.live:
        yield f"  To protect: {_reason(live)}"
    if not one.protection.live:
        yield f"  Protection: {state_in_words(one.protection)}"
    if one.parts:
        yield f"  Parts that records are evidence of: {', '.join(one.parts)}"
    for reason in one.reasons:
        yield f"  {_reason(reason)}"
    for place in one.places:
        yield f"  {place.sentence}"
    if not (one.parts or one.reasons or one.places or one.protection.live):
        yield "  Nothing but their ties to other members"


def _reason(reason: LiveReason | ReasonView) -> str:
    shown = reason.records[-_RECORDS_SHOWN:]
    more = len(reason.records) - len(shown)
    return f"{reason.sentence}: {'; '.join(shown)}{f' and {more} more' if more else ''}"


def _as_json(one: StandingView) -> dict[str, Any]:
    told = asdict(one)
    told["protection"] = {key: said for key, said in person_as_json(one.protection).items() if key in ("state", "reasons")}
    told["places"] = [{"sentence": place.sentence, **asdict(place.position)} for place in one.places]
    return told


def _measures(found: MeasuresView) -> dict[str, Any]:
    return {
        "whole": asdict(found.measured) | {"line_activity": found.line_activity},
        "spans": [
            {"label": span.label, "since": span.since.date().isoformat(), "until": span.until.date().isoformat()}
            | asdict(span.measured)
            | {"line_activity": span.line_activity}
            for span in found.spans
        ],
        "earlier_spans_left_out": found.left_out,
    }
