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
        from stronghold.casework.checks.handing_over import for_picture
        from stronghold.casework.checks.resting import checks_resting_on, checks_seen
        from stronghold.casework.decisions.resting import decisions_resting_on, decisions_seen
        from stronghold.casework.groups.handing_over import for_gateway, groups_resting_on, groups_seen
        from stronghold.casework.plans.resting import plans_resting_on, plans_seen
        from stronghold.casework.reports.resting import reports_resting_on, reports_seen
        from stronghold.casework.withdrawals.handing_over import not_in
        from stronghold.governance import checks, declared_groups, overlay

        overlay.add_source(not_in)
        declared_groups.add_source(for_gateway)
        checks.add_source(for_picture)
        resting.register("decision", decisions_resting_on, decisions_seen)
        resting.register("report", reports_resting_on, reports_seen)
        resting.register("declared group", groups_resting_on, groups_seen)
        resting.register("protection check", checks_resting_on, checks_seen)
        resting.register("plan", plans_resting_on, plans_seen)
