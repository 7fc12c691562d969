"""The Django app's name and label."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["GovernanceConfig"]


class GovernanceConfig(AppConfig):
    name = "stronghold.governance"
    label = "governance"
    verbose_name = "Governance"
