"""Declared groups: an analyst says who is in a group and who is not, and has the last word; amended and withdrawn, never deleted."""

from stronghold.casework.groups.declaring import (
    LONGEST_NAME,
    DeclaredProblem,
    Naming,
    amend,
    declare,
    refuse,
    take_back,
    withdraw,
)
from stronghold.casework.groups.handing_over import as_declared, for_gateway
from stronghold.casework.groups.reading import DeclaredGroupView, PersonLine, listed, read

__all__ = [
    "LONGEST_NAME",
    "DeclaredGroupView",
    "DeclaredProblem",
    "Naming",
    "PersonLine",
    "amend",
    "as_declared",
    "declare",
    "for_gateway",
    "listed",
    "read",
    "refuse",
    "take_back",
    "withdraw",
]
