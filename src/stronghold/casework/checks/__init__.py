"""Checks whether somebody is to be protected: recorded by those who protect people, undone at will, and heeded by every plan at once.

``check`` and ``undo`` write, each with its audit entry; ``listed`` and ``read`` are read through the gateway; ``for_picture`` gives every
reading of a picture what holds in it; ``may_answer`` are those
who are asked for a check.
"""

from stronghold.casework.checks.checking import CheckProblem, check, looked_up, undo
from stronghold.casework.checks.handing_over import for_picture
from stronghold.casework.checks.reading import CheckList, CheckView, listed, read
from stronghold.casework.checks.who import may_answer

__all__ = [
    "CheckList",
    "CheckProblem",
    "CheckView",
    "check",
    "for_picture",
    "listed",
    "looked_up",
    "may_answer",
    "read",
    "undo",
]
