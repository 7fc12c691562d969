"""Reasons for concern: who is to be protected first, by what records say and by what people decided."""

from stronghold.concern.protection import STANDS, Check, Outcome, Protection, live_among, protected_by, protected_now, still_live
from stronghold.concern.reasons import Reason, Told, told_of

__all__ = [
    "STANDS",
    "Check",
    "Outcome",
    "Protection",
    "Reason",
    "Told",
    "live_among",
    "protected_by",
    "protected_now",
    "still_live",
    "told_of",
]
