"""The tables of governance: agencies, accounts, and the audit chain."""

from stronghold.governance.models.accounts import Account, Agency
from stronghold.governance.models.audit import AuditEntry, AuditHead, AuditText, SubjectPseudonym

__all__ = ["Account", "Agency", "AuditEntry", "AuditHead", "AuditText", "SubjectPseudonym"]
