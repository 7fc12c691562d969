"""Reasons for concern: who is to be protected first, by what records say and by what people decided."""

from stronghold.concern.protection import STANDS, Check, Outcome, Protection, live_among, protected_now, still_live
from stronghold.concern.reasons import Reason, reasons_for

__all__ = ["STANDS", "Check", "Outcome", "Protection", "Reason", "live_among", "protected_now", "reasons_for", "still_live"]
