"""The web as a Django app: its templates, tags and signal receivers."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["WebConfig"]


class WebConfig(AppConfig):
    name = "stronghold.web"
    verbose_name = "Pages"

    def ready(self) -> None:
        from stronghold.web import sign_in  # noqa: F401 - its receivers
