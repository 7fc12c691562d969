"""Reasons for concern: who is to be protected first, by what records say and by what people decided."""

from stronghold.concern.protection import Check, Outcome, Protection, protected_now
from stronghold.concern.reasons import Reason, reasons_for

__all__ = ["Check", "Outcome", "Protection", "Reason", "protected_now", "reasons_for"]
