"""What ``stronghold show`` tells of an entity beside its records: its weakest link, what became of it, and what people decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from stronghold.cli.decide import STATES, machine_decision, said_of
from stronghold.cli.undoable import who_when_why

if TYPE_CHECKING:
    from stronghold.casework.decisions import DecisionView
    from stronghold.governance.answers import EntityView
    from stronghold.governance.bridge import Bridge
    from stronghold.governance.gateway import Gateway
    from stronghold.governance.history import EntityHistory, HistoryEvent
    from stronghold.governance.why_one import WhyOne

__all__ = ["EntityStory", "story_of"]


@dataclass(frozen=True)
class EntityStory:
    """``why``: the links of a person (nobody else has any); ``problem``: why their reasons cannot be told, if they cannot."""

    history: EntityHistory
    decided: tuple[DecisionView, ...]
    why: WhyOne | None
    problem: str | None

    def lines(self) -> Iterator[str]:
        """All of it in words."""
        if self.why is not None:
            yield from _weakest(self.why, self.problem)
        yield "\nJoined and parted, the latest first"
        about = {view.row.number for view in self.decided}
        for event in self.history.events:
            yield f"  {event.at:%Y-%m-%d}, snapshot {event.snapshot}: {_happened(event)}{_by_whom(event, about)}"
        if not self.history.events:
            yield "  Nothing was joined or parted in the pictures that are kept."
        if not self.history.complete:
            yield "  There were earlier pictures than those looked at."
        if self.history.aliases:
            yield f"  Earlier ids of these records: {', '.join(self.history.aliases)}"
        yield "\nWhat people decided"
        for view in self.decided:
            yield f"  Decision {view.row.number}: {said_of(view)} ({STATES[view.state]})"
            yield f"    {who_when_why(view.row)}"
            if view.row.undone_by is not None:
                yield f"    undone by {view.row.undone_by.username}, {view.row.undone_at:%Y-%m-%d}: {view.row.undo_reason}"
        if not self.decided:
            yield "  Nobody has decided anything about these records."

    def machine(self) -> dict[str, Any]:
        """The same for a machine's answer."""
        return {
            "weakest_link": _machine_weakest(self.why) if self.why is not None else None,
            "groups_without_a_link": self.why.parts if self.why is not None else None,
            "history": asdict(self.history),
            "decisions": [machine_decision(view) for view in self.decided],
        }


def story_of(gateway: Gateway, view: EntityView, *, limit: int) -> EntityStory:
    """Read it of the entity that is shown; each read is in the audit first. At most ``limit`` links are looked at for their reasons."""
    from stronghold.casework.decisions import about

    why = gateway.why_one(view.entity_id, limit=limit) if view.kind == "person" else None
    return EntityStory(gateway.history(view.entity_id), about(gateway, view.entity_id), why, gateway.model_problem)


def _weakest(why: WhyOne, problem: str | None) -> Iterator[str]:
    from stronghold.linking.explanation import odds_in_words

    if why.bridge is not None and why.weakest is not None:
        yield "\nThe weakest link that these records hang on"
        yield f"\n  {why.bridge.left_key}\n  {why.bridge.right_key}"
        yield f"    odds of {odds_in_words(why.bridge.match_weight)} that it is right; if it is wrong, {_would_be(why.bridge)}"
        if why.weakest.explanation is not None:
            yield from (f"    {sentence}" for sentence in why.weakest.explanation.sentences())
        elif problem:
            yield f"    {problem}"
    if why.parts > 1:
        yield (
            f"\nThe records that you may see fall into {why.parts:,} groups that no link among them joins: a decision of a person, or"
            " what is not shown to you, joins those."
        )


def _would_be(bridge: Bridge) -> str:
    whole = bridge.left + bridge.right
    if whole == 2:
        return "the two records are of two people"
    return f"{min(bridge.left, bridge.right):,} of the {whole:,} records that you may see are of somebody else"


def _machine_weakest(why: WhyOne) -> dict[str, Any] | None:
    if why.bridge is None or why.weakest is None:
        return None
    explanation = why.weakest.explanation
    return {
        **asdict(why.bridge),
        "probability": why.weakest.probability,
        "sentences": list(explanation.sentences()) if explanation is not None else [],
    }


def _happened(event: HistoryEvent) -> str:
    others = ", ".join(event.others)
    return {
        "born": "the first of these records came",
        "joined": f"records of {others} were joined with these",
        "parted": f"parted from {others}, with which they were one before",
        "renamed": f"called {others} until then",
    }[event.what]


def _by_whom(event: HistoryEvent, about: set[int]) -> str:
    """Who brought it about: of what the build obeyed anew, the decisions about these records."""
    numbers = [str(number) for number in event.decisions if number in about]
    if numbers:
        return f"; by decision {' and '.join(numbers)}"
    return "" if event.what == "born" else "; no decision about these records brought it: the evidence did, as it then stood"
