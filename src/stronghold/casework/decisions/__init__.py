"""Decisions of people: these records are the same person, home or thing, or they are not; each with its reason, and undone at will.

``decide`` and ``undo`` write, each with its audit entry, about records that the account may see and no others; ``listed``, ``about``, ``read``
and ``pending`` are read through the gateway; ``for_build`` gives a build what holds, and ``labels`` gives training and measuring
what people said.
"""

from stronghold.casework.decisions.about import about
from stronghold.casework.decisions.conflicts import Conflict, Contradicted, Told
from stronghold.casework.decisions.deciding import DecisionProblem, Wanted, decide, refuse, undo
from stronghold.casework.decisions.handing_over import Label, decided_pairs, for_build, labels
from stronghold.casework.decisions.pending import Pending, pending, waiting
from stronghold.casework.decisions.reading import DecisionList, DecisionView, listed, read
from stronghold.casework.undoable import STATES

__all__ = [
    "STATES",
    "Conflict",
    "Contradicted",
    "DecisionList",
    "DecisionProblem",
    "DecisionView",
    "Label",
    "Pending",
    "Told",
    "Wanted",
    "about",
    "decide",
    "decided_pairs",
    "for_build",
    "labels",
    "listed",
    "pending",
    "read",
    "refuse",
    "undo",
    "waiting",
]
