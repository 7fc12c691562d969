"""The tables of casework."""

from stronghold.casework.models.builds import Build
from stronghold.casework.models.clerical import ClericalPair, ClericalSample
from stronghold.casework.models.decisions import Decision, DecisionCounter
from stronghold.casework.models.notices import Notice
from stronghold.casework.models.reports import EnteredFile, Report, ReportDraft, ReportVersion
from stronghold.casework.models.uploads import Upload
from stronghold.casework.models.withdrawals import Withdrawal, WithdrawalCounter

__all__ = [
    "Build",
    "ClericalPair",
    "ClericalSample",
    "Decision",
    "DecisionCounter",
    "EnteredFile",
    "Notice",
    "Report",
    "ReportDraft",
    "ReportVersion",
    "Upload",
    "Withdrawal",
    "WithdrawalCounter",
]
