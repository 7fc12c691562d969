"""The tables of casework."""

from stronghold.casework.models.builds import Build
from stronghold.casework.models.checks import CheckCounter, ProtectionCheck
from stronghold.casework.models.clerical import ClericalPair, ClericalSample
from stronghold.casework.models.decisions import Decision, DecisionCounter
from stronghold.casework.models.groups import DeclaredGroup, DeclaredGroupCounter, DeclaredPerson
from stronghold.casework.models.notices import Notice
from stronghold.casework.models.plans import PlanCounter, PlannedPerson, PlanStep, SavedPlan
from stronghold.casework.models.reports import EnteredFile, Report, ReportDraft, ReportVersion
from stronghold.casework.models.uploads import Upload
from stronghold.casework.models.views import SavedView
from stronghold.casework.models.withdrawals import Withdrawal, WithdrawalCounter

__all__ = [
    "Build",
    "CheckCounter",
    "ClericalPair",
    "ClericalSample",
    "Decision",
    "DecisionCounter",
    "DeclaredGroup",
    "DeclaredGroupCounter",
    "DeclaredPerson",
    "EnteredFile",
    "Notice",
    "PlanCounter",
    "PlanStep",
    "PlannedPerson",
    "ProtectionCheck",
    "Report",
    "ReportDraft",
    "ReportVersion",
    "SavedPlan",
    "SavedView",
    "Upload",
    "Withdrawal",
    "WithdrawalCounter",
]
