"""What checks say to whoever reads a picture: by its own entities, whatever they were when somebody looked.

What protects holds for every entity that has a record of the one who was meant. What found no reason holds for one who is still one, and
who has no record that belonged to somebody else when they were looked at; else a person has to look again. Records that have come
since are another matter: a reason that one of them gives is live whatever was found before (``concern.protection``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from stronghold.casework.anchors import Resolved, resolve_all
from stronghold.casework.models import ProtectionCheck
from stronghold.concern import Check, Outcome
from stronghold.governance.whereabouts import held_by, keys_of, whereabouts_of
from stronghold.picture.snapshot import Snapshot

__all__ = ["for_picture"]


def for_picture(snapshot: Snapshot) -> list[Check]:
    """The checks that were not undone and hold in that snapshot, by number."""
    rows = list(ProtectionCheck.objects.filter(undone_at=None).order_by("number"))
    if not rows:
        return []
    found = resolve_all([row.anchor for row in rows], partial(whereabouts_of, snapshot))
    about = list(zip(rows, found, strict=True))
    lapsed = _joined(snapshot, [(row, each) for row, each in about if row.outcome == Outcome.NO_REASON.value])
    return [_told(row, who) for row, each in about if row.number not in lapsed for who in sorted(each.entities)]


def _joined(snapshot: Snapshot, rows: Iterable[tuple[ProtectionCheck, Resolved]]) -> set[int]:
    """The numbers of those whose person fell apart, or has records that were somebody else's when they were looked at."""
    lapsed = set()
    whole = {}
    for row, found in rows:
        if len(found.entities) == 1:
            whole[row.number] = (row, found.entities[0])
        else:
            lapsed.add(row.number)
    now = keys_of(snapshot, {who for _, who in whole.values()})
    unseen = {number: set(now.get(who, ())) - set(row.keys) for number, (row, who) in whole.items()}
    for name in {row.snapshot for row, _ in whole.values()}:
        own = {number: unseen[number] for number, (row, _) in whole.items() if row.snapshot == name and unseen[number]}
        lapsed |= _held_then(Snapshot(snapshot.path.parent / name), own)
    return lapsed


def _held_then(looked_in: Snapshot, unseen: dict[int, set[str]]) -> set[int]:
    """Those of which some key was in the picture already. All of them where the picture is gone: nobody can say so then."""
    if not unseen:
        return set()
    if not looked_in.path.is_dir():
        return set(unseen)
    there = held_by(looked_in, {key for keys in unseen.values() for key in keys}, as_built=True)
    return {number for number, keys in unseen.items() if keys & there.keys()}


def _told(row: ProtectionCheck, who: str) -> Check:
    return Check(who, Outcome(row.outcome), row.number, row.on, frozenset(row.looked_at))
