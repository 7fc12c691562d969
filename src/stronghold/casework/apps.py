"""The Django app's name and label."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["CaseworkConfig"]


class CaseworkConfig(AppConfig):
    name = "stronghold.casework"
    label = "casework"
    verbose_name = "Casework"
