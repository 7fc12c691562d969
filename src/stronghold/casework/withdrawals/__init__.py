"""Records that are withdrawn, corrected or found false: by whom and why, at once for everybody, and undone at will.

``withdraw`` and ``undo`` write, each with its audit entry, about records that the account may see and its agency answers for;
``listed`` and ``read`` are read through the gateway; ``for_build`` gives a build what holds, ``not_in`` what a picture does not obey.
"""

from stronghold.casework.undoable import STATES
from stronghold.casework.withdrawals.handing_over import for_build, not_in
from stronghold.casework.withdrawals.reading import WithdrawalList, WithdrawalView, listed, of_record, read
from stronghold.casework.withdrawals.withdrawing import WithdrawalProblem, Withdrawn, readied, undo, withdraw

__all__ = [
    "STATES",
    "WithdrawalList",
    "WithdrawalProblem",
    "WithdrawalView",
    "Withdrawn",
    "for_build",
    "listed",
    "not_in",
    "of_record",
    "read",
    "readied",
    "undo",
    "withdraw",
]
