"""Saved views: a network and what of it is shown, kept to be opened again, and shared. A view is a question, not an answer.

``save``, ``rename``, ``share``, ``stop_sharing`` and ``delete`` write, each with its audit entry; ``listed`` and ``read`` give those that
are the account's own or shared with it; ``opened`` says where one leads for whoever opens it, by what that account may see.
"""

from stronghold.casework.views.reading import Opened, Side, ViewList, listed, opened, read
from stronghold.casework.views.saving import (
    LONGEST_TITLE,
    MOST_SHARED_WITH,
    ViewProblem,
    delete,
    rename,
    save,
    share,
    stop_sharing,
)

__all__ = [
    "LONGEST_TITLE",
    "MOST_SHARED_WITH",
    "Opened",
    "Side",
    "ViewList",
    "ViewProblem",
    "delete",
    "listed",
    "opened",
    "read",
    "rename",
    "save",
    "share",
    "stop_sharing",
]
