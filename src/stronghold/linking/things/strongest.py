"""Writings that may be slips of others: each goes to the one it can be a slip of, the best known first; a star, never a chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

__all__ = ["strongest"]


def strongest(order: Iterable[str], beside: Iterable[tuple[str, str]], listed: Set[str] = frozenset()) -> Mapping[str, str]:
    """What each node of the pairs ``beside`` is a slip of, itself where it is none.

    ``order``: the nodes of the pairs, the best known first. A node is a slip of the one node before it that is beside it and no slip
    itself; where several are, of the ``listed`` one, and of none where that is not one alone. So two slips are never joined but by what
    both are slips of.
    """
    near: defaultdict[str, set[str]] = defaultdict(set)
    for left, right in beside:
        near[left].add(right)
        near[right].add(left)
    found: dict[str, str] = {}
    for node in order:
        roots = {other for other in near[node] if found.get(other) == other}
        if len(roots) > 1:
            roots &= listed
        found[node] = roots.pop() if len(roots) == 1 and node not in listed else node
    return found
