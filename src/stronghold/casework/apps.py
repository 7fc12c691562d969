"""The Django app's name and label, and what it tells the rooms below it at start-up."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["CaseworkConfig"]


class CaseworkConfig(AppConfig):
    name = "stronghold.casework"
    label = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        """Every picture is read without what was withdrawn since; what rests on a record is told by each noun of casework."""
        from stronghold.casework import resting
        from stronghold.casework.decisions.resting import decisions_resting_on, decisions_seen
        from stronghold.casework.reports.resting import reports_resting_on, reports_seen
        from stronghold.casework.withdrawals.handing_over import not_in
        from stronghold.governance import overlay

        overlay.add_source(not_in)
        resting.register("decision", decisions_resting_on, decisions_seen)
        resting.register("report", reports_resting_on, reports_seen)
