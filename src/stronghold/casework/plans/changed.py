"""What is not as it was when a plan was kept: whom it chose, and the records that it rests on. Whatever it is, a person makes a plan anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from stronghold.casework.anchors import Resolved
from stronghold.casework.models import SavedPlan, Withdrawal

__all__ = ["rests_on", "what_changed"]


def rests_on(plan: SavedPlan) -> frozenset[str]:
    """The keys of the records that the plan rests on: those that name whom it chose, and those of its group's ties, without what it took
    for false itself."""
    naming = {key.partition("#")[0] for person in plan.people.all() for key in person.keys}
    return frozenset((naming | set(plan.records)) - set(plan.options.get("false", ())))


def what_changed(plan: SavedPlan, people: Iterable[Resolved], held: Collection[str]) -> tuple[str, ...]:
    """In sentences, what is not as it was. ``people`` are those whom the plan chose, as they are found today; ``held`` the keys of the
    records that the picture holds of those that the plan rests on."""
    found = tuple(people)
    sentences = [f"Somebody whom the plan chose {each.became}." for each in found if each.state.needs_confirmation]
    rests = rests_on(plan)
    withdrawn = Withdrawal.objects.filter(undone_at=None, at__gt=plan.at).values_list("record_key", flat=True)
    if not rests.isdisjoint(withdrawn):
        sentences.append("A record that the plan rests on was withdrawn or found false.")
    elif rests - set(held):
        sentences.append("A record that the plan rests on is not in the picture any more.")
    else:
        sentences += [f"Somebody whom the plan chose {each.became}." for each in found if each.missing]
    return tuple(dict.fromkeys(sentences))
