"""The tables of casework."""

from stronghold.casework.models.builds import Build
from stronghold.casework.models.decisions import Decision, DecisionCounter
from stronghold.casework.models.reports import EnteredFile, Report, ReportDraft, ReportVersion
from stronghold.casework.models.uploads import Upload

__all__ = ["Build", "Decision", "DecisionCounter", "EnteredFile", "Report", "ReportDraft", "ReportVersion", "Upload"]
