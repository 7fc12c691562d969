"""Reports entered by hand: written, changed and withdrawn by people, and handed to each build as files.

``enter``, ``amend`` and ``withdraw`` write, each with its audit entry; ``read`` and ``listed`` are the doors for reading, as the
gateway is for pictures; ``for_build`` and ``laid_out`` give a build what holds, and ``file_names`` says what it is to leave out otherwise.
"""

from stronghold.casework.reports.content import Content, Organisation, Person, Phone, Place, Vehicle
from stronghold.casework.reports.drafts import Draft, draft_of, keep_draft, throw_draft_away
from stronghold.casework.reports.entering import amend, enter, withdraw
from stronghold.casework.reports.files import file_names, for_build
from stronghold.casework.reports.laying_out import laid_out
from stronghold.casework.reports.reading import ReportLine, ReportList, ReportView, listed, may_read, read
from stronghold.casework.reports.understanding import ReportProblems, Understood, local_now, understand, with_day_written_out

__all__ = [
    "Content",
    "Draft",
    "Organisation",
    "Person",
    "Phone",
    "Place",
    "ReportLine",
    "ReportList",
    "ReportProblems",
    "ReportView",
    "Understood",
    "Vehicle",
    "amend",
    "draft_of",
    "enter",
    "file_names",
    "for_build",
    "keep_draft",
    "laid_out",
    "listed",
    "local_now",
    "may_read",
    "read",
    "throw_draft_away",
    "understand",
    "with_day_written_out",
    "withdraw",
]
