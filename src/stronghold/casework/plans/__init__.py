"""Plans that are kept: saved with their aim, released by a person once everybody was checked, suspended when they hold no more.

``save``, ``release`` and ``withdraw`` are every step a person can take; ``watch`` suspends; ``listed``, ``read`` and ``blocks`` are read through
the gateway; ``ask`` asks those who protect people for the checks that are open.
"""

from stronghold.casework.plans.asking import ask
from stronghold.casework.plans.plan import NotReleasable, PlanProblem, Result, release, save, withdraw
from stronghold.casework.plans.reading import PlannedView, PlanView, blocks, listed, read
from stronghold.casework.plans.watching import watch

__all__ = [
    "NotReleasable",
    "PlanProblem",
    "PlanView",
    "PlannedView",
    "Result",
    "ask",
    "blocks",
    "listed",
    "read",
    "release",
    "save",
    "watch",
    "withdraw",
]
